import { readdirSync } from 'node:fs'

/** A schema of a port, a secret and a URL, with files of every target in folders of their own. */
export const PROJECT = {
  'package.json': {},
  'schema/index.json': {
    core: {
      backend: { doc: 'Backend API', format: 'port', default: 8203, env: 'BACKEND_PORT' },
      token: { doc: 'Token', format: 'String', default: 'canary-5571', env: 'API_TOKEN', sensitive: true },
    },
    $stack: { targets: { python: 'ports_config.py', env: { path: 'deep/er/.ports.env', secrets: true } } },
  },
} as const

/** What the program left of what it had in hand, in any folder of a project. */
export function leftIn(root: string): string[] {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.includes('.portolan-'))
}
