import { dotenvTexts } from '../../dialects/dotenv.js'
import { nextExpanded } from '../../dialects/next.js'
import type { ReadEnv, Sight } from './sight.js'

/**
 * `@next/env` 16: each file is expanded when it is loaded, the nearest first. What the environment has wins, but is
 * expanded again with each file that sets it; of the files the first counts, as it was when it was loaded. A file in
 * which a value cannot be expanded is passed over.
 */
export const readNext: ReadEnv = (files, given) => {
  const env = new Map(given)
  const seen = new Map<string, Sight>()
  const endless: { path: string; key: string }[] = []
  for (const { path, text } of files) {
    const { readings, otherwise } = nextExpanded(dotenvTexts(text), env)
    const [[failed = ''] = []] = readings
    if (otherwise === 'lost') endless.push({ path, key: failed })
    for (const [key, reading] of readings) {
      if (!('text' in reading)) continue
      env.set(key, reading.text)
      if (given.has(key)) seen.set(key, { text: reading.text, path: null })
      else if (!seen.has(key)) seen.set(key, { text: reading.text, path })
    }
  }
  return { seen, endless }
}
