import { sep } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

const FAULTS = `${sep}test${sep}faults${sep}`

/**
 * Ends a run with `N faults, N held`, where tests under test/faults/ ran, and `N passed, N failed`, and `N skipped` where
 * tests were, for scripts that read the output.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length
    const failed = count(tests, 'failed') + broken + errors.length
    const skipped = count(tests, 'skipped')
    const faults = tests.filter(({ module }) => module.moduleId.includes(FAULTS))
    if (faults.length > 0) {
      const held = count(faults, 'passed')
      process.stdout.write(`\n${faults.length - count(faults, 'skipped')} faults, ${held} held\n`)
    }
    const end = skipped > 0 ? `, ${skipped} skipped` : ''
    process.stdout.write(`\n${count(tests, 'passed')} passed, ${failed} failed${end}\n`)
  }
}

function count(tests: readonly TestCase[], state: string): number {
  return tests.filter((test) => test.result().state === state).length
}
