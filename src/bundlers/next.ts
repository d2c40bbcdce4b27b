import { separated } from '../command-line/options.js'
import type { Bundler } from './bundler.js'
import { localFirst } from './env-files.js'
import { readNext } from './reading/next.js'

const WITH_VALUE: ReadonlySet<string> = new Set([
  'H',
  'experimental-build-mode',
  'experimental-https-ca',
  'experimental-https-cert',
  'experimental-https-key',
  'experimental-upload-trace',
  'hostname',
  'keepAliveTimeout',
  'p',
  'port',
])
const HELP = ['h', 'help', 'v', 'version']
/** What reads no .env file, or makes nothing. */
const OTHERS: ReadonlySet<string> = new Set(['experimental-test', 'export', 'info', 'internal', 'lint', 'telemetry'])

/** Its mode is its verb's, but for NODE_ENV=test; any other NODE_ENV chooses no files. */
export const next: Bundler = {
  name: 'next',
  prefix: 'NEXT_PUBLIC_',
  readsPortFromFiles: false,
  usage(words, { NODE_ENV }) {
    const { options, operands } = separated(words, (name) => WITH_VALUE.has(name))
    const [first = '', second] = operands
    if (HELP.some((name) => options.has(name)) || OTHERS.has(first)) return null
    const verb = ['dev', 'build', 'start'].includes(first) ? first : ''
    const isServer = verb !== 'build'
    const own = verb === 'build' || verb === 'start' ? 'production' : 'development'
    const folder = (verb === '' ? first : second) || '.'
    return { verb, mode: NODE_ENV === 'test' ? 'test' : own, folder, listensOnPort: isServer }
  },
  usualModes: ['production', 'development'],
  hasMode: (mode) => ['production', 'development', 'test'].includes(mode),
  files: localFirst,
  reader: () => readNext,
  envPlace: () => ({ folder: '.', prefixes: ['NEXT_PUBLIC_'] }),
}
