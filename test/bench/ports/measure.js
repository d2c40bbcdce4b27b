// Measures who tells which ports are in use, in this process and warm, and prints JSON: node --expose-gc measure.js
// Its input, as JSON: `module`, the file of src/ports; `ports`; `sizes`, how many of them to ask for; `rounds`, and
// `warmUp`, how many come first and are not counted. A row has for each size what was found, a process or null by port
// in use, and how many milliseconds each round took.
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { shuffled } from '../rounds.js'
import { present } from '../tools.js'
import { floors, ours, peers } from './contenders.js'

/** In milliseconds: who tried ports may not have closed all of them when it answers, which is no work of the next one. */
const SETTLING = 5

const { module, ports, sizes, rounds, warmUp } = JSON.parse(readFileSync(0, 'utf8'))

const { there, notes } = present([...ours(await import(module)), ...floors, ...peers])
const questions = sizes.map((size) => ({ list: ports.slice(0, size), set: new Set(ports.slice(0, size)) }))
const cells = there.flatMap((contender) => questions.map((question) => ({ contender, question, times: [] })))
const rows = there.map(({ name, owners, isFloor }) => ({ name, owners, isFloor, found: [], times: [] }))
for (const { contender, question, times } of cells) {
  const row = rows[there.indexOf(contender)]
  row.found.push(Object.fromEntries(await contender.look(question)))
  row.times.push(times)
}
for (let round = -warmUp; round < rounds; round++) {
  for (const index of shuffled(cells.length)) {
    const { contender, question, times } = cells[index]
    await setTimeout(SETTLING)
    gc()
    const begin = performance.now()
    await contender.look(question)
    if (round >= 0) times.push(performance.now() - begin)
  }
}
process.stdout.write(JSON.stringify({ rows, notes }))
