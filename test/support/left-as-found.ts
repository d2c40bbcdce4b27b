import { afterAll, expect } from 'vitest'

/** What the test files that share a process would notice of one another. */
function stateOf(process: NodeJS.Process) {
  const listeners = process.eventNames().map((name) => [String(name), process.listenerCount(name)])
  return {
    folder: process.cwd(),
    environment: { ...process.env },
    exitCode: process.exitCode,
    mask: process.umask(),
    listeners: Object.fromEntries(listeners),
  }
}

const found = stateOf(process)

afterAll(() => expect(stateOf(process), 'what a test file leaves behind').toEqual(found))
