import { lastPart } from '../path.js'

const PARTS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g
/** In UTF-16 units; more is no name. */
const LONGEST = 60

/** What a service, a folder or a package is called, as the beginning of a variable: `tts-sovits` is `TTS_SOVITS`. */
export function variableOf(name: string): string {
  const words = Array.from(lastPart(name).slice(0, LONGEST).matchAll(PARTS), ([word]) => word.toUpperCase())
  const variable = words.join('_').replace(/_([0-9])/g, (_, digit) => digit)
  if (variable === '') return 'SERVICE'
  return /^[0-9]/.test(variable) ? `SERVICE_${variable}` : variable
}

/** The variable of a service's port: `backend` has `BACKEND_PORT`, its metrics `BACKEND_METRICS_PORT`. */
export function portOf(name: string, purpose = ''): string {
  const variable = variableOf(name).replace(/_PORT$/, '')
  return [variable, ...(purpose === '' ? [] : [purpose.toUpperCase()]), 'PORT'].join('_')
}

/** The folder that a file stands in, by its own name; null for the root's. */
export function folderNameOf(path: string): string | null {
  return path.split('/').at(-2) ?? null
}
