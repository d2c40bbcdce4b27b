import { provenanceText } from '../../display.js'
import { shownName } from '../../env-file/lines.js'
import type { Problem, Resolution } from '../../model.js'
import { warningOf } from '../../problem.js'
import { visible } from '../../text.js'
import { cureFor } from './cure.js'
import { type Holder, holdersIn } from './holder.js'
import { localHosts } from './local-host.js'
import { portsByNumber } from './numbers.js'
import { type Rewritten, rewrite } from './rewrite.js'

/** Texts with a local host and a declared port's number. */
export function literalPorts(resolution: Resolution): Problem[] {
  const portOf = portsByNumber(resolution)
  const isLocal = localHosts(resolution)
  return holdersIn(resolution).flatMap((holder) => {
    const rewritten = rewrite(holder, portOf, isLocal, resolution)
    return rewritten === null ? [] : literalProblem(holder, rewritten, resolution)
  })
}

function literalProblem(holder: Holder, rewritten: Rewritten, resolution: Resolution): Problem {
  const names = [...rewritten.ports.keys()].map(({ name }) => visible(name))
  const has = `${shownName(holder.name)} has the ${names.length === 1 ? 'port' : 'ports'} of ${names.join(', ')} written out`
  const message = `${has}, ${staleness(holder, rewritten, resolution) ?? 'and does not follow it'}`
  const { setting, origin } = holder
  return warningOf('links', message, cureFor(holder, rewritten, resolution), { setting: setting?.name ?? null, origin })
}

/** What has gone wrong already: a port whose default a text has is another one here. */
function staleness({ origin }: Holder, { ports }: Rewritten, { resolved }: Resolution): string | null {
  for (const [{ name }, digits] of origin.layer === 'schema' ? [] : ports) {
    const port = resolved.get(name)
    if (port === undefined || port.text === null || port.origin === null || port.text === digits) continue
    const { text, origin: source, shift, secret } = port
    return `but ${visible(name)} is ${text} here (${provenanceText({ origin: source, shift, secret })})`
  }
  return null
}
