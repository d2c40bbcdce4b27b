import { separated } from '../command-line/options.js'
import type { Bundler } from './bundler.js'
import { modeFirst } from './env-files.js'
import type { ReadEnv } from './reading/sight.js'
import { readVite7, readVite8 } from './reading/vite.js'
import { viteEnvPlace } from './vite-config.js'

/** Options without a value; cac takes the word behind every other one. */
const ALONE: ReadonlySet<string> = new Set([
  'app',
  'clearScreen',
  'cors',
  'emptyOutDir',
  'experimentalBundle',
  'force',
  'strictPort',
  'w',
  'watch',
])

const HELP = ['h', 'help', 'v', 'version']

const MODES: ReadonlyMap<string, string> = new Map([
  ['', 'development'],
  ['dev', 'development'],
  ['serve', 'development'],
  ['optimize', 'development'],
  ['build', 'production'],
  ['preview', 'production'],
])

/** NODE_ENV does not choose its mode; `mode` in a vite.config does, which nobody can tell without running it. */
export const vite: Bundler = {
  name: 'vite',
  prefix: 'VITE_',
  readsPortFromFiles: false,
  usage(words) {
    const { options, operands } = separated(words, (name) => !ALONE.has(name) && !name.startsWith('no-'))
    if (HELP.some((name) => options.has(name))) return null
    const [first = '', second] = operands
    const verb = MODES.has(first) ? first : ''
    const root = (verb === '' ? first : second) || '.'
    const mode = options.get('mode') || options.get('m') || (MODES.get(verb) as string)
    return { verb, mode, folder: root, listensOnPort: false }
  },
  usualModes: ['production', 'development'],
  hasMode: () => true,
  files: modeFirst,
  reader: readerOfVite,
  envPlace: (folder) => viteEnvPlace(folder, 'VITE_'),
}

/** How the Vite of a version reads .env files: since 8 with Node's own parser. */
export function readerOfVite(version: string): ReadEnv {
  const major = /\d+/.exec(version)?.[0]
  return major !== undefined && Number(major) < 8 ? readVite7 : readVite8
}
