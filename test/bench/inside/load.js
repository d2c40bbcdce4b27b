// Loads so many settings again and again, warm, and prints JSON: node --expose-gc load.js LOADER SIZE ROOT TIMES LONG
// TIMES is how often at most, LONG the milliseconds after which no further load is begun, three apart. `digest` is of all values;
// `times` is how long each load took, in milliseconds; `bytes` is what a loaded configuration keeps of the heap.
import { createHash } from 'node:crypto'
import { quantile } from '../statistics.js'
import { loaders } from './loaders.js'
import { environmentOf, schemaOf } from './warm-settings.js'

/** V8 has compiled what runs often after so many loads, and so many milliseconds; though no more of these than `most`. */
const WARM_UP = { loads: 20, least: 500, most: 2000 }
/** However long they take. */
const LEAST = 3
/** What garbage collection finds late, of the load before, makes a figure less: so the upper quartile counts. */
const UPPER = 0.75
/** A load that takes so many milliseconds is its own warm-up, and measured once. */
const ENDLESS = 2000

const [loader, size, root, times, long] = process.argv.slice(2)
const { load, valuesIn } = await loaders[loader]()
const count = Number(size)
const env = { ...process.env, ...environmentOf(count) }

// Both are kept here, since V8 may let go of what a function does not use any more.
let schema = null
let config = null

const cold = loaded()
if (cold.time < ENDLESS) warmUp()
const measured = cold.time < ENDLESS ? repeatedly(Number(times)) : [cold]
process.stdout.write(
  JSON.stringify({
    times: measured.map(({ time }) => time),
    bytes: quantile(
      measured.map(({ bytes }) => bytes),
      UPPER,
    ),
    digest: digestOf(valuesIn(config)),
  }),
)

function warmUp() {
  const begin = performance.now()
  const taken = () => performance.now() - begin
  for (let loads = 0; taken() < WARM_UP.most && (loads < WARM_UP.loads || taken() < WARM_UP.least); loads++) loaded()
}

/** Several loads. */
function repeatedly(most) {
  const done = []
  const end = performance.now() + Number(long)
  do done.push(loaded())
  while (done.length < LEAST || (done.length < most && performance.now() < end))
  return done
}

/** A load of a schema that was not loaded before, and what the configuration has of the heap beside the schema. */
function loaded() {
  config = null
  schema = schemaOf(count)
  gc()
  const before = process.memoryUsage().heapUsed
  const begin = performance.now()
  config = load(schema, root, env)
  const time = performance.now() - begin
  gc()
  return { time, bytes: process.memoryUsage().heapUsed - before }
}

function digestOf(values) {
  const pairs = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1))
  const text = createHash('sha256').update(JSON.stringify(pairs)).digest('hex')
  return `${pairs.length} values, ${text.slice(0, 16)}`
}
