import { parse } from 'dotenv'
import type { LoadRequest } from '../../../src/load.js'

/** How texts reach settings, by their variables. */
export interface Arrival {
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly request?: LoadRequest
}

type Texts = ReadonlyMap<string, string>

/** Every way by which a text reaches settings that have a variable and an option of that name; null where it cannot. */
export const ARRIVALS: Readonly<Record<string, (texts: Texts) => Arrival | null>> = {
  'the environment': (texts) => ({ env: Object.fromEntries(texts) }),
  'a .env file': (texts) => {
    const lines = [...texts].map(([name, text]) => lineOf(name, text))
    return lines.includes(null) ? null : { files: { '.env': lines.join('\n') } }
  },
  '--set': (texts) => ({ request: { set: texts } }),
  'arguments of the program': (texts) => ({ request: { argv: [...texts].map(([name, text]) => `--${name}=${text}`) } }),
}

/** A line of a .env file that dotenv reads as a text, whatever is in it; null where there is none. */
export function lineOf(name: string, text: string): string | null {
  if (/[\0\p{Cs}]/u.test(text)) return null
  const escaped = text.replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  const ways = text.includes('${') ? [`'${text}'`] : [`'${text}'`, `\`${text}\``, `"${escaped}"`]
  const line = ways.map((value) => `${name}=${value}`).find((way) => parse(way)[name] === text)
  return line ?? null
}
