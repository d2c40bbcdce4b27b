import { audit } from './audit.js'
import { check, checks } from './check.js'
import { explain } from './explain.js'
import { free } from './free.js'
import { generate, targets } from './generate.js'
import { get } from './get.js'
import { init } from './init.js'
import { bad, partsOf } from './parts.js'
import { print } from './print.js'
import { set } from './set.js'
import { anyOf, type Output, type Shape } from './shape.js'
import { claim } from './slot/claim.js'
import { list } from './slot/list.js'
import { plan } from './slot/plan.js'
import { prune } from './slot/prune.js'
import { rebuild } from './slot/rebuild.js'
import { release } from './slot/release.js'
import { slot } from './slot/show.js'
import { status } from './status.js'
import { wait } from './wait.js'

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
