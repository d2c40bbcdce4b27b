import { separated } from '../command-line/options.js'
import type { Bundler } from './bundler.js'
import { modeFirst } from './env-files.js'
import { readVite8 } from './reading/vite.js'
import { viteEnvPlace } from './vite-config.js'

const WITH_VALUE: ReadonlySet<string> = new Set(['mode', 'r', 'root'])
const HELP = ['h', 'help', 'v', 'version']
/** Any other word filters the tests. */
const VERBS: ReadonlySet<string> = new Set(['run', 'watch', 'dev', 'bench', 'list', 'related', 'typecheck'])

/** Vite's, in a mode of its own that NODE_ENV does not choose. */
export const vitest: Bundler = {
  name: 'vitest',
  prefix: 'VITE_',
  readsPortFromFiles: false,
  usage(words) {
    const { options, operands } = separated(words, (name) => WITH_VALUE.has(name))
    const [verb = ''] = operands
    if (HELP.some((name) => options.has(name)) || verb === 'init') return null
    const mode = options.get('mode') || (verb === 'bench' ? 'benchmark' : 'test')
    const folder = options.get('root') || options.get('r') || '.'
    return { verb: VERBS.has(verb) ? verb : '', mode, folder, listensOnPort: false }
  },
  usualModes: [],
  hasMode: () => true,
  files: modeFirst,
  // Its own version does not tell that of the Vite below it.
  reader: () => readVite8,
  envPlace: (folder) => viteEnvPlace(folder, 'VITE_'),
}
