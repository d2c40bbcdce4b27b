import { either } from '../../text.js'
import type { Candidate } from '../model.js'
import { wordsOf } from './words.js'

/** The setting that a number stands for, and how it was told from the others that have the number. */
export function settingFor(
  candidate: Candidate,
  settings: readonly string[],
): { setting: string; told: string | null } {
  const [first = ''] = settings
  if (settings.length < 2) return { setting: first, told: null }
  const scores = settings.map((setting) => scoreOf(setting, settings, candidate))
  const best = Math.max(...scores)
  if (best === 0) return { setting: first, told: `may be ${either(settings)}` }
  const setting = settings[scores.indexOf(best)] ?? first
  return { setting, told: `${setting} by the words nearby` }
}

/** How near the words that only this setting has stand: in the line most of all, then above and below, then the path. */
function scoreOf(setting: string, settings: readonly string[], { text, before, after, path }: Candidate): number {
  const others = settings.filter((other) => other !== setting).flatMap(wordsOf)
  const own = wordsOf(setting).filter((word) => !others.includes(word))
  const places: readonly [string, number][] = [
    [text, 100],
    [before.at(-1) ?? '', 20],
    [after, 10],
    [before.slice(0, -1).join(' '), 8],
    [path, 4],
  ]
  return places.reduce((score, [place, weight]) => score + weight * mentions(place, setting, own), 0)
}

function mentions(place: string, setting: string, own: readonly string[]): number {
  const words = new Set(wordsOf(place))
  const shared = own.filter((word) => words.has(word)).length
  return shared + (new RegExp(`(?<!\\w)${setting.replace(/\W/g, '\\$&')}(?!\\w)`).test(place) ? 1 : 0)
}
