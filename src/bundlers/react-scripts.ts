import type { Bundler } from './bundler.js'
import { localFirst } from './env-files.js'
import { readReact } from './reading/react.js'

/** It sets NODE_ENV to these, whatever it was. */
const MODES: ReadonlyMap<string, string> = new Map([
  ['start', 'development'],
  ['build', 'production'],
  ['test', 'test'],
])

/** Create React App 5, also as changed by craco or react-app-rewired. */
export const reactScripts: Bundler = {
  name: 'react-scripts',
  prefix: 'REACT_APP_',
  readsPortFromFiles: true,
  usage(words) {
    // The first that is a verb, as in react-scripts itself: what stands before are options of Node.
    const verb = words.find((word) => MODES.has(word) || word === 'eject') ?? ''
    const mode = MODES.get(verb)
    return mode === undefined ? null : { verb, mode, folder: '.', listensOnPort: verb === 'start' }
  },
  usualModes: ['production', 'development'],
  hasMode: (mode) => [...MODES.values()].includes(mode),
  files: localFirst,
  reader: () => readReact,
  envPlace: () => ({ folder: '.', prefixes: ['REACT_APP_'] }),
}
