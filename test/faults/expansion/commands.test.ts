import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { type Files, project } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, run } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { lineOf } from '../values/layers.js'

/** Texts that somebody would run, each to make a file `canary` where it stands. */
const COMMANDS: readonly string[] = [
  '$(touch canary)',
  '`touch canary`',
  '$(`touch canary`)',
  '";touch canary;"',
  "';touch canary;'",
  ';touch canary;',
  '\ntouch canary\n',
  '|touch canary',
  '&& touch canary &',
  '<(touch canary)',
  '$((1)); touch canary',
  '${X:-$(touch canary)}',
  '${X:-`touch canary`}',
  '$[$(touch canary)]',
  'a[$(touch canary)]',
  "$'\\ntouch canary\\n'",
  '\\$(touch canary)',
  '\\`touch canary`',
  '!touch canary',
  '~+/$(touch canary)',
  "__import__('os').system('touch canary')",
  "'+__import__('os').system('touch canary')+'",
  "{__import__('os').system('touch canary')}",
  "');require('fs').writeFileSync('canary','');('",
  "${require('fs').writeFileSync('canary','')}",
  "`${process.mainModule.require('fs').writeFileSync('canary','')}`",
  '!!python/object/apply:os.system ["touch canary"]',
  '*',
  '$HOME',
  '$0',
]

type Texts = Readonly<Record<string, string>>

/** A project in which settings V0, V1, ... come to texts, and the environment in which they do. */
interface Source {
  readonly texts: Texts
  readonly files: Files
  readonly env?: Texts
}

const TARGETS = { python: 'made.py', frontend: 'made.mjs' }

function textsThat(canBe: (text: string) => boolean): Texts {
  return Object.fromEntries(COMMANDS.filter(canBe).map((text, index) => [`V${index}`, text]))
}

function schemaOf(texts: Texts, fallback: (text: string) => string, facts: object = {}): Files {
  const nope = { format: 'String', default: null, nullable: true, env: 'NOPE' }
  const leaves = Object.entries(texts).map(([name, text]) => [
    name,
    { format: 'String', default: fallback(text), env: name, public: true, ...facts },
  ])
  return {
    'schema/index.json': { $stack: { targets: TARGETS }, nope, ...Object.fromEntries(leaves) },
    '.gitignore': '*\n',
  }
}

function fileOf(texts: Texts, line: (name: string, text: string) => string | null): Files {
  const lines = Object.entries(texts).map(([name, text]) => `${line(name, text)}\n`)
  return { ...schemaOf(texts, () => 'none'), '.env': lines.join('') }
}

/** A line in which a text stands behind a reference, without single quotes; null where there is none. */
function expandingLine(name: string, text: string): string | null {
  const value = `\${NOPE:-}${escaped(text)}`
  const ways = [`"${value.replaceAll('\n', '\\n')}"`, `\`${value}\``, value]
  return ways.map((way) => `${name}=${way}`).find((line) => parse(line)[name] === value) ?? null
}

function escaped(text: string): string {
  return text.replaceAll('${', () => '$${')
}

const all = textsThat(() => true)
const literal = textsThat((text) => lineOf('V', text) !== null)
const expanding = textsThat((text) => expandingLine('V', text) !== null)

const SOURCES: Readonly<Record<string, Source>> = {
  'the defaults of a plain schema': { texts: all, files: schemaOf(all, (text) => text) },
  'the defaults of makers': { texts: all, files: schemaOf(all, escaped, { maker: 'text' }) },
  'what stands in for a name, in the defaults of makers': {
    texts: all,
    files: schemaOf(all, (text) => `\${NOPE:-}${escaped(text)}`, { maker: 'text' }),
  },
  'a .env file': { texts: literal, files: fileOf(literal, lineOf) },
  'a .env file, with references beside': { texts: expanding, files: fileOf(expanding, expandingLine) },
  'the environment': { texts: all, files: schemaOf(all, () => 'none'), env: all },
}

/** A consumer: what it sees of some settings, by name, in a project with an environment. */
type Consumer = (root: string, names: readonly string[], env: Texts) => Texts | Promise<Texts>

const ENVIRONMENT = 'console.log(JSON.stringify(process.env))'

const CONSUMERS: Readonly<Record<string, Consumer>> = {
  'config get': async (root, names, env) => JSON.parse(await told(root, ['get', '--json', ...names], env)),
  'config print --format yaml': async (root, names, env) =>
    parseYaml(await told(root, ['print', '--format', 'yaml', ...names], env)),
  'a command of exec': (root, _, env) =>
    JSON.parse(built(root, ['exec', '--', process.execPath, '-e', ENVIRONMENT], env)),
  'a script of exec that quotes its variables': (root, names, env) => {
    const script = names.map((name) => `printf '%s\\0' "$${name}"`).join('\n')
    return byName(names, built(root, ['exec', '--', 'sh', '-c', script], env).split('\0'))
  },
}

const IN_PYTHON = 'import json, made; print(json.dumps(made._VALUES))'

const GENERATED: Readonly<Record<string, { need: string; consumer: Consumer }>> = {
  'the generated Python module': {
    need: 'python3',
    consumer: async (root, _, env) => {
      await told(root, ['generate', 'python'], env)
      return JSON.parse(output(root, 'python3', ['-B', '-c', IN_PYTHON], env))
    },
  },
  ...Object.fromEntries(
    ['bash', 'dash'].map((shell) => [
      `${shell}, of what print has for .env files`,
      { need: shell, consumer: inShell(shell, 'env', 'set -a; . ./made.txt') },
    ]),
  ),
  ...Object.fromEntries(
    ['bash', 'dash', 'zsh'].map((shell) => [
      `${shell}, of what print has for shells`,
      { need: shell, consumer: inShell(shell, 'shell', 'eval "$(cat made.txt)"') },
    ]),
  ),
}

/** A shell that takes in what a format has, and hands it on to Node. */
function inShell(shell: string, format: string, script: string): Consumer {
  return async (root, names, env) => {
    const { stderr } = await run(root, ['print', '--format', format, ...names], { env })
    const refused = [...stderr.matchAll(/^error: the value of (\w+) /gm)].map(([, name]) => name)
    const rest = names.filter((name) => !refused.includes(name))
    expect(rest.length).toBeGreaterThan(names.length / 2)
    writeFileSync(join(root, 'made.txt'), await told(root, ['print', '--format', format, ...rest], env))
    const seen = output(root, shell, ['-c', `${script}; exec "${process.execPath}" -e '${ENVIRONMENT}'`], {})
    const left = Object.fromEntries(refused.map((name) => [name, LEFT_OUT]))
    return { ...JSON.parse(seen), ...left }
  }
}

/** What stands for a value that a format has no text for. */
const LEFT_OUT = 'left out'

/** What the program says within this process. */
async function told(root: string, args: readonly string[], env: Texts): Promise<string> {
  const { stdout, stderr, code } = await run(root, args, { env })
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  return stdout
}

function built(root: string, args: readonly string[], env: Texts): string {
  return output(root, process.execPath, [PROGRAM, ...args], env)
}

function output(root: string, command: string, args: readonly string[], env: Texts): string {
  const { stdout, stderr, status } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...PLAIN_ENV, ...env },
  })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  return stdout
}

function byName(names: readonly string[], texts: readonly string[]): Texts {
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']))
}

/** Has a consumer see what a source says, and looks whether anything ran. */
async function hold(source: string, consumer: Consumer): Promise<void> {
  const { texts, files, env = {} } = SOURCES[source] as Source
  const root = project(files)
  const names = Object.keys(texts)
  const seen = await consumer(root, names, env)
  const wrong = names.filter((name) => seen[name] !== texts[name] && seen[name] !== LEFT_OUT)
  expect(wrong.map((name) => ({ said: texts[name], seen: seen[name] }))).toEqual([])
  expect(existsSync(join(root, 'canary'))).toBe(false)
}

test('the texts would make the file where somebody ran them', () => {
  const root = project({})
  spawnSync('sh', ['-c', 'eval "A=$TEXT"'], { cwd: root, env: { ...PLAIN_ENV, TEXT: COMMANDS[0] } })
  expect(existsSync(join(root, 'canary'))).toBe(true)
})

test('most of them can stand in a file, with and without references', () => {
  for (const { texts } of Object.values(SOURCES)) expect(Object.keys(texts).length).toBeGreaterThan(20)
})

describe.each(Object.keys(SOURCES))('a command in %s is text, and never runs', (source) => {
  test.each(Object.entries(CONSUMERS))('for %s', (_, consumer) => hold(source, consumer))
})

for (const [name, { need, consumer }] of Object.entries(GENERATED)) {
  describeWith(need, has(need), `a command is text, and never runs, for ${name}`, () => {
    test.each(Object.keys(SOURCES))('in %s', (source) => hold(source, consumer))
  })
}

describe('a command is text, and never runs, for the generated config.js', () => {
  test.each(['the defaults of a plain schema', 'the defaults of makers'])('in %s', async (source) => {
    await hold(source, async (root, names) => {
      await told(root, ['generate', 'frontend'], {})
      const program = "import * as made from './made.mjs'; console.log(JSON.stringify(made.default))"
      const seen = JSON.parse(output(root, process.execPath, ['--input-type=module', '-e', program], {}))
      return byName(
        names,
        names.map((name) => seen[name]),
      )
    })
  })
})
