import { basename } from 'node:path'
import { listFiles } from 'dotenv-flow'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../src/model.js'
import { type Files, project, SMALL_SCHEMA } from '../support/project.js'
import { run } from '../support/run.js'

const SECRET = 's3cr3tS3cr3tS3cr'

const SCHEMA = {
  ...SMALL_SCHEMA,
  secret: { token: { doc: '', format: 'String', default: '', env: 'API_TOKEN', sensitive: true } },
}

function small(files: Files = {}): string {
  return project({ 'schema/index.json': SCHEMA, ...files })
}

async function problemsIn(root: string, args: readonly string[] = []): Promise<Problem[]> {
  const { code, stdout } = await run(root, [...args, 'print', '--json'])
  const { problems = [] } = JSON.parse(stdout)
  expect(code).toBe(problems.length > 0 ? 1 : 0)
  return problems
}

async function messageFor(files: Files): Promise<string> {
  const { stderr } = await run(small(files), ['print'])
  return stderr
}

describe('which files are read', () => {
  const ALL = ['.env.defaults', '.env', '.env.local'].concat(
    ['development', 'production', 'test'].flatMap((mode) => [`.env.${mode}`, `.env.${mode}.local`]),
  )

  test.each([null, 'development', 'production', 'test'])(
    'mode %s: those that dotenv-flow lists, and the last of them wins',
    async (mode) => {
      const files = Object.fromEntries(ALL.map((name, index) => [name, `BACKEND_PORT=${9000 + index}\n`]))
      const root = small(files)
      const expected = listFiles({ path: root, ...(mode !== null && { node_env: mode }) }).map((path) => basename(path))
      const { stdout } = await run(root, [...(mode === null ? [] : ['--mode', mode]), 'print', '--json'])
      const printed = JSON.parse(stdout)
      const read = printed.files.filter(({ state }: { state: string }) => state === 'read')
      expect(read.map(({ path }: { path: string }) => path)).toEqual(expected)
      const [port] = printed.settings
      const origins = [port.origin, ...port.shadowed.map(({ origin }: { origin: object }) => origin)]
      expect(origins.map(({ path }) => path)).toEqual([...expected.toReversed(), 'core.backend'])
    },
  )

  test('each candidate is told to be read, absent, or skipped', async () => {
    const root = small({ '.env': '', '.env.local': '', '.env.test.local': '' })
    const { stdout } = await run(root, ['--mode', 'test', 'print', '--json'])
    expect(JSON.parse(stdout).files).toEqual([
      { path: '.env.defaults', state: 'absent' },
      { path: '.env', state: 'read' },
      { path: '.env.local', state: 'skipped' },
      { path: '.env.test', state: 'absent' },
      { path: '.env.test.local', state: 'read' },
    ])
  })

  test('a skipped file may be anything', async () => {
    const root = small({ '.env.local': Buffer.from([0, 255]) })
    expect(await problemsIn(root, ['--mode', 'test'])).toEqual([])
  })
})

describe('what is no assignment is an error with its line', () => {
  test('what steers a terminal is escaped', async () => {
    const stderr = await messageFor({ '.env': 'BACKEND_PORT \x1b[31m\x07\n' })
    expect(stderr).toContain('    BACKEND_PORT \\u001b[31m\\u0007\n')
  })

  test.each<[title: string, content: string]>([
    ['an unclosed value of a sensitive setting', `API_TOKEN="${SECRET}\n`],
    ['an unclosed value of a variable that nobody declared', `export OTHER_TOKEN='${SECRET}\n`],
    ['a sensitive setting without "="', `API_TOKEN ${SECRET}\n`],
    ['an undeclared variable without "="', `OTHER_TOKEN ${SECRET}\n`],
    ['a word alone', `${SECRET}\n`],
    ['the second line of a sensitive value', `API_TOKEN="x\n${SECRET}\n`],
    ['another statement behind U+2028', `BACKEND_PORT 1\u2028API_TOKEN=${SECRET}\n`],
    ['another statement before U+2028', `API_TOKEN=${SECRET} #\u2028BACKEND_PORT="1\n`],
  ])('%s is not shown', async (_title, content) => {
    const root = small({ '.env': content })
    const { code, stdout, stderr } = await run(root, ['print'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('from .env:')
    expect(stderr).not.toContain(SECRET)
    expect((await run(root, ['print', '--json'])).stdout).not.toContain(SECRET)
  })

  test('nothing of a PEM key that was pasted without quotes is shown', async () => {
    const body = ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 'BKcwggSjAgEAAoIBAQC7/VJTUt9Us8cK', 'MzEfYyjiWA4R4w==']
    const pem = ['API_TOKEN=-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----']
    const root = small({ '.env': pem.join('\n') })
    const { code, stderr } = await run(root, ['print'])
    expect(code).toBe(1)
    expect(stderr).toContain('from .env:2\n')
    const output = stderr + (await run(root, ['print', '--json'])).stdout
    for (const line of body) expect(output).not.toContain(line.slice(0, 8))
  })
})
