import { Exhausted } from '../budget.js'
import type { Dialect, Lack, Outcome, Reading } from '../dialect.js'
import { type Line, literalOf, readLine, toCommand } from './line.js'
import { type Command, Discard, Stop } from './script.js'
import { Variables } from './variables.js'

/** Commands of bash itself after which its variables may be others, or no line counts any more. */
const CHANGES = new Set(
  (
    '. alias break builtin cd command continue declare dirs disown enable eval exec exit fc getopts let local logout ' +
    'mapfile popd pushd read readarray readonly return set shift shopt source trap typeset unalias unset wait'
  ).split(' '),
)

/** `set -a; . file` in bash 5. Nothing is run: what a command would give is told as such. */
export const bash: Dialect = {
  name: 'bash',
  read(text) {
    const variables = new Variables()
    const line: Line = { commands: [], names: [], text, at: 0 }
    try {
      while (toCommand(line)) {
        line.names.length = 0
        line.commands.length = 0
        readLine(line)
        runLine(line.commands, variables)
      }
    } catch (error) {
      if (error instanceof Stop) return stopped(error.lack, line.names, variables.readings)
      if (error instanceof Exhausted) return stopped('failure', line.names, variables.readings)
      throw error
    }
    return { readings: variables.readings, otherwise: 'nothing' }
  },
}

/** A shell that fails keeps what it has; of one that is not followed any more nothing is known. */
function stopped(lack: 'failure' | 'shell', names: readonly string[], known: ReadonlyMap<string, Reading>): Outcome {
  const readings = new Map(lack === 'failure' ? known : [])
  for (const name of names) readings.set(name, { lack })
  return { readings, otherwise: lack === 'failure' ? 'lost' : lack }
}

type Status = 'good' | 'unknown'

function runLine(commands: readonly Command[], variables: Variables): void {
  let status: Status = 'good'
  for (const command of commands) {
    const isSure = command.after === '' || status === 'good'
    if (command.after === '||' && isSure) continue
    try {
      status = run(command, variables, isSure ? undefined : 'shell')
    } catch (error) {
      if (!isSure && error instanceof Stop) throw new Stop('shell')
      if (!(error instanceof Discard)) throw error
      for (const { name } of [...command.settings, ...command.exported]) variables.set(name, { lack: 'failure' })
      return
    }
  }
}

/** Runs a command as far as it sets variables; `lack` where nobody can say whether it runs. */
function run(command: Command, variables: Variables, lack: Lack | undefined): Status {
  if (command.apart) return 'unknown'
  const unsure = lack ?? (command.redirects ? 'shell' : undefined)
  const words = command.words.map((word) => ({ word, reading: variables.textOf(word.parts) }))
  const rest = words.filter(({ word, reading }) => word.isQuoted || !('text' in reading) || reading.text !== '')
  const first = rest[0]
  if (unsure !== undefined || first !== undefined) {
    for (const { value } of [...command.settings, ...command.exported]) variables.textOf(value?.parts ?? [])
  }
  if (first === undefined) {
    for (const setting of command.settings) variables.set(setting.name, variables.read(setting, unsure))
    return unsure === undefined && !hasCommand(command) ? 'good' : 'unknown'
  }
  const name = 'text' in first.reading ? (first.reading.text.trim().split(/[ \t\n]/)[0] ?? '') : null
  if (name === null || CHANGES.has(name)) throw new Stop('shell')
  if (name !== 'export') return 'unknown'
  return exportAll(
    command,
    rest.slice(1).map(({ word }) => literalOf(word)),
    variables,
    unsure,
  )
}

function exportAll(
  command: Command,
  names: readonly (string | null)[],
  variables: Variables,
  unsure: Lack | undefined,
): Status {
  if (command.words[0] === undefined || literalOf(command.words[0]) !== 'export') throw new Stop('shell')
  if (names.some((name) => name === null || /^-|[*?[]/.test(name))) throw new Stop('shell')
  // All of them are expanded before any is set.
  const readings = command.exported.map((setting) => [setting.name, variables.read(setting, unsure)] as const)
  for (const [name, reading] of readings) variables.set(name, reading)
  return names.length === 0 ? 'good' : 'unknown'
}

/** Whether one of its values is what a command prints, so that its status is that command's. */
function hasCommand({ settings }: Command): boolean {
  return settings.some(({ value }) => value?.parts.some((part) => typeof part !== 'string' && 'lack' in part) ?? false)
}
