import { randomInt, randomUUID } from 'node:crypto'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/**
 * How often each property is tried, and what its random values are made from: fresh ones find what others did not, but no
 * change is to fail for what is not its own, so they are the same where no number of runs is asked for.
 */
const { PROPERTY_RUNS, PROPERTY_SEED = `${PROPERTY_RUNS === undefined ? 8203 : randomInt(2 ** 31)}` } = process.env

/** What the programs under test take for this user's state folder: what its checkouts hold is none of a test's business. */
const XDG_STATE_HOME = join(tmpdir(), `portolan-test-state-${randomUUID()}`)

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    env: { PROPERTY_RUNS: PROPERTY_RUNS ?? '400', PROPERTY_SEED, XDG_STATE_HOME },
    reporters: ['default', './test/support/property-line.ts', './test/support/closing-line.ts'],
    // Starting a process and loading the program anew for every file took a fifth of a run.
    isolate: false,
    setupFiles: ['./test/support/left-as-found.ts'],
    // Most tests wait for processes that they start: on two cores a third worker takes a fifth off the time.
    maxWorkers: availableParallelism() + 1,
    // A guard against hanging, not a judgement of speed.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
