import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linkPackages, project, write } from '../../support/project.js'
import { PLAIN_ENV } from '../../support/run.js'
import { KINDS } from './kinds.js'
import { CANDIDATES } from './support.js'

const SCHEMA = "{ port: { format: 'port', default: 1, env: 'BACKEND_PORT' } }"
const CALL = `
  try {
    const config = load(${SCHEMA}, { mode: 'production', env: {} })
    console.log(JSON.stringify([config.BACKEND_PORT, inspect(config).files.map(({ state }) => state)]))
  } catch (error) {
    console.log(error instanceof ConfigError, JSON.stringify(error.problems.map(({ check, message }) => [check, message])))
  }`
type Build = readonly [title: string, file: string, script: string]
const BUILDS: readonly Build[] = [
  ['the ES module', 'load.mjs', `import { load, inspect, ConfigError } from 'portolan'${CALL}`],
  ['the CommonJS module', 'load.cjs', `const { load, inspect, ConfigError } = require('portolan')${CALL}`],
]

/** What a program of its own, in a folder with .env files, says of them. */
function loadedIn(root: string, [, file, script]: Build): string {
  const own = project({ [file]: script })
  linkPackages(own, 'portolan')
  const options = { cwd: root, env: PLAIN_ENV, encoding: 'utf8', timeout: 45_000 } as const
  const { stdout, stderr, signal } = spawnSync(process.execPath, [join(own, file)], options)
  expect({ stderr, signal }).toEqual({ stderr: '', signal: null })
  return stdout
}

describe.each(BUILDS)('load() of %s', (...build) => {
  for (const [index, { title, reason, isPossible, make }] of KINDS.entries()) {
    const name = CANDIDATES[index % CANDIDATES.length] ?? ''
    test.runIf(isPossible)(`throws a ConfigError where ${name} is ${title}`, () => {
      const root = project({})
      make(join(root, name))
      expect(loadedIn(root, build)).toBe(`true ${JSON.stringify([['file', `${name} ${reason}`]])}\n`)
    })
  }

  test.each<[title: string, content: string | Buffer, message: string]>([
    ['has a NUL', 'A=\0', '.env has a NUL at byte 2'],
    ['is Latin-1', Buffer.from('A=\xfc', 'latin1'), '.env is not UTF-8 at byte 2'],
    ['is too large', 'x'.repeat((1 << 20) + 1), '.env is larger than 1 MiB'],
    ['has too many lines', '\n'.repeat(10_001), '.env has 10001 lines, more than 10,000'],
    ['has an open quote', 'A="x', 'the quote " is not closed'],
    ['has a line that is none', 'word', 'this line is no assignment, blank or comment'],
    ['has a name of all objects', '__proto__=x', '__proto__ may not be set by a file'],
  ])('throws a ConfigError where .env %s', (_title, content, message) => {
    expect(loadedIn(project({ '.env': content }), build)).toBe(`true ${JSON.stringify([['file', message]])}\n`)
  })

  test('reads every file that is there, and tells which', () => {
    const root = project({})
    for (const [index, name] of CANDIDATES.entries()) write(root, { [name]: `BACKEND_PORT=900${index}\n` })
    expect(loadedIn(root, build)).toBe('[9004,["read","read","read","read","read"]]\n')
    expect(loadedIn(project({}), build)).toBe('[1,["absent","absent","absent","absent","absent"]]\n')
  })
})
