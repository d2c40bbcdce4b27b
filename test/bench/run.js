// Measures Portolan beside what users would pick instead: npm run bench -- --help
// Ends with 1 where a contender gives other values than it should, and with 2 for wrong usage; times decide nothing.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { writeDocument } from './document.js'
import { machineLine, machineOf } from './machine.js'
import { readOptions, USAGE, UsageError } from './options.js'
import { installPeers } from './peers.js'
import { printed } from './table.js'
import { DifferentValues } from './values.js'

const repository = resolve(import.meta.dirname, '../..')

try {
  const options = readOptions(process.argv.slice(2))
  if (options.help) process.stdout.write(USAGE)
  else await run(options)
} catch (error) {
  // Where a signal ended what was measured, it came to this process too, which is told of it here and ends.
  await setTimeout(20)
  if (!(error instanceof UsageError || error instanceof DifferentValues)) throw error
  process.stderr.write(`error: ${error.message}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

async function run(options) {
  const shared = temporaryFolder()
  mkdirSync(join(shared, 'tmp'))
  const peers = installPeers()
  const runs = []
  for (const [index, node] of options.nodes.entries()) {
    const chosen = options.chosen.filter(({ once = false }) => index === 0 || !once)
    runs.push(await runWith(node, { ...options, chosen, shared, peers, place: join(shared, `${index}`) }))
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ runs: runs.map(dataOf) }, null, 2)}\n`)
  if (options.markdown) writeDocument(join(repository, 'docs/performance.md'), runs)
}

/** Measures every chosen section with one Node binary, and prints each as soon as it is there. */
async function runWith(node, { chosen, json, ...options }) {
  const print = json ? () => {} : (text) => process.stdout.write(text)
  const machine = machineOf(node)
  print(`${machineLine([machine])}\n`)
  const sections = []
  for (const { name, measure } of chosen) {
    const tables = await measure(benchOf(name, node, options))
    tell('')
    print(tables.map((table) => `\n${printed(table)}`).join(''))
    sections.push({ name, tables })
  }
  print('\n')
  return { machine, sections }
}

/** What a section is handed; sections/index.js says what it is. */
function benchOf(name, node, { rounds, short, shared, peers, place }) {
  const folder = join(place, name)
  mkdirSync(folder, { recursive: true })
  const empty = join(shared, 'empty.cjs')
  writeFileSync(empty, '')
  const progress = (text) => tell(`${name}: ${text}`)
  return { node, rounds, short, repository, shared, folder, empty, env: environment(shared), peers, progress }
}

/**
 * The whole environment of a process that is measured: no more than what runs need, since NODE_EXTRA_CA_CERTS makes
 * Node 20 start three times slower, NODE_OPTIONS and NODE_COMPILE_CACHE change what a start is, and a variable may have
 * the name of a port. What programs keep for the next start is kept in the run's own folder.
 */
function environment(shared) {
  const names = ['PATH', 'HOME', 'SystemRoot', 'LANG'].filter((name) => process.env[name])
  const own = { XDG_STATE_HOME: 'state', XDG_CACHE_HOME: 'cache', TMPDIR: 'tmp', TEMP: 'tmp' }
  return Object.fromEntries([
    ...names.map((name) => [name, process.env[name]]),
    ...Object.entries(own).map(([name, folder]) => [name, join(shared, folder)]),
  ])
}

/** A folder that goes when this process does, however it ends. */
function temporaryFolder() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-bench-')))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15 })) {
    process.on(signal, () => process.exit(128 + number))
  }
  return folder
}

/** Tells a person how far it is, in a line that the next one replaces; the empty text takes it away. */
function tell(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

/** What was measured, without what tables are laid out by. */
function dataOf({ machine, sections }) {
  return {
    machine,
    sections: sections.map(({ name, tables }) => ({ name, tables: tables.map(({ columns, ...table }) => table) })),
  }
}
