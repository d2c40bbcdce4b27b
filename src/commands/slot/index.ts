import { UsageError } from '../../errors.js'
import { suggestion } from '../../suggestion.js'
import { aligned, quoted, withoutValue } from '../../text.js'
import type { Call, Command } from '../command.js'
import type { Action } from './action.js'
import { actions } from './actions.js'

const [shown] = actions as readonly [Action, ...Action[]]
const named = actions.filter((action) => action !== shown)

export const slot: Command = {
  name: 'slot',
  summary: 'keeps copies of the stack apart on one machine',
  usage: '[ACTION ...]',
  flags: actions.flatMap(({ flags }) => flags),
  actions,
  notes: aligned(actions.map(({ name, usage, summary }) => [`${action(name)} ${usage}`.trimEnd(), summary])),
  async run(call) {
    const [word = shown.name, ...words] = call.words
    const wanted = actions.find(({ name }) => name === word)
    if (wanted === undefined) {
      const names = named.map(({ name }) => name)
      throw new UsageError(
        `there is no config slot ${quoted(withoutValue(word))}`,
        suggestion(word, names, '`config help slot` lists what there is'),
      )
    }
    refuseOtherFlags(wanted, call)
    return (await wanted.load()).run({ ...call, words })
  },
}

function action(name: string): string {
  return name === shown.name ? 'config slot' : `config slot ${name}`
}

/** A flag of another action would be passed over in silence. */
function refuseOtherFlags(wanted: Action, { flag }: Call): void {
  for (const { name, flags } of actions) {
    const stray = name === wanted.name ? undefined : flags.find((one) => flag(one.name) !== undefined)
    if (stray === undefined || wanted.flags.some((one) => one.name === stray.name)) continue
    throw new UsageError(`${action(wanted.name)} takes no --${stray.name}`, `it is for ${action(name)}`)
  }
}
