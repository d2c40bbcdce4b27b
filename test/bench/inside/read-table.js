import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shuffled } from '../rounds.js'
import { DEFAULTS, EXPECTED, MODE } from '../stack.js'
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
  const rounds = Math.ceil(bench.rounds / FEWER)
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
  const rows = READERS.slice(1).map((name, index) => {
    const own = times[index + 1]
    return { name, time: spread(own), ratio: spread(own.map((time, round) => time / times[0][round])) }
  })
  return {
    title: 'Inside: reading a value a million times, warm',
    rows,
    columns: [
      { title: '', text: ({ name }) => name },
      { title: 'median', right: true, text: ({ time }) => `${figure(time.median)} ms` },
      { title: 'quartiles', right: true, text: ({ time }) => `${figure(time.lower)}-${figure(time.upper)}` },
      { title: `x ${FLOOR}`, right: true, text: ({ ratio }) => figure(ratio.median) },
    ],
    control,
    notes: [
      `${rounds} rounds; ${FLOOR} against itself ` +
        `${control.median.toFixed(2)} (${control.lower.toFixed(2)}-${control.upper.toFixed(2)})`,
    ],
  }
}

function read({ node, env }, reader, cwd) {
  const whole = { ...env, ...EXPECTED, NODE_ENV: MODE }
  return JSON.parse(execFileSync(node, [PROGRAM, reader], { cwd, env: whole, encoding: 'utf8' }))
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
