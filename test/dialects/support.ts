import type { Outcome } from '../../src/dialects/dialect.js'
import { dialects } from '../../src/dialects/index.js'

/** What a reader of a name sees. */
export function readBy(name: string, text: string): Outcome {
  const dialect = dialects.find((one) => one.name === name)
  if (dialect === undefined) throw new Error(`there is no dialect ${name}`)
  return dialect.read(text)
}

/**
 * What is told wrongly of a reader, null where all is right. `sees` is what the real one sees, null where it fails. What a
 * command or the shell gives, and what becomes of a variable where a line fails, is told as such and not compared; the
 * variable without a name, which Compose may set, is left out.
 */
export function disagreement(name: string, text: string, sees: Readonly<Record<string, string>> | null) {
  const { readings, otherwise } = readBy(name, text)
  const told = Object.fromEntries(
    [...readings].map(([key, reading]) => [key, 'text' in reading ? reading.text : reading]),
  )
  const wrong = { name, text, sees, told, otherwise }
  if (otherwise === 'shell') return null
  if (sees === null) return otherwise === 'lost' ? null : wrong
  if (otherwise === 'lost' && name !== 'bash') return wrong
  const keys = new Set([...readings.keys(), ...Object.keys(sees)])
  keys.delete('')
  return [...keys].every((key) => isRight(readings.get(key), sees[key])) ? null : wrong
}

function isRight(reading: ReturnType<Outcome['readings']['get']>, seen: string | undefined): boolean {
  if (reading === undefined) return seen === undefined
  if ('text' in reading) return reading.text === seen
  return reading.lack !== 'nothing' || seen === undefined
}
