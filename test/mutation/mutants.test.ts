import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPOSITORY } from '../support/project.js'
import { mutants } from './mutants.js'

describe('every guard that `npm run test:mutation` takes out', () => {
  it.each(mutants)('is in the source once: $guard', ({ file, text, without }) => {
    expect(readFileSync(join(REPOSITORY, file), 'utf8').split(text)).toHaveLength(2)
    expect(without).not.toBe(text)
  })

  it.each(mutants)('names tests that are there: $guard', ({ tests }) => {
    expect(existsSync(join(REPOSITORY, 'test', tests))).toBe(true)
  })
})
