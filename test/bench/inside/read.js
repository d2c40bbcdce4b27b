// Reads a value again and again as one of the readers does, warm, and prints JSON: node read.js READER
// `values` are all that it reads; `time` is how long a million reads take, in milliseconds, the median of several times.

import { DEFAULTS } from '../stack.js'
import { quantile } from '../statistics.js'
import { readers } from './readers.js'

const MILLION = 1_000_000
/** In milliseconds: a slower reader reads less often at a time. */
const LONGEST = 20
const TIMES = 9

const { config, valueIn, read } = await readers[process.argv[2]]()
const configs = [config, config]
let count = 1000
while (count < MILLION && timed() < LONGEST) count *= 2
count = Math.min(count, MILLION)
const times = Array.from({ length: TIMES }, timed)
const values = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, valueIn(config, name)]))
process.stdout.write(JSON.stringify({ values, time: (quantile(times, 0.5) / count) * MILLION }))

function timed() {
  const begin = performance.now()
  if (read(configs, count) <= 0) throw new Error('nothing was read')
  return performance.now() - begin
}
