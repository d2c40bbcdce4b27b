import { spawnSync } from 'node:child_process'
import { describe } from 'vitest'

/** Whether a tool of the machine is there. */
export function has(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0
}

/** Whether Debian's Python has a module. */
export function hasPythonModule(module: string): boolean {
  return spawnSync('/usr/bin/python3', ['-c', `import ${module}`]).status === 0
}

/** A suite that needs something of the machine: without it, it fails in CI, and says why it is skipped elsewhere. */
export function describeWith(need: string, present: boolean, title: string, suite: () => void): void {
  if (present || process.env.CI === 'true') describe(title, suite)
  else describe.skip(`${title} (skipped: ${need} is not installed)`, suite)
}
