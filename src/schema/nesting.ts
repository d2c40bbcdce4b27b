import { ConfigError } from '../errors.js'
import { quoted } from '../text.js'
import { isGroup } from './leaf.js'
import { schemaProblem } from './problem.js'

/** How many groups may stand inside one another: each takes its piece of the stack of whatever reads them, convict too. */
const DEEPEST = 1000

/** @throws ConfigError where a group holds itself, or groups stand too deep inside one another */
export function checkNesting(definition: object): void {
  follow(definition, [], new Set())
}

function follow(group: object, segments: readonly string[], around: Set<object>): void {
  if (around.has(group)) throw loop(segments)
  if (segments.length > DEEPEST) throw tooDeep(segments)
  around.add(group)
  for (const [key, node] of Object.entries(group)) if (isGroup(node)) follow(node, [...segments, key], around)
  around.delete(group)
}

function loop(segments: readonly string[]): ConfigError {
  const message = `the group ${quoted(segments.join('.'))} holds itself`
  return new ConfigError([schemaProblem(null, message, 'give it groups and settings of its own')])
}

function tooDeep(segments: readonly string[]): ConfigError {
  const message = `groups are more than ${DEEPEST} deep, at ${quoted(segments.join('.'))}`
  return new ConfigError([schemaProblem(null, message, 'nest fewer of them')])
}
