import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { untilFilesAreOld } from '../projects.js'
import { ratioText, shuffled } from '../rounds.js'
import { growthExponent, spread } from '../statistics.js'
import { agree } from '../values.js'
import { filesOf } from './warm-settings.js'

const PROGRAM = join(import.meta.dirname, 'load.js')
const OURS = 'portolan'
const BY_HAND = 'convict + dotenv, by hand'
/** In the order of the tables; the values of the first are what the others have to give. */
const LOADERS = ['files read by hand, util.parseEnv', BY_HAND, OURS]
const SIZES = [15, 1000, 10_000, 100_000]
/** So many settings are measured once: some of the loaders take long. */
const LARGE = 100_000
/** Otherwise how many processes measure it: loads in one process are alike, and differ from those in another. */
const PASSES = 5
/** So many settings are to take no longer than by hand. */
const COMPARED = 10_000
/** The most that time may grow by, from each of the last two sizes to the next. */
const TARGETS = 'targets of growth: at most ^1.10 from 1,000 to 10,000, and ^1.30 on to 100,000'
/** How a cell is read. */
const GROWTH = '^1.00 where a figure grows as the number of settings does, from the column before; ^2.00, as its square'

/** How long loads take of ever more settings, and what they keep of the heap, each cell in processes of its own. */
export async function warmTables(bench) {
  const sizes = bench.short ? SIZES.filter((size) => size < LARGE) : SIZES
  const cells = sizes.flatMap((size) => {
    const root = projectIn(join(bench.folder, `${size}`), size)
    return LOADERS.map((loader) => ({ loader, size, root, times: [], medians: [], bytes: [] }))
  })
  await untilFilesAreOld(performance.now())
  for (let pass = 0; pass < (bench.short ? 1 : PASSES); pass++) {
    const due = cells.filter(({ size }) => pass === 0 || size < LARGE)
    for (const index of shuffled(due.length)) measure(bench, due[index], `pass ${pass + 1} of ${PASSES}`)
  }
  for (const { loader, size, digest } of cells) {
    agree(`${loader}, ${size} settings`, { digest: cells.find((cell) => cell.size === size).digest }, { digest })
  }
  return [
    tableOf('Inside: a warm load of n settings, time', sizes, cells, {
      spreadOf: ({ times }) => spread(times),
      text: milliseconds,
      notes: [
        'medians of several loads in processes that have loaded before; of one load where that takes over 2 s',
        GROWTH,
        TARGETS,
        comparison(cells),
      ],
    }),
    tableOf('Inside: a warm load of n settings, what it keeps of the heap', sizes, cells, {
      spreadOf: ({ bytes }) => spread(bytes),
      text: megabytes,
      notes: ['after garbage collection, without the schema'],
    }),
  ]
}

function measure({ node, env, rounds, short, progress }, cell, pass) {
  const { loader, size, root } = cell
  progress(`${pass}, ${loader}, ${size} settings`)
  const args = ['--expose-gc', PROGRAM, loader, `${size}`, root, `${rounds}`, short ? '300' : '500']
  const { digest, times, bytes } = JSON.parse(execFileSync(node, args, { cwd: root, env, encoding: 'utf8' }))
  cell.digest = digest
  cell.times.push(...times)
  cell.medians.push(spread(times).median)
  cell.bytes.push(bytes)
}

/** What ours takes as a multiple of what it takes by hand, each in a process of the same pass. */
function comparison(cells) {
  const [own, other] = [OURS, BY_HAND].map(
    (name) => cells.find(({ loader, size }) => loader === name && size === COMPARED).medians,
  )
  const ratio = ratioText(spread(own.map((median, pass) => median / other[pass])))
  return `${COMPARED.toLocaleString('en')} settings: ${OURS} takes ${ratio} of ${BY_HAND}, target 1.00`
}

function projectIn(root, size) {
  mkdirSync(root)
  for (const [file, text] of filesOf(size)) writeFileSync(join(root, file), text)
  return root
}

/** A row for each loader, with how its values grow from size to size. */
function tableOf(title, sizes, cells, { spreadOf, text, notes }) {
  const rows = LOADERS.map((name) => {
    const own = cells.filter(({ loader }) => loader === name).map(spreadOf)
    const growth = sizes.slice(1).map((size, index) =>
      growthExponent([
        [sizes[index], own[index].median],
        [size, own[index + 1].median],
      ]),
    )
    return { name, sizes, spreads: own, growth }
  })
  const columns = sizes.map((size, index) => ({
    title: size.toLocaleString('en'),
    right: true,
    measured: true,
    text: ({ spreads, growth }) => `${text(spreads[index].median)}${index === 0 ? '' : exponent(growth[index - 1])}`,
  }))
  return { title, rows, columns: [{ title: 'settings', text: ({ name }) => name }, ...columns], notes }
}

function exponent(growth) {
  return Number.isFinite(growth) ? ` ^${growth.toFixed(2)}` : ''
}

function milliseconds(time) {
  return time < 1000 ? `${time.toPrecision(3)} ms` : `${(time / 1000).toPrecision(3)} s`
}

/** What is below a hundredth cannot be told from what else the process keeps. */
function megabytes(bytes) {
  return bytes < 10_000 ? '' : `${(bytes / 1e6).toFixed(2)} MB`
}
