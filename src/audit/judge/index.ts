import type { Candidate, PortNames, Verdict } from '../model.js'
import { placeOf } from './place.js'
import { settingFor } from './setting.js'
import { signs } from './signs/index.js'

/** What a number in a text stands for; null where it is no declared port, or nothing says that it is a port. */
export function judge(candidate: Candidate, ports: PortNames): Verdict | null {
  const settings = ports.get(Number(candidate.number))
  if (settings === undefined || settings.length === 0) return null
  const place = placeOf(candidate, settings)
  for (const sign of signs) {
    const opinion = sign.read(place)
    if (opinion === 'no port') return null
    if (opinion !== null) {
      const { setting, told } = settingFor(candidate, settings)
      return { setting, sure: opinion.sure, why: told === null ? opinion.why : `${opinion.why}; ${told}` }
    }
  }
  return null
}
