import { ConfigError } from '../errors.js'
import type { Problem, Resolved } from '../model.js'
import { counted } from '../text.js'
import type { Printed, PrintRequest } from './printer.js'

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Text for programs, a line for each variable. Secrets and settings without a variable are left out and named; a value
 * that cannot be written is a problem, and then nothing is printed.
 * @param write the line of a variable, or null where the format cannot hold the value
 */
export function lines(
  { resolution, selected, reveal }: PrintRequest,
  format: string,
  write: (name: string, text: string) => string | null,
): Printed {
  const set = selected
    .map(({ name }) => resolution.resolved.get(name) as Resolved)
    .filter(({ text }) => text !== null)
  const secrets = set.filter(({ secret }) => secret && !reveal)
  const nameless = set.filter((one) => !secrets.includes(one) && one.setting.variable !== one.setting.name)
  const written = set
    .filter((one) => !secrets.includes(one) && !nameless.includes(one))
    .map((one) => ({ one, line: lineOf(one, write) }))
  const unwritable = written
    .filter(({ line }) => line === null)
    .map(({ one }) => unwritableProblem(one, format))
  if (unwritable.length > 0) throw new ConfigError(unwritable)
  return {
    text: written.map(({ line }) => `${line}\n`).join(''),
    remarks: [
      ...leftOut(secrets, 'secret', 'add --reveal to print them'),
      ...leftOut(nameless, 'setting without a variable of its own', 'give them `env` in the schema'),
    ],
  }
}

function lineOf(
  { setting, text }: Resolved,
  write: (name: string, text: string) => string | null,
): string | null {
  const name = setting.variable ?? ''
  return VARIABLE.test(name) ? write(name, text ?? '') : null
}

function leftOut(settings: readonly Resolved[], noun: string, help: string): string[] {
  if (settings.length === 0) return []
  const names = settings.map(({ setting }) => setting.name).join(', ')
  return [`left out ${counted(settings.length, noun)}: ${names} (${help})`]
}

function unwritableProblem({ setting, origin }: Resolved, format: string): Problem {
  return {
    check: 'print',
    severity: 'error',
    setting: setting.name,
    message: `${setting.name} has no text in the ${format} format that all its readers would read alike`,
    origin,
    help: 'print it with --format json, or leave it out by naming the others',
  }
}
