import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ratioText, shuffled } from '../rounds.js'
import { DEFAULTS, EXPECTED, stackEnvironment } from '../stack.js'
import { spread } from '../statistics.js'
import { agree } from '../values.js'

const PROGRAM = join(import.meta.dirname, 'read.js')
/** What others are compared with, and once more, which tells how far figures can be trusted. */
const FLOOR = 'a plain object'
/** In the order of the table. */
const READERS = [FLOOR, FLOOR, 'portolan', 't3-env', 'envalid', 'process.env, as text', 'node-config', 'convict, get']
/** A process gives the median of several times, so that fewer rounds will do. */
const FEWER = 3

/** How long it takes to read a value a million times, each reader in processes of its own. */
export function readTable(bench) {
  const cwd = projectIn(bench.folder)
  const rounds = bench.short ? bench.rounds : Math.ceil(bench.rounds / FEWER)
  const times = READERS.map(() => [])
  for (let round = 1; round <= rounds; round++) {
    bench.progress(`reads, round ${round} of ${rounds}`)
    for (const index of shuffled(READERS.length)) {
      const { values, time } = read(bench, READERS[index], cwd)
      agree(READERS[index], EXPECTED, values)
      times[index].push(time)
    }
  }
  const control = spread(times[1].map((time, round) => time / times[0][round]))
  const rows = READERS.slice(2).map((name, index) => {
    const own = times[index + 2]
    return { name, time: spread(own), ratio: spread(own.map((time, round) => time / times[0][round])) }
  })
  return {
    title: 'Inside: reading a value a million times, warm',
    rows,
    columns: [
      { title: '', text: ({ name }) => name },
      { title: 'a million reads', right: true, detail: true, text: ({ time }) => `${figure(time.median)} ms` },
      { title: `x ${FLOOR}`, right: true, measured: true, text: ({ ratio }) => ratioText(ratio) },
    ],
    control,
    notes: [`${rounds} rounds; ${FLOOR} ${figure(spread(times[0]).median)} ms, against itself ${ratioText(control)}`],
  }
}

function read(bench, reader, cwd) {
  const env = { ...stackEnvironment(bench), ...EXPECTED }
  return JSON.parse(execFileSync(bench.node, [PROGRAM, reader], { cwd, env, encoding: 'utf8' }))
}

/** What node-config wants to have in files. */
function projectIn(folder) {
  const variable = (name) => [name, { __name: name, __format: 'number' }]
  const files = {
    'default.json': JSON.stringify(DEFAULTS),
    'custom-environment-variables.json': JSON.stringify(Object.fromEntries(Object.keys(DEFAULTS).map(variable))),
  }
  const cwd = join(folder, 'reads')
  mkdirSync(join(cwd, 'config'), { recursive: true })
  for (const [path, content] of Object.entries(files)) writeFileSync(join(cwd, 'config', path), content)
  return cwd
}

function figure(number) {
  return number < 10 ? number.toFixed(2) : Math.round(number).toLocaleString('en')
}
