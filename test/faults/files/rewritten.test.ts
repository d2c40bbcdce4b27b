import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, load } from '../../../src/index.js'
import { look } from '../../../src/regular-file/look.js'
import { settled } from '../../../src/regular-file/settled.js'
import { readUnder } from '../../../src/writer/index.js'
import { project } from '../../support/project.js'
import { start } from '../../support/run.js'
import { messages } from '../../support/writing.js'

const KEYS = Array.from({ length: 400 }, (_, index) => `PORT_${index}`)
const SCHEMA = Object.fromEntries(KEYS.map((key) => [key, { format: 'port', default: 1, env: key }]))
const READINGS = 70

/** A file that sets every port to one number, of some 6 or 46 KB. */
function content(port: number, comment = ''): string {
  return KEYS.map((key) => `${key}=${port}${comment}\n`).join('')
}

/** Every port that was read at once; `error` where the file was refused as changing. */
function readOnce(root: string): string {
  try {
    const values = Object.values(load(SCHEMA, { root, env: {} }))
    return [...new Set(values)].join()
  } catch (error) {
    const { problems } = error as ConfigError
    expect(error).toBeInstanceOf(ConfigError)
    expect(problems.map(({ message }) => message)).toEqual(['.env changes while it is read'])
    return 'error'
  }
}

/** Every port of the text that `set` and `generate` would read; `error` where the file was refused as changing. */
function readToChange(root: string): string {
  try {
    const text = readUnder(root, '.env', { follow: false }) ?? ''
    const lines = text.split('\n').slice(0, -1)
    return lines.length === KEYS.length ? [...new Set(lines.map((line) => line.split(/[= ]/)[1]))].join() : 'torn'
  } catch (error) {
    expect(messages(error as ConfigError)).toEqual(['.env cannot be read (it changes while it is read)'])
    return 'error'
  }
}

/** What was read, in so many readings, or in more of them until both contents were. */
function readOften(root: string, read: (root: string) => string): Set<string> {
  const seen = new Set<string>()
  const isEnough = (count: number) => count >= READINGS && seen.has('2222') && seen.has('3333')
  for (let count = 0; !isEnough(count) && count < 10 * READINGS; count++) seen.add(read(root))
  return seen
}

describe('a file that is rewritten while it is read gives the old values or the new, or an error', () => {
  test.each([
    ['by emptying and filling it', 'truncate', '', readOnce],
    ['by emptying it and writing page by page', 'pieces', ` # ${'longer'.repeat(16)}`, readOnce],
    ['by a rename over it', 'rename', ' # longer', readOnce],
    ['by emptying and filling it, before it is changed', 'truncate', '', readToChange],
    ['page by page, before it is changed', 'pieces', ` # ${'longer'.repeat(16)}`, readToChange],
  ])('%s', async (_title, way, comment, read) => {
    const [one, other] = [content(2222), content(3333, comment)]
    const root = project({ '.env': one, 'one.txt': one, 'other.txt': other })
    const [file, ...sources] = ['.env', 'one.txt', 'other.txt'].map((name) => join(root, name))
    const rewriter = join(import.meta.dirname, 'rewriter.js')
    const rewriting = start(root, process.execPath, [rewriter, file as string, way, ...sources])
    await rewriting.says('ready')
    const seen = readOften(root, read)
    rewriting.process.kill('SIGKILL')
    const torn = [...seen].filter((values) => !['2222', '3333', 'error'].includes(values))
    // Nobody can tell a file that is half written for long from one that is meant so.
    if (!(await rewriting.end).stdout.includes('slow')) expect(torn).toEqual([])
    expect([...seen]).toContain('2222')
    expect([...seen]).toContain('3333')
  })
})

describe('a file that was emptied to be filled', () => {
  /** What a file holds where it is filled before it is looked at for so many times. */
  const filledBefore = (count: number) => {
    const path = join(project({ '.env': '' }), '.env')
    let looks = 0
    const found = settled([path], () => {
      looks += 1
      if (looks === count) writeFileSync(path, 'BACKEND_PORT=9000\n')
      return look(path, 1 << 20)
    }).get(path)
    return found && 'bytes' in found ? found.bytes.toString() : found
  }

  test.each([1, 2, 3, 8])('is waited for, by look %i', (count) => {
    expect(filledBefore(count)).toBe('BACKEND_PORT=9000\n')
  })

  test('and is empty where nobody fills it', () => {
    expect(filledBefore(1000)).toBe('')
  })

  test('or changing where it is filled as it is looked at for the last time', () => {
    expect(filledBefore(10)).toMatchObject({ reason: 'changes while it is read' })
  })
})
