import { originText } from '../../display.js'
import { shownName } from '../../env-file/lines.js'
import type { Origin, Problem, Resolution, Stack } from '../../model.js'
import { warningOf } from '../../problem.js'
import type { Near } from './near.js'

/** A name that is close to a declared one, and what to do about it. */
export function closeProblem(name: string, near: Near, origin: Origin, resolution: Resolution): Problem {
  const winner = resolution.resolved.get(near.setting.name)?.origin ?? null
  const isSetAnyway =
    winner !== null && near.prefix === '' && heightOf(winner, resolution) >= heightOf(origin, resolution)
  const help = isSetAnyway
    ? `${near.variable} is set already (${originText(winner)}): delete this line, or ${declaring(name)}`
    : meaning(name, near, origin, resolution.stack)
  return warningOf('names', `${shownName(name)} ${difference(name, near)}`, help, {
    setting: near.setting.name,
    origin,
  })
}

function difference(name: string, { variable, setting, prefix }: Near): string {
  if (name === setting.path) return `is a path, not a variable: the variable is ${variable}`
  if (prefix !== '') return `is not declared, and does not follow ${variable}`
  const isSpelled = name.toUpperCase() === variable.toUpperCase()
  return isSpelled ? `is not declared, as case counts: ${variable} is` : `is not declared, but close to ${variable}`
}

/** How high a layer is among those that users write: files by their order, the environment and flags above them. */
function heightOf(origin: Origin, { envFiles }: Resolution): number {
  if (origin.layer === 'file') return envFiles.findIndex(({ path }) => path === origin.path)
  return origin.layer === 'environment' || origin.layer === 'flag' ? envFiles.length : -1
}

function declaring(name: string): string {
  return `declare ${shownName(name)} in the schema`
}

function meaning(name: string, { variable, prefix, setting }: Near, origin: Origin, { prefixes }: Stack): string {
  if (name === setting.path) return `write ${variable}`
  const question = `did you mean ${variable}?`
  if (prefix === '') return `${question} if not, ${declaring(name)}`
  if (setting.sensitive) return question
  const list = [...prefixes, prefix].map((one) => `'${one}'`).join(', ')
  const steps = [
    ...(setting.public ? [] : [`make ${setting.name} public (public: true)`]),
    ...(prefixes.includes(prefix) ? [] : [`list the prefix ($stack: { prefixes: [${list}] })`]),
  ]
  const away = origin.layer === 'file' ? 'delete the line' : `unset ${shownName(name)}`
  return `${question} to hand it to the frontend by itself, ${steps.join(' and ')} in the schema, and ${away}`
}
