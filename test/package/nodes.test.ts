import { spawnSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { installedPackage } from '../support/packed.js'
import { project } from '../support/project.js'
import { PLAIN_ENV } from '../support/run.js'
import { describeWith } from '../support/tools.js'

/** Every line of Node that the package is for; CI names those that it does not run the tests on in the environment. */
const NODES = [
  ['this Node', process.execPath],
  ['Node 22', process.env.NODE_22 ?? ''],
  ['Node 24', process.env.NODE_24 ?? ''],
] as const

const installed = installedPackage()

const SCHEMA = `import { defineSchema, port, url } from 'portolan'

export default defineSchema({
  $stack: { targets: { python: 'ports_config.py', docs: 'PORTS.md' } },
  core: {
    backend: port('BACKEND_PORT', 8203, 'Backend API'),
    backendUrl: url('BACKEND_URL', 'http://localhost:\${BACKEND_PORT}', 'Backend API'),
  },
})
`

const PROGRAM_MODULE = `const schema = { backend: { format: 'port', default: 8203, env: 'BACKEND_PORT' } }
console.log(load(schema).BACKEND_PORT, inspect(load(schema), 'BACKEND_PORT').origin.layer)
`

/** A project of its own that has the installed package. */
function stack(): string {
  const root = project({
    'package.json': { private: true },
    'schema/index.ts': SCHEMA,
    'index.cjs': `const { inspect, load } = require('portolan')\n${PROGRAM_MODULE}`,
    'index.mjs': `import { inspect, load } from 'portolan'\n${PROGRAM_MODULE}`,
    'plugin.mjs': `import portolan from 'portolan/vite'\nconsole.log(portolan().name)\n`,
    'plugin.cjs': `console.log(require('portolan/vite').default().name)\n`,
  })
  symlinkSync(join(installed().home, 'node_modules'), join(root, 'node_modules'))
  return root
}

for (const [title, node] of NODES) {
  describeWith(title, node !== '', `on ${title} the installed package`, () => {
    /** What a command prints, where \`node\` and \`config\` are found as npm's scripts find them. */
    function said(root: string, command: string, ...args: string[]): string {
      const path = [join(root, 'node_modules/.bin'), dirname(node), PLAIN_ENV.PATH].join(delimiter)
      const env = { ...PLAIN_ENV, PATH: path, XDG_CACHE_HOME: join(root, 'cache') }
      const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', env })
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      return stdout
    }

    test('prints, sets, generates and hands on, and again from what it kept', () => {
      const root = stack()
      for (const _ of ['first', 'again']) {
        expect(said(root, 'config', 'print')).toMatch(/BACKEND_PORT +8203 +schema/)
        expect(said(root, 'config', 'get', 'BACKEND_URL')).toBe('http://localhost:8203\n')
        expect(said(root, 'config', 'exec', '--', 'node', '-p', 'process.env.BACKEND_PORT')).toBe('8203\n')
      }
      expect(said(root, 'config', 'generate')).toMatch(/^wrote {2}ports_config\.py$/m)
      expect(said(root, 'config', 'set', 'BACKEND_PORT', '9000')).toMatch(/^BACKEND_PORT 8203 -> 9000$/m)
      expect(said(root, 'config', 'generate', '--check')).toMatch(/^current +PORTS\.md$/m)
      expect(said(root, 'config', 'get', 'BACKEND_URL')).toBe('http://localhost:9000\n')
    })

    test.each(['index.cjs', 'index.mjs'])('is loaded by %s', (file) => {
      expect(said(stack(), 'node', file)).toBe('8203 schema\n')
    })

    test.each(['plugin.cjs', 'plugin.mjs'])('gives its Vite plugin to %s', (file) => {
      expect(said(stack(), 'node', file)).toBe('portolan\n')
    })
  })
}
