import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { project } from '../support/project.js'
import { PLAIN_ENV, run } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'

const CANARY = 'c4n4rySECRET'
const text = { doc: '', format: 'String', env: 'DB_PASSWORD', default: null, nullable: true, sensitive: true }

/** What a program prints that imports the generated module of a schema. */
async function imported(settings: object, files: Readonly<Record<string, string>>, print: string) {
  const schema = { $stack: { targets: { python: 'made.py' } }, ...settings }
  const root = project({ 'schema/index.json': schema, ...files })
  expect((await run(root, ['generate'])).code).toBe(0)
  const args = ['-B', '-c', `import made; print(${print})`]
  const { stdout, stderr } = spawnSync('/usr/bin/python3', args, { cwd: root, encoding: 'utf8', env: PLAIN_ENV })
  return { stdout, stderr, module: readFileSync(join(root, 'made.py'), 'utf8') }
}

describeWith('python3', has('python3'), 'the Python module', () => {
  test('shows no line of a file that may be a piece of a secret', async () => {
    const settings = { password: text, nameless: { doc: '', format: 'int', default: 3 } }
    const files = { '.env.local': `DB_PASSWORD=-----BEGIN KEY-----\n+${CANARY}==\n` }
    const { stderr } = await imported(settings, files, '1')
    expect(stderr).toContain('this line is no assignment')
    expect(stderr).not.toContain(CANARY)
  })

  test('has a URL that is made of a secret, as the layers give it', async () => {
    const url = { doc: '', format: 'portolan:url', env: 'DB_URL', default: 'db://u:${DB_PASSWORD}@h', maker: 'url' }
    const files = { '.env.local': `DB_PASSWORD=${CANARY}\n` }
    const { stdout, module } = await imported({ password: text, url }, files, 'made.DB_URL')
    expect(stdout).toBe(`db://u:${CANARY}@h\n`)
    expect(module).not.toContain(CANARY)
  })

  test.each(['db://u:c4n4rySECRET@${HOST}', 'db://u:${DB_PASSWORD:-c4n4rySECRET}@h'])(
    'does not have a template with a secret written in it: %s',
    async (template) => {
      const url = { doc: '', format: 'portolan:url', env: 'DB_URL', default: template, maker: 'url' }
      const host = { doc: '', format: 'portolan:host', env: 'HOST', default: 'h' }
      const { stdout, module } = await imported({ password: text, host, url }, {}, 'made.DB_URL')
      expect(stdout).toBe('None\n')
      expect(module).not.toContain(CANARY)
    },
  )

  test('ends in an error in words where references are too deep for Python', async () => {
    const links = Array.from({ length: 95 }, (_, index) => `A${index}=\${N:-\${N:-\${A${index + 1}}}}\n`)
    const setting = { doc: '', format: 'String', env: 'T', default: 'x' }
    const { stderr } = await imported({ setting }, { '.env': `T=\${A0}\n${links.join('')}A95=end\n` }, 'made.T')
    expect(stderr).toContain('ConfigError')
    expect(stderr).not.toContain('RecursionError: ')
  })
})
