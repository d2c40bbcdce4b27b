import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withNeeds } from '../needs.js'
import { binOf, portolanModules, programText, project } from '../projects.js'
import { inRounds, roundsTable } from '../rounds.js'
import { SCHEMAS } from '../schemas.js'
import { EXPECTED, FILES, stackEnvironment } from '../stack.js'
import { hasTerminal, onTerminal, withoutControls } from '../terminal.js'
import { agree } from '../values.js'

const NAMES = Object.keys(EXPECTED)
const FILE_NAMES = Object.keys(FILES)
const FROM_HIGHEST = FILE_NAMES.toReversed()

/** A command that prints its environment, which a wrapper is checked with in the place of `true`. */
const PRINT = ['-p', 'JSON.stringify(process.env)']

/**
 * What our program is asked, what it may take at most, and the values in what it prints. A wrapper has `command`, where
 * the others have what they are checked with.
 */
const VERBS = [
  { name: 'exec -- true', args: ['exec', '--'], wraps: true, target: 1.35 },
  { name: 'get', args: ['get', 'BACKEND_PORT'], check: ['get', ...NAMES], values: fromLines, target: 1.35 },
  { name: 'print --json', args: ['print', '--json'], values: fromJson, target: 1.35 },
  { name: 'print', args: ['print'], values: fromTable, target: 1.45 },
]

/** The wrappers, each by its own way to say that those four files count, and that the environment beats them. */
const WRAPPERS = [
  { name: 'a hand-written wrapper', args: () => ['wrapper.js'] },
  { name: 'a hand-written wrapper, process.execve', args: () => ['wrapper-execve.js'], needs: 'process.execve' },
  {
    name: 'node --env-file, no second process',
    args: () => FILE_NAMES.map((file) => `--env-file=${file}`),
    alone: true,
  },
  { name: 'dotenv run', args: (cwd) => [binOf(cwd, 'dotenv'), 'run', '-q', '--file', FROM_HIGHEST.join(','), '--'] },
  {
    name: 'dotenv-cli',
    args: (cwd) => [binOf(cwd, 'dotenv-cli'), ...FROM_HIGHEST.flatMap((file) => ['-e', file]), '--'],
  },
  { name: 'dotenv-flow-cli', args: (cwd) => [binOf(cwd, 'dotenv-flow-cli'), '--'] },
  {
    name: 'cross-env, values as arguments',
    args: (cwd) => [binOf(cwd, 'cross-env'), ...NAMES.map((name) => `${name}=${EXPECTED[name]}`)],
  },
  {
    name: 'env-cmd, the four files as one',
    args: (cwd) => [binOf(cwd, 'env-cmd'), '-f', 'merged.env', '--no-override', '--'],
  },
  {
    name: 'dotenvx run',
    args: (cwd) => [binOf(cwd, '@dotenvx/dotenvx'), 'run', '-q', ...FROM_HIGHEST.flatMap((file) => ['-f', file]), '--'],
  },
]

/** Our program beside wrappers of commands, each started as `node program.js`, without npx and a shell. */
export const commands = {
  name: 'commands',
  title: 'our program beside wrappers of commands',
  light: true,
  measure(bench) {
    const { met, notes } = withNeeds(bench, WRAPPERS)
    const own = ours(bench)
    const piped = 'Commands: each ends as soon as it has done its work'
    const table = tableOf(bench, piped, [...own, ...wrappers(bench, met)], notes)
    if (bench.short) return [table]
    if (hasTerminal()) return [table, terminalTable(bench, own)]
    table.notes.push('left out: a terminal (this machine has no `script` of util-linux)')
    return [table]
  },
}

/** Measures processes of the measured Node, each checked first. */
function tableOf(bench, title, contenders, notes, bare) {
  const env = stackEnvironment(bench)
  for (const { name, schema, command = bench.node, cwd, check, values } of contenders) {
    const printed = execFileSync(command, check, { cwd, env, encoding: 'utf8' })
    agree(schema === undefined ? name : `${name}, ${schema} schema`, EXPECTED, values(printed))
  }
  const processes = contenders.map(({ check, values, ...contender }) => ({ command: bench.node, ...contender, env }))
  const columns = [{ title: 'schema', text: ({ schema = '' }) => schema }]
  return roundsTable(title, inRounds(bench, processes, bare), { columns, notes })
}

/** The table that people look at, beside bare Node on a terminal: what each takes has that of `script` in it. */
function terminalTable(bench, own) {
  const bare = onTerminal({
    name: 'bare Node',
    command: bench.node,
    args: [bench.empty],
    cwd: bench.folder,
    env: bench.env,
  })
  const contenders = own
    .filter(({ args }) => args.at(-1) === 'print')
    .map(({ values, ...contender }) => {
      const process = onTerminal({ command: bench.node, ...contender })
      return { ...process, target: undefined, check: process.args, values: (text) => values(withoutControls(text)) }
    })
  return tableOf(bench, 'Commands, on a terminal', contenders, ['both run in `script`, whose time is in both'], bare)
}

function ours(bench) {
  const modules = portolanModules(bench)
  return Object.keys(SCHEMAS).flatMap((schema) => {
    const cwd = project(join(bench.folder, schema), 'commonjs', modules, SCHEMAS[schema])
    const program = binOf(cwd, 'portolan')
    return VERBS.map(({ name, args, wraps = false, check = args, values, target }) => ({
      name: `config ${name}`,
      schema,
      cwd,
      target,
      ...(wraps
        ? wrapper(bench, [program, ...args])
        : { args: [program, ...args], check: [program, ...check], values }),
    }))
  })
}

function wrappers(bench, list) {
  const files = Object.fromEntries(['wrapper.js', 'wrapper-execve.js'].map((path) => [path, programText(path)]))
  const cwd = project(join(bench.folder, 'peers'), 'commonjs', bench.peers, files)
  const merged = Object.entries(Object.assign({}, ...Object.values(FILES)))
  writeFileSync(join(cwd, 'merged.env'), merged.map(([name, value]) => `${name}=${value}\n`).join(''))
  return list.map(({ name, args, alone = false }) => {
    const wrapping = args(cwd)
    return { name, cwd, ...(alone ? itself(bench, wrapping) : wrapper(bench, wrapping)) }
  })
}

/** What runs a command: `true` to be measured, and one that prints its environment to be checked. */
function wrapper({ node }, args) {
  return { args: [...args, 'true'], check: [...args, node, ...PRINT], values: JSON.parse }
}

/** What has the values in its own process. */
function itself({ empty }, args) {
  return { args: [...args, empty], check: [...args, ...PRINT], values: JSON.parse }
}

/** The values in what `config get` prints of all names, one on each line. */
function fromLines(text) {
  const lines = text.split('\n')
  return Object.fromEntries(NAMES.map((name, index) => [name, lines[index]]))
}

function fromJson(text) {
  return Object.fromEntries(JSON.parse(text).settings.map(({ name, value }) => [name, value]))
}

/** The values in a table whose lines begin with a name and its value. */
function fromTable(text) {
  return Object.fromEntries([...text.matchAll(/^ *([A-Z_]+) +(\S+)/gm)].map(([, name, value]) => [name, value]))
}
