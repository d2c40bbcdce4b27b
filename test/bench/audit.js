// Measures `config audit` against ripgrep, side by side: node test/bench/audit.js [FOLDER] [ROUNDS]
// In a project; FOLDER is below its root, and is searched as a whole; default: node_modules. It takes dist/ and rg.
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

const [folder = 'node_modules', rounds = '11'] = process.argv.slice(2)
const root = process.cwd()
const program = join(import.meta.dirname, '../../dist/cjs/main.js')
const threads = Math.min(4, availableParallelism())

const printed = JSON.parse(
  spawnSync(process.execPath, [program, 'print', '--json'], { cwd: root, encoding: 'utf8' }).stdout,
)
const ports = printed.settings
  .filter(({ format }) => format === 'port')
  .flatMap(({ value, count = 1 }) => Array.from({ length: count }, (_, index) => value + index))
const pattern = `(?-u:\\b)(${[...new Set(ports)].join('|')})(?-u:\\b)`

const contenders = {
  rg: ['rg', '--no-ignore', '--hidden', '-n', '-j', `${threads}`, pattern, folder],
  audit: [process.execPath, program, 'audit', folder],
  // What every start of the program costs, the schema included, before it looks for anything.
  start: [process.execPath, program, 'audit', 'package.json'],
}

const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]))
for (let round = -1; round < Number(rounds); round++) {
  for (const [name, [command, ...args]] of Object.entries(contenders)) {
    const begin = performance.now()
    const { error } = spawnSync(command, args, { cwd: root, stdio: 'ignore' })
    if (error !== undefined) throw error
    // The first round warms the cache.
    if (round >= 0) times[name].push(performance.now() - begin)
  }
}

const median = (list) => list.toSorted((one, other) => one - other)[list.length >> 1]
const { rg, audit, start } = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]))
console.log(`${folder}: medians of ${rounds} rounds, ${threads} threads, ${new Set(ports).size} ports`)
console.log(`rg                  ${rg.toFixed(0)} ms`)
console.log(`config audit        ${audit.toFixed(0)} ms, ${(audit / rg).toFixed(2)} x rg`)
console.log(`  without its start ${(audit - start).toFixed(0)} ms, ${((audit - start) / rg).toFixed(2)} x rg`)
