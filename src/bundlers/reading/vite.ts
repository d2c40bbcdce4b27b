import { dotenvTexts } from '../../dialects/dotenv.js'
import { nodeTexts } from '../../dialects/node.js'
import { expanded } from '../../dialects/vite/expand.js'
import type { EnvText, ReadEnv, Sight } from './sight.js'

/** `loadEnv` of Vite 7. */
export const readVite7: ReadEnv = (files, env) => read(files, env, dotenvTexts)

/** `loadEnv` of Vite 8. */
export const readVite8: ReadEnv = (files, env) => read(files, env, nodeTexts)

/** The nearest file's line counts, and all are expanded together. What the environment has wins, as it is. */
function read(
  files: readonly EnvText[],
  env: ReadonlyMap<string, string>,
  textsOf: (text: string) => Iterable<readonly [string, string]>,
): ReturnType<ReadEnv> {
  const texts = new Map<string, string>()
  const places = new Map<string, string>()
  for (const { path, text } of [...files].reverse()) {
    for (const [key, value] of textsOf(text)) {
      texts.set(key, value)
      places.set(key, path)
    }
  }
  const { readings, otherwise } = expanded(texts, env)
  if (otherwise === 'lost') {
    return { seen: new Map(), endless: [...readings.keys()].map((key) => ({ path: places.get(key) ?? '', key })) }
  }
  const seen = Array.from(readings, ([key, reading]): [string, Sight] => {
    const own = env.get(key)
    if (own !== undefined) return [key, { text: own, path: null }]
    return [key, { text: 'text' in reading ? reading.text : '', path: places.get(key) ?? null }]
  })
  return { seen: new Map(seen), endless: [] }
}
