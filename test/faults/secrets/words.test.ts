import { describe, expect, test } from 'vitest'
import { project } from '../../support/project.js'
import { run } from '../../support/run.js'
import { leaksIn } from './canaries.js'
import { schemaWith } from './stack.js'

const SECRET = 'Qz7Left4kW-Vx9Right2pJ'
const ASSIGNMENT = `PASSWORD=${SECRET}`
const URL_WITH_PASSWORD = `postgres://app:${SECRET}@h/db`

/** Command lines that are wrong, and have a secret in them. */
const WRONG: readonly (readonly string[])[] = [
  ...['get', 'explain', 'unset', 'print', 'wait', 'status', 'free', 'check', 'audit', 'help', 'generate'].flatMap(
    (verb) => [
      [verb, ASSIGNMENT],
      [verb, URL_WITH_PASSWORD],
    ],
  ),
  [ASSIGNMENT, 'exec', '--', 'env'],
  [ASSIGNMENT],
  ['exec', 'mysql', `-p${SECRET}`],
  ['exec', 'env', ASSIGNMENT, 'true'],
  ['exec', 'curl', '--token', SECRET, URL_WITH_PASSWORD],
  ['exec', '--', ASSIGNMENT, 'npm', 'start'],
  ['set', 'PASSWORD', SECRET],
  ['set', ASSIGNMENT],
  ['set', '--local', ASSIGNMENT],
  ['set', 'PASSWORD', 'a', SECRET],
  ['set', '--stdin', 'PASSWORD', SECRET],
  ['set', '--in', 'somewhere', 'PASSWORD', SECRET],
  ['set', '--in', '.env', 'PASSWORD', SECRET],
  ['set', 'BACKEND_PORT', URL_WITH_PASSWORD],
  ['set', '--local', 'PIN', SECRET],
  ['set', '--local', 'TIER', SECRET],
  ['set', '--local', 'BACKEND_URL', `http://app:${SECRET}@h:x`],
  ['--set', 'PASSWORD', SECRET, 'get', 'OPEN_TEXT'],
  ['--set', `PASWORD=${SECRET}`, 'get', 'OPEN_TEXT'],
  [`--PASSWORD=${SECRET}`, 'get', 'OPEN_TEXT'],
  [`--reveal=${SECRET}`, 'get', 'OPEN_TEXT'],
  ['get', 'OPEN_TEXT', `--json=${SECRET}`],
  ['generate', '--stdout', ASSIGNMENT],
  ['print', '--format', ASSIGNMENT],
  ['wait', '--timeout', ASSIGNMENT, 'BACKEND_PORT'],
  ['audit', '--sure', ASSIGNMENT],
  ['audit', '--baseline', ASSIGNMENT],
  ['--root', URL_WITH_PASSWORD, 'print'],
]

describe('what is wrong with a command line is told without the secret in it', () => {
  test.each(WRONG.map((words) => [words.join(' ').replaceAll(SECRET, '...'), words] as const))(
    'config %s',
    async (_, words) => {
      const root = project({ 'schema/index.mjs': schemaWith(), '.env.local': '' })
      const { code, stdout, stderr } = await run(root, words)
      expect(code).not.toBe(0)
      expect(stderr).not.toBe('')
      expect(leaksIn(stdout + stderr, [{ name: 'it', text: SECRET }])).toEqual([])
    },
  )

  test('the name and what the word was for are told', async () => {
    const root = project({ 'schema/index.mjs': schemaWith() })
    expect((await run(root, ['get', ASSIGNMENT])).stderr).toMatch(/^error: PASSWORD=\.\.\. is no setting\n/)
    expect((await run(root, ['wait', URL_WITH_PASSWORD])).stderr).toMatch(/^error: postgres:\/\/app:\.\.\.@h\/db is no/)
    expect((await run(root, ['--set', 'PASSWORD', SECRET, 'print'])).stderr).toBe(
      'error: --set PASSWORD lacks a value\n  help: write --set PASSWORD=value\n',
    )
    expect((await run(root, ['exec', 'mysql', '-u', 'root', `-p${SECRET}`])).stderr).toContain(
      'write config exec -- mysql -u root -p********',
    )
  })
})

describe('config set', () => {
  test('says that the arguments of a process can be seen, once a secret was among them', async () => {
    const root = project({ 'schema/index.mjs': schemaWith(), 'docker-compose.yml': 'services: {}\n' })
    const { code, stderr } = await run(root, ['set', '--local', 'PASSWORD', SECRET])
    expect(code).toBe(0)
    expect(stderr).toContain('note: other users of this machine can see the arguments of a process')
    expect((await run(root, ['set', '--local', 'OPEN_TEXT', 'y'])).stderr).not.toContain('other users')
  })
})
