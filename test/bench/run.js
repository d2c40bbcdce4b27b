// Measures Portolan beside what users would pick instead: npm run bench [-- [--short] [--rounds N] [--json] [SECTION...]]
// Ends with 1 where a contender gives other values than the others; times decide nothing.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { machineLine, machineOf } from './machine.js'
import { installPeers } from './peers.js'
import { sections } from './sections/index.js'
import { printed } from './table.js'
import { DifferentValues } from './values.js'

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    node: { type: 'string', multiple: true, default: [process.execPath] },
  },
})
const rounds = Number(flags.rounds ?? (flags.short ? 7 : 31))
const chosen = sections.filter(({ name, light }) =>
  positionals.length > 0 ? positionals.includes(name) : light || !flags.short,
)

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-bench-')))
try {
  const peers = installPeers()
  const reports = []
  for (const path of flags.node) reports.push(await measureWith(resolve(path), peers, `${reports.length}`))
  if (flags.json) process.stdout.write(`${JSON.stringify({ runs: reports }, null, 2)}\n`)
} catch (error) {
  if (!(error instanceof DifferentValues)) throw error
  process.stderr.write(`error: ${error.message}\n`)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Measures every chosen section with one Node binary, and prints each as soon as it is there. */
async function measureWith(node, peers, name) {
  const machine = machineOf(node)
  if (!flags.json) process.stdout.write(`${machineLine(machine)}\n`)
  const report = { machine, sections: [] }
  for (const section of chosen) {
    const place = join(folder, name, section.name)
    const bench = benchOf(node, peers, place, section.name)
    const tables = await section.measure(bench)
    bench.progress('')
    if (!flags.json) for (const table of tables) process.stdout.write(`\n${printed(table)}`)
    report.sections.push({ name: section.name, tables })
  }
  return report
}

function benchOf(node, peers, place, name) {
  mkdirSync(place, { recursive: true })
  const empty = join(folder, 'empty.cjs')
  writeFileSync(empty, '')
  return {
    node,
    rounds,
    short: flags.short,
    repository: resolve(import.meta.dirname, '../..'),
    folder: place,
    empty,
    env: environment(),
    peers,
    progress: (text) => say(text === '' ? '' : `${name}: ${text}`),
  }
}

/**
 * What every process that is measured has for an environment: no more than it takes to run, since NODE_EXTRA_CA_CERTS
 * makes Node 20 start three times slower, and NODE_OPTIONS and NODE_COMPILE_CACHE change what a start is.
 */
function environment() {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot', 'TEMP']
  const own = { XDG_STATE_HOME: join(folder, 'state'), XDG_CACHE_HOME: join(folder, 'cache') }
  return {
    ...Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    ...own,
  }
}

/** Tells a person on the terminal how far it is, in a line that the next one replaces; the empty text takes it away. */
function say(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}
