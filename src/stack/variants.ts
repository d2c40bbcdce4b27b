import type { Setting, Stack } from '../model.js'
import { settingOf } from './lookup.js'

/** Whether a choice is between true and false. */
export function isSwitch(names: Iterable<string>): boolean {
  return [...names].sort().join() === 'false,true'
}

/** Settings that stand in for one another, by a parameter's value. */
export interface Choice {
  /** What counts without a choice. */
  readonly owner: Setting
  readonly parameter: string
  /** By what is chosen, as the schema spells it: a name, or `true` and `false` for a switch. */
  readonly members: ReadonlyMap<string, Setting>
}

/** What `$stack.variants` says; settings that are none are reported where the schema is read. */
export function choices(stack: Stack): Choice[] {
  return Object.entries(stack.variants).flatMap(([name, parameters]) =>
    Object.entries(parameters).flatMap(([parameter, named]) => {
      const owner = settingOf(name, stack)
      const members = new Map(
        Object.entries(named).flatMap(([choice, word]) => {
          const member = settingOf(word, stack)
          return member === null ? [] : [[choice, member] as const]
        }),
      )
      return owner === null ? [] : { owner, parameter, members }
    }),
  )
}

/** What a choice may be among; null for a setting that cannot be chosen. */
export function kindOf({ port, format }: Setting): 'port' | 'url' | null {
  return port !== null ? 'port' : format.name === 'url' ? 'url' : null
}

/** A choice between two URLs by true or false. */
export interface Switch {
  /** `use_optimized` */
  readonly parameter: string
  /** What the parameter is where nothing is said; the helper's own URL is then taken. */
  readonly otherwise: boolean
  /** The URL that the opposite stands for. */
  readonly other: Setting
}

/** The switch of a URL, or null. */
export function switchOf(setting: Setting, stack: Stack): Switch | null {
  for (const { owner, parameter, members } of choices(stack)) {
    const [on, off] = [members.get('true'), members.get('false')]
    if (owner === setting && on !== undefined && off !== undefined) {
      return { parameter, otherwise: on === setting, other: on === setting ? off : on }
    }
  }
  return null
}
