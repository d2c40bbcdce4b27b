import type { Problem, Resolution } from '../../model.js'
import { warningOf } from '../../problem.js'
import { settingOf } from '../../stack/lookup.js'
import { slotSetting } from '../../stack/slot.js'
import { cut, visible } from '../../text.js'
import { entriesByPlace, isUnpublished, type Judged, originAt, ownerAt, type PlacedEntry, placeText } from './judged.js'

const LONGEST = 80

/** Ports that every copy of the stack would publish, which only the first can; none where the stack has no copies. */
export function portsInCommon(judged: Judged, resolution: Resolution): Problem[] {
  if (slotSetting(resolution.stack) === null) return []
  return entriesByPlace(judged)
    .filter(({ place }) => place.published !== null && !isUnpublished(place, judged))
    .flatMap((entry) => [...ofNoSetting(entry, judged), ...fixed(entry, judged, resolution)])
}

/** In files that are edited, such a port is told in any stack. */
function ofNoSetting({ place }: PlacedEntry, judged: Judged): Problem[] {
  if (judged.keeper !== 'overridden') return []
  return (judged.left.get(place) ?? []).flatMap(({ written, why }) => {
    if (why !== null) return []
    const port = cut(visible(written.text), LONGEST)
    const message = `${placeText(place)} publishes ${port} in every copy of the stack, and only the first can have it`
    return warningOf('compose', message, 'declare the port in the schema', { origin: originAt(judged, place, written) })
  })
}

/** What profiles keep back may be meant for one copy. */
function fixed({ place }: PlacedEntry, judged: Judged, { stack }: Resolution): Problem[] {
  const setting = settingOf(ownerAt(place, judged)?.name ?? '', stack)
  const always = [...place.services].find((name) => judged.file.services.get(name)?.profiles.length === 0)
  if (setting?.port?.shift !== false || always === undefined) return []
  const message = `${placeText(place)} publishes ${setting.name}, which is the same port in every copy of the stack`
  const service = cut(visible(always), LONGEST)
  const help = `take \`shift: false\` out of the schema, or give ${service} a profile that one copy starts`
  return [warningOf('compose', message, help, { setting: setting.name, origin: originAt(judged, place) })]
}
