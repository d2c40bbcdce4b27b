import { describe, expect, test } from 'vitest'
import { checks } from '../../../src/checks/index.js'
import type { Command, Flag } from '../../../src/commands/command.js'
import { kinds } from '../../../src/commands/completion/kinds/index.js'
import { positionsIn } from '../../../src/commands/completion/usage.js'
import { globalFlags } from '../../../src/commands/global-flags.js'
import { commands } from '../../../src/commands/index.js'
import { printers } from '../../../src/printers/index.js'
import { targets } from '../../../src/targets/index.js'
import { project, SMALL_SCHEMA, sharedProject } from '../../support/project.js'
import { run } from '../../support/run.js'
import { FILES, HOSTILE_NAMES, offered, UNTOLD_NAMES } from './words.js'

const root = sharedProject(() => FILES)
const flagsOf = (flags: readonly Flag[]) => flags.map(({ name }) => `--${name}`)

async function all(): Promise<Command[]> {
  return Promise.all(Object.values(commands).map((load) => load()))
}

describe('completion offers', () => {
  test('every verb with its summary, and none twice', async () => {
    const { todo, rows } = await offered(root(), '')
    expect(todo).toBe('words')
    expect(rows).toEqual((await all()).map(({ name, summary }) => `${name}\t${summary}`))
  })

  test('every flag of every verb, the global ones included', async () => {
    for (const { name, flags, actions } of await all()) {
      if (actions !== undefined) continue
      const { words } = await offered(root(), `${name} --`)
      expect(words.filter((word) => word !== '--')).toEqual(flagsOf([...globalFlags, ...flags]))
    }
  })

  test('the flags of the action that is written, and of no other', async () => {
    expect((await offered(root(), 'slot claim --')).words).toEqual(
      flagsOf([...globalFlags, { name: 'auto', summary: '' }]),
    )
    expect((await offered(root(), 'slot --')).words).toEqual(flagsOf(globalFlags))
  })

  test('something or nothing, but never a word of the help as it stands', async () => {
    const verbs = await all()
    const usages = verbs.flatMap(({ usage, actions = [] }) => [usage, ...actions.map((action) => action.usage)])
    const flags = [...globalFlags, ...verbs.flatMap((verb) => verb.flags)].filter(
      ({ choices }) => choices === undefined,
    )
    const asked = [
      ...usages.flatMap((usage) => positionsIn(usage).flatMap(({ alternatives }) => alternatives)),
      ...flags.flatMap(({ value = '' }) => value.replace('...', '').split('|')),
    ]
    const unknown = asked.filter((word) => /[A-Z]/.test(word) && !Object.hasOwn(kinds, word))
    expect(unknown).toEqual([])
  })

  test.each<[string, string[]]>([
    ['print --format ', Object.keys(printers)],
    ['print --mode ', ['production', 'staging']],
    ['--mode=', ['--mode=production', '--mode=staging']],
    ['check ', Object.keys(checks)],
    ['check unique ', Object.keys(checks)],
    ['generate ', ['python', 'env']],
    ['audit --sure ', ['high', 'medium', 'low']],
    ['help ', Object.keys(commands)],
    ['slot ', ['plan', 'claim', 'release', 'list', 'prune', 'rebuild']],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['set LEVEL ', ['low', 'high']],
    ['set LEVEL low ', []],
    ['set CACHE ', ['true', 'false']],
    ['set PIN ', []],
    ['--set=LEVEL=', ['--set=LEVEL=low', '--set=LEVEL=high']],
    ['exec ', ['--']],
    ['unknown ', []],
    ['get --unknown ', ['BACKEND_PORT', 'LEVEL', 'CACHE', 'PIN']],
    ['get --mode production BACKEND_PORT ', ['BACKEND_PORT', 'LEVEL', 'CACHE', 'PIN']],
    ['get -- ', ['BACKEND_PORT', 'LEVEL', 'CACHE', 'PIN']],
    ['unset LEVEL ', []],
  ])('behind "%s" what may stand there: %j', async (line, expected) => {
    const { words } = await offered(root(), line)
    expect(words.filter((word) => !word.startsWith('we ird'))).toEqual(expected)
  })

  test('names and groups where nothing is written, and paths and services that begin as what is', async () => {
    const { words } = await offered(root(), 'print ')
    expect(words).toEqual(expect.arrayContaining(['BACKEND_PORT', 'core', 'we ird']))
    expect(words).not.toContain('core.backend')
    expect((await offered(root(), 'print cor')).words).toContain('core.backend')
    expect((await offered(root(), 'status ba')).words).toContain('backend')
    expect((await offered(root(), 'get ba')).words).not.toContain('backend')
  })

  test('names behind a list flag until another flag begins', async () => {
    expect((await offered(root(), 'exec --only core ')).words).toContain('BACKEND_PORT')
    expect((await offered(root(), 'exec --only=core ')).words).toContain('BACKEND_PORT')
    expect((await offered(root(), 'exec --only core --')).words).toContain('--watch')
    expect((await offered(root(), 'exec --only core --watch ')).words).toEqual(['--'])
  })

  test.each([
    ['exec -- ', 'command 2'],
    ['exec --only a b -- npm run ', 'command 5'],
    ['--mode production exec --no-check -- npm -- ', 'command 5'],
    ['audit ', 'files'],
    ['audit --baseline ', 'files'],
    ['set --in=', 'files'],
    ['--root ', 'folders'],
    ['slot rebuild ', 'folders'],
    ['--set ', 'words open'],
  ])('behind "%s" what the shell knows itself: %s', async (line, todo) => {
    expect((await offered(root(), line)).todo).toBe(todo)
  })

  test('names of any characters but those that a terminal would not show, or a verb take for a flag', async () => {
    const names = Object.values(HOSTILE_NAMES).map((name) => `we ird.${name}`)
    expect((await offered(root(), 'get ')).words).toEqual(['BACKEND_PORT', 'LEVEL', 'CACHE', 'PIN', ...names])
    expect(UNTOLD_NAMES.length).toBeGreaterThan(0)
  })

  test('the first line of what the schema says of a name, escaped', async () => {
    const { rows } = await offered(root(), 'get ')
    expect(rows).toContain('LEVEL\tFirst line\\u001b[31m')
  })
})

describe('completion is silent', () => {
  test.each([
    ['a schema that is no JSON', { 'schema/index.json': '{' }],
    ['a schema that throws', { 'schema/index.js': 'throw new Error("no")' }],
    ['a schema with faults', { 'schema/index.json': { a: { format: 'port', default: 'x', env: '1' } } }],
    ['no schema', {}],
  ])('with %s there are verbs and flags, and no names', async (_what, files) => {
    const broken = project(files)
    expect((await run(broken, ['completion', 'zsh', '--', 'get', ''])).stderr).toBe('')
    expect((await offered(broken, 'get ')).words).toEqual([])
    expect((await offered(broken, 'pr')).words).toContain('print')
    expect((await offered(broken, 'get --')).words).toContain('--mode')
    expect((await offered(broken, 'check ')).words).toEqual(Object.keys(checks))
    expect((await offered(broken, 'generate ')).words).toEqual(Object.keys(targets))
  })

  test('names are those of the project that --root names', async () => {
    const other = project({ 'schema/index.json': SMALL_SCHEMA })
    expect((await offered(root(), `--root ${other} get BACKEND`)).words).toContain('BACKEND_URL')
    expect((await offered(root(), `get --root=${other} BACKEND`)).words).toContain('BACKEND_URL')
    expect((await offered(root(), '--root /none get ')).words).toEqual([])
  })
})

describe('config completion', () => {
  test('without a shell tells how to install each, as wrong usage', async () => {
    const { code, stdout, stderr } = await run(root(), ['completion'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('error: completion needs a shell\n')
    for (const shell of ['bash', 'zsh', 'fish']) expect(stderr).toContain(`npx config completion ${shell} > ~/`)
  })

  test.each([
    [['tcsh'], 'there is no completion for tcsh', 'write bash, zsh or fish'],
    [['zhs'], 'there is no completion for zhs', 'did you mean zsh?'],
    [['bash', 'zsh', 'x'], 'completion is for one shell', 'write config completion bash'],
  ])('%j is wrong usage', async (words, message, help) => {
    const stderr = `error: ${message}\n  help: ${help}\n`
    expect(await run(root(), ['completion', ...words])).toEqual({ code: 2, stdout: '', stderr })
  })
})
