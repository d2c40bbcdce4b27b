import { describe, expect, test } from 'vitest'
import { project } from '../../support/project.js'
import { run } from '../../support/run.js'
import { leaksIn } from './canaries.js'
import { MISTAKES, SECRET } from './mistakes.js'
import { NAMES, schemaWith } from './stack.js'

const CALLS = [
  ['print'],
  ['print', '--json'],
  ['get', 'OPEN_TEXT'],
  ['explain', ...NAMES],
  ['explain', '--json', ...NAMES],
  ['generate', '--check'],
  ['generate', '--stdout', 'python'],
  ['generate', '--stdout', 'frontend'],
  ['generate', '--stdout', 'env'],
  ['check', 'values', 'names', 'links', 'shadowed', 'dialect', 'bundler'],
  ['check', '--json', 'values', 'names', 'links', 'shadowed', 'dialect', 'bundler'],
  ['status'],
  ['audit'],
  ['set', '--local', '--json', 'OPEN_TEXT', 'y'],
  ['unset', '--in', '.env', 'OPEN_TEXT', '--json'],
]

/** Bundlers in the root, one of which shows the page whatever the configuration has. */
const BUNDLERS = {
  'package.json': { dependencies: { next: '*', 'react-scripts': '*', vite: '*' } },
  'vite.config.js': `export default { envPrefix: [${[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((one) => `'${one}'`)}] }\n`,
}

describe('a secret is not told', () => {
  test.each(Object.entries(MISTAKES))('%s', async (_, { files = {}, env = {}, flags = [] }) => {
    const root = project({
      'schema/index.mjs': schemaWith(),
      'docker-compose.yml': 'services: {}\n',
      ...BUNDLERS,
      ...files,
    })
    for (const call of CALLS) {
      const { stdout, stderr } = await run(root, [...flags, ...call], { env })
      expect({ call, leaks: leaksIn(stdout + stderr, [{ name: 'it', text: SECRET }]) }).toEqual({ call, leaks: [] })
      expect(stdout + stderr).not.toBe('')
    }
  })
})

describe('what an error leaves out', () => {
  const errorOf = async (dotenv: string) => {
    const root = project({ 'schema/index.mjs': schemaWith(), '.env': dotenv })
    return (await run(root, ['print'])).stderr
  }

  test('is the value and the line, not its place and the next step', async () => {
    expect(await errorOf(`BACKEND_PORT=x PASSWORD=${SECRET}\n`)).toBe(
      'error: BACKEND_PORT=******** is not a TCP port (1-65535)\n' +
        '  from .env:1\n' +
        '  help: write digits only, or delete the line to use 8203\n',
    )
  })

  test('is no line that only refers to a secret', async () => {
    expect(await errorOf('BACKEND_URL=http://app:${API_TOKEN}@${OPEN_TXT}\nAPI_TOKEN=x\n')).toContain(
      '    BACKEND_URL=http://app:${API_TOKEN}@${OPEN_TXT}\n',
    )
  })

  test('is no comment that says nothing of secrets', async () => {
    expect(await errorOf('BACKEND_PORT=x # the backend\n')).toContain('    BACKEND_PORT=x # the backend\n')
  })

  test('is as long for a short secret as for a long one', async () => {
    const short = await errorOf('PIN=x\n')
    expect(await errorOf(`PIN=${SECRET.repeat(50)}\n`)).toBe(short)
    expect(await errorOf(`PIN="${SECRET}"\n`)).toBe(short)
  })
})
