import { spawnSync } from 'node:child_process'
import { spread } from './statistics.js'

/**
 * Times whole processes against a bare one: Node with an empty program, where no other is given.
 *
 * A contender is `{ name, command, args, cwd, env, codes, prepare }`: a process that ends by itself, with one of the given
 * exit codes, or with 0 where none are given. `env` is its whole environment; `prepare`, where there is one, is called
 * before each start, and its time does not count. In every round each contender runs once, and the bare one twice, in
 * random order, so that whatever else the machine does meets all of them alike. A contender's ratio in a round is its time
 * by the mean of the two bare ones; that of the two bare ones to each other is the control, the noise that no figure can
 * be better than. One round more, the first, warms the caches and is not counted.
 *
 * @returns `{ rounds, control, bare, rows }`: `control` and each row's `ratio` as quartiles and median of ratios, `bare`
 * and each row's `added`, what it takes beyond the bare process, in milliseconds. Rows stand in the contenders' order, and
 * have all that these have, their processes apart.
 */
export function inRounds(bench, contenders, bare = bareNode(bench)) {
  const all = [bare, { ...bare }, ...contenders]
  const times = all.map(() => [])
  for (let round = 0; round <= bench.rounds; round++) {
    bench.progress(`round ${round} of ${bench.rounds}, ${contenders.length} contenders`)
    for (const index of shuffled(all.length)) {
      const taken = timed(all[index])
      if (round > 0) times[index].push(taken)
    }
  }
  const [one, other, ...rest] = times
  const base = one.map((time, round) => (time + other[round]) / 2)
  return {
    rounds: bench.rounds,
    control: spread(one.map((time, round) => time / other[round])),
    bare: { name: bare.name, ...spread(base) },
    rows: contenders.map(({ command, args, cwd, env, codes, prepare, ...row }, index) => ({
      ...row,
      ratio: spread(rest[index].map((time, round) => time / base[round])),
      added: spread(rest[index].map((time, round) => time - base[round])),
    })),
  }
}

function bareNode({ node, empty, env }) {
  return { name: 'bare Node', command: node, args: [empty], cwd: '.', env }
}

/** How many milliseconds a process takes, from its start to its end. */
function timed({ name, command, args, cwd, env, codes = [0], prepare = () => {} }) {
  prepare()
  const begin = performance.now()
  const { error, status, signal } = spawnSync(command, args, { cwd, env, stdio: 'ignore' })
  const taken = performance.now() - begin
  if (error !== undefined) throw error
  if (!codes.includes(status)) throw new Error(`${name} ended with ${signal ?? status}`)
  return taken
}

/** The numbers below one number, in random order. */
export function shuffled(count) {
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1))
    ;[order[last], order[other]] = [order[other], order[last]]
  }
  return order
}

/** The table of what `inRounds` measured, for `table.js`; `columns` are put after the name. */
export function roundsTable(title, { rounds, control, bare, rows }, { columns = [], notes = [] } = {}) {
  return {
    title,
    rows,
    columns: [
      { title: '', text: ({ name }) => name },
      ...columns,
      { title: `x ${bare.name}`, right: true, measured: true, text: ({ ratio }) => ratioText(ratio) },
      { title: 'adds', right: true, detail: true, text: ({ added }) => `${added.median.toFixed(1)} ms` },
      { title: 'target', right: true, text: ({ target }) => (target === undefined ? '' : target.toFixed(2)) },
    ],
    control,
    bare,
    notes: [
      `rounds: ${rounds}; ${bare.name} ${bare.median.toFixed(1)} ms, against itself ${ratioText(control)}`,
      ...notes,
    ],
  }
}

/** The median, and the quartiles. */
export function ratioText({ lower, median, upper }) {
  return `${median.toFixed(2)} (${lower.toFixed(2)}-${upper.toFixed(2)})`
}
