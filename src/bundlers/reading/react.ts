import { reactExpanded, reactTexts } from '../../dialects/react.js'
import type { ReadEnv, Sight } from './sight.js'

/**
 * `config/env.js` of react-scripts 5: each file is expanded when it is loaded, the nearest first. What the environment
 * has wins, but is expanded again with each file that sets it, be it a value of a nearer file or what the tool was
 * started with. A value that cannot be expanded stops it.
 */
export const readReact: ReadEnv = (files, given) => {
  const env = new Map(given)
  const places = new Map<string, string | null>()
  for (const { path, text } of files) {
    const { readings, otherwise } = reactExpanded(reactTexts(text), env)
    const [[failed = ''] = []] = readings
    if (otherwise === 'lost') return { seen: new Map(), endless: [{ path, key: failed }] }
    for (const [key, reading] of readings) {
      if (!places.has(key)) places.set(key, given.has(key) ? null : path)
      if ('text' in reading) env.set(key, reading.text)
    }
  }
  const seen = Array.from(places, ([key, path]): [string, Sight] => [key, { text: env.get(key) ?? '', path }])
  return { seen: new Map(seen), endless: [] }
}
