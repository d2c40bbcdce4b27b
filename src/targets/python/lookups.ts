import type { Setting, Stack } from '../../model.js'
import { serviceIn } from '../../stack/services.js'
import { choices, isSwitch } from '../../stack/variants.js'

/** Settings by what a caller calls them, in any case of letters. */
export interface Lookup {
  /** The one that an unknown name gives. */
  readonly setting: Setting
  /** As in `get_<service>_port_for_<parameter>`. */
  readonly service: string
  readonly parameter: string
  readonly members: ReadonlyMap<string, Setting>
}

/** The choices of settings by name. */
export function lookups(stack: Stack): Lookup[] {
  return choices(stack)
    .filter(({ members }) => !isSwitch(members.keys()))
    .map(({ owner, parameter, members }) => ({
      setting: owner,
      service: owner.port?.service ?? serviceIn(owner.name),
      parameter,
      members,
    }))
}
