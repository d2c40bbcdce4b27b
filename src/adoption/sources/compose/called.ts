import { grouped } from '../../../grouped.js'
import { type Image, imageOf } from '../../images.js'
import { variableOf } from '../../name.js'
import type { Service } from './read.js'

/** A service with what its settings are called after. */
export interface Called extends Service {
  /** As the beginning of their names: `TTS_SOVITS`. */
  readonly variable: string
  /** What is known of its image; null where nothing is. */
  readonly known: Image | null
}

/** Names that say what a service is for, and not what it is: its image's name says more. */
const GENERAL: ReadonlySet<string> = new Set(
  `broker bucket cache data database datastore db documentdb kv lb load-balancer mail mailer message-broker message-queue
  messaging monitoring mq nosql object-storage object-store proxy queue reverse-proxy rdbms s3 search smtp sql standalone
  storage store tracing vector vector-db vector-store vectordb vectorstore`.split(/\s+/),
)
/** What a service's name may add to that of its image without saying more. */
const MERE = /^[-_](?:broker|db|database|master|node|primary|server|service|standalone|0?1)$/

/** What the services of a file are called. A name that would stand for two is given to none. */
export function calledIn(services: readonly Service[]): Called[] {
  const wished = services.map((service) => {
    const known = imageOf(service.image)
    return { ...service, known, variable: wishedName(service.name, known) }
  })
  const byWish = grouped(wished, ({ variable }) => variable)
  return wished.map((one) =>
    byWish.get(one.variable)?.length === 1 ? one : { ...one, variable: variableOf(one.name) },
  )
}

function wishedName(service: string, image: Image | null): string {
  if (image === null) return variableOf(service)
  const isMere = service.startsWith(image.name) && MERE.test(service.slice(image.name.length))
  return variableOf(isMere || GENERAL.has(service.replaceAll('_', '-')) ? image.name : service)
}
