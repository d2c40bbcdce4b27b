import { randomInt } from 'node:crypto'
import { defineConfig } from 'vitest/config'

/** How often each property is tried, and what its random values are made from: a fresh seed finds what others did not. */
const { PROPERTY_RUNS = '1000', PROPERTY_SEED = `${randomInt(2 ** 31)}` } = process.env

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    env: { PROPERTY_RUNS, PROPERTY_SEED },
    reporters: ['default', './test/support/property-line.ts', './test/support/closing-line.ts'],
    // A guard against hanging, not a judgement of speed.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
