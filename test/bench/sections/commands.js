import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { COMMAND_PEERS, mergedEnv } from '../command-peers.js'
import { withNeeds } from '../needs.js'
import { binOf, forgetStarts, portolanModules, programText, project, untilFilesAreOld } from '../projects.js'
import { inRounds, roundsTable } from '../rounds.js'
import { SCHEMAS } from '../schemas.js'
import { EXPECTED, stackEnvironment } from '../stack.js'
import { hasTerminal, onTerminal, withoutControls } from '../terminal.js'
import { agree } from '../values.js'

const NAMES = Object.keys(EXPECTED)

/** A command that prints its environment, which a wrapper is checked with in the place of `true`. */
const PRINT = ['-p', 'JSON.stringify(process.env)']

const GET = { kind: 'get', name: 'config get', args: ['get', NAMES[0]], check: ['get', ...NAMES], values: fromLines }

/**
 * What our program is asked, and the values in what it prints. `target` is what it may take at most as a ratio to bare
 * Node, `targetOfTypeScript` where the schema is one in TypeScript that was read before. One that `wraps` is given a
 * command; the others are checked with their own arguments, or with `check`. To a first start nothing is kept by others.
 */
const VERBS = [
  { kind: 'exec', name: 'config exec', args: ['exec', '--'], wraps: true, target: 1.35 },
  { ...GET, target: 1.35, targetOfTypeScript: 1.4 },
  { ...GET, name: 'config get, first start', isFirst: true },
  { kind: 'print', name: 'config print --json', args: ['print', '--json'], values: fromJson, target: 1.35 },
  { kind: 'print', name: 'config print', args: ['print'], values: fromTable, target: 1.45 },
]

const TITLES = {
  exec: 'Commands: the values for `true`, which ends at once',
  get: 'Commands: one value',
  print: 'Commands: all values',
}

/** Our program beside others, each started as `node program.js`, without npx and a shell. */
export const commands = {
  name: 'commands',
  title: 'our program beside others that run a command, or print values',
  light: true,
  async measure(bench) {
    const own = ours(bench)
    const all = Object.entries(COMMAND_PEERS).flatMap(([kind, list]) => list.map((peer) => ({ ...peer, kind })))
    const { met, notes } = withNeeds(bench, all)
    const measured = await measure(bench, [...own, ...peers(bench, met)])
    const tables = Object.entries(TITLES).map(([kind, title]) => tableOf(title, measured, kind))
    tables[0].notes.push(...notes)
    if (bench.short) return tables
    if (hasTerminal()) return [...tables, await terminalTable(bench, own)]
    tables.at(-1).notes.push('left out: on a terminal (this machine has no `script` of util-linux)')
    return tables
  },
}

/** Measures processes of the measured Node, each checked first. */
async function measure(bench, contenders, bare) {
  const written = performance.now()
  const env = stackEnvironment(bench)
  for (const { name, schema, command = bench.node, cwd, check, values } of contenders) {
    const printed = execFileSync(command, check, { cwd, env, encoding: 'utf8' })
    agree(schema === undefined ? name : `${name}, ${schema} schema`, EXPECTED, values(printed))
  }
  const processes = contenders.map(({ check, values, ...contender }) => ({ command: bench.node, ...contender, env }))
  await untilFilesAreOld(written)
  return inRounds(bench, processes, bare)
}

function tableOf(title, measured, kind) {
  const rows = measured.rows.filter((row) => row.kind === kind)
  return roundsTable(
    title,
    { ...measured, rows },
    { columns: [{ title: 'schema', text: ({ schema = '' }) => schema }] },
  )
}

/** The table that people look at, beside bare Node on a terminal: what each takes has that of `script` in it. */
async function terminalTable(bench, own) {
  const { node: command, empty, folder: cwd, env } = bench
  const bare = onTerminal({ name: 'bare Node', command, args: [empty], cwd, env })
  const contenders = own
    .filter(({ name }) => name === 'config print')
    .map(({ values, target, ...contender }) => {
      const process = onTerminal({ command, ...contender, kind: 'terminal' })
      return { ...process, check: process.args, values: (text) => values(withoutControls(text)) }
    })
  const table = tableOf('Commands: all values, on a terminal', await measure(bench, contenders, bare), 'terminal')
  table.notes.push('all of them in `script`, whose own time is in each')
  return table
}

function ours(bench) {
  const modules = portolanModules(bench)
  return Object.keys(SCHEMAS).flatMap((schema) => {
    const folderOf = (name) => project(join(bench.folder, name), 'commonjs', modules, SCHEMAS[schema])
    const cwd = folderOf(schema)
    const verbs = bench.short ? VERBS.filter(({ isFirst }) => !isFirst) : VERBS
    return verbs.map(({ isFirst = false, ...verb }) => {
      if (!isFirst) return inProject(bench, cwd, schema, verb)
      const first = folderOf(`${schema}-first`)
      return { ...inProject(bench, first, schema, verb), prepare: () => forgetStarts(first) }
    })
  })
}

function inProject(bench, cwd, schema, { args, wraps = false, check = args, target, targetOfTypeScript, ...verb }) {
  const program = binOf(cwd, 'portolan')
  const own = {
    ...verb,
    schema,
    target: schema === 'TypeScript' ? targetOfTypeScript : target,
    cwd,
    args: [program, ...args],
    check: [program, ...check],
  }
  return wraps ? wrapping(bench, own) : own
}

function peers(bench, list) {
  const programs = ['wrapper.js', 'wrapper-execve.js'].map((path) => [path, programText(path)])
  const files = { ...Object.fromEntries(programs), 'merged.env': mergedEnv() }
  const cwd = project(join(bench.folder, 'peers'), 'commonjs', bench.peers, files)
  return list.map(({ kind, name, args, check = args, alone = false }) => {
    const peer = { kind, name, cwd, args: args(cwd), check: check(cwd), values: JSON.parse }
    if (alone) return { ...peer, args: [...peer.args, bench.empty], check: [...peer.args, ...PRINT] }
    return kind === 'exec' ? wrapping(bench, peer) : peer
  })
}

/** What runs a command: `true` to be measured, and one that prints its environment to be checked. */
function wrapping({ node }, { args, ...contender }) {
  return { ...contender, args: [...args, 'true'], check: [...args, node, ...PRINT], values: JSON.parse }
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
