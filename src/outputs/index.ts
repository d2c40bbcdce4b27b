import { audit, check, checks } from './checks.js'
import { generate, set, targets } from './files.js'
import { init } from './init.js'
import { bad, partsOf } from './parts.js'
import { free, status, wait } from './ports.js'
import { anyOf, type Output, type Shape } from './shape.js'
import { claim, list, plan, prune, rebuild, release, slot } from './slots.js'
import { explain, get, print } from './values.js'

/** What each verb prints as JSON, by the file in `portolan/schemas/` that says so. */
export const outputs: Readonly<Record<string, Output>> = {
  print,
  get,
  explain,
  set,
  generate,
  'generate-list': targets,
  check,
  'check-list': checks,
  status,
  slot,
  'slot-plan': plan,
  'slot-claim': claim,
  'slot-release': release,
  'slot-list': list,
  'slot-prune': prune,
  'slot-rebuild': rebuild,
  free,
  wait,
  audit,
  init,
}

/** The JSON Schema of an output, or of the problems that stand in its place: whole, without a second file. */
export function schemaOf({ command, shape }: Output): Shape {
  const whole = shape === bad ? bad : anyOf(shape, bad)
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: command, ...whole, $defs: partsOf(whole) }
}
