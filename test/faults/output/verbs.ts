import { quietPort } from '../../ports/sockets.js'
import { project } from '../../support/project.js'

/** A call of the program whose outcome is known. */
export interface Verb {
  readonly words: string
  /** The exit code where its streams are well. */
  readonly code: number
  /** Whether it has data for stdout, and talk for stderr. */
  readonly says: readonly ('data' | 'talk')[]
}

const verb = (words: string, code: number, ...says: Verb['says']): Verb => ({ words, code, says })

/** Every verb, in the project below. */
export const VERBS: readonly Verb[] = [
  verb('print', 0, 'data'),
  verb('print --json', 0, 'data'),
  verb('print --format env', 0, 'data', 'talk'),
  verb('print --format shell', 0, 'data', 'talk'),
  verb('print --format yaml', 0, 'data'),
  verb('get BACKEND_PORT', 0, 'data'),
  verb('get TOKEN', 1, 'talk'),
  verb('explain BACKEND_PORT', 0, 'data'),
  verb('set BACKEND_PORT 9100 --in .env --plan', 0, 'data', 'talk'),
  verb('set BACKEND_PORT 9100 --in .env', 0, 'data', 'talk'),
  verb('unset BACKEND_PORT --local', 0, 'data'),
  verb('generate', 0, 'data'),
  verb('generate --check', 1, 'data', 'talk'),
  verb('generate --list', 0, 'data'),
  verb('generate --stdout python', 0, 'data'),
  verb('check values', 0, 'data', 'talk'),
  verb('check --list', 0, 'data'),
  verb('status', 0, 'data'),
  verb('free 2', 0, 'data'),
  verb('wait BACKEND_PORT --timeout 0', 1, 'talk'),
  verb('audit', 0, 'talk'),
  verb('help', 0, 'data'),
  verb('help get', 0, 'data'),
  verb('--version', 0, 'data'),
  verb('nonsense', 2, 'talk'),
  verb('print --nonsense', 2, 'talk'),
]

/** Those that write files. */
export const WRITING: readonly string[] = [
  'set BACKEND_PORT 9100 --in .env',
  'set BACKEND_PORT 9100 --local',
  'set BACKEND_PORT 9100',
  'unset BACKEND_PORT --local',
  'generate',
  'audit --baseline known.json --write-baseline',
]

/** The port that the projects below come to, at which nobody listens. */
export const QUIET_PORT = await quietPort()

/** One port and one secret, as a module. */
export const SCHEMA = `
module.exports = {
  $stack: { targets: { python: 'ports_config.py' } },
  backend: { doc: 'Backend API', format: 'port', default: ${QUIET_PORT}, env: 'BACKEND_PORT' },
  token: { doc: 'Token', format: 'String', default: 'x', env: 'TOKEN', sensitive: true },
}
`

/** A project that each of them can be called in. */
export function anyProject(): string {
  return project({
    'schema/index.js': SCHEMA,
    '.env': `BACKEND_PORT=${QUIET_PORT + 1}\n`,
    '.env.local': `BACKEND_PORT=${QUIET_PORT}\n`,
    'server.js': 'use(process.env.BACKEND_PORT, process.env.TOKEN)\n',
  })
}
