import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run, start } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { KINDS } from './kinds.js'
import { CANDIDATES, expectError, portIn, problemsIn, runGuarded, small } from './support.js'

describe.each(CANDIDATES)('%s that is no file is an error that names it:', (name) => {
  for (const { title, reason, isPossible, make } of KINDS) {
    test.runIf(isPossible)(title, async () => {
      const root = small()
      make(join(root, name))
      expectError(
        await run(root, ['--mode', 'production', 'get', 'BACKEND_PORT']),
        `${name} ${reason}\n  from ${name}\n`,
      )
    })
  }
})

describe('what is no file is not opened either:', () => {
  test.runIf(has('mkfifo'))('who waits to write into a FIFO goes on waiting', async () => {
    const root = small()
    execFileSync('mkfifo', [join(root, '.env')])
    const writer = start(root, 'sh', ['-c', 'echo ready; echo BACKEND_PORT=9000 > .env; echo released'])
    await writer.says('ready')
    expectError(runGuarded(root, ['print']), '.env is a FIFO, not a file\n')
    expectError(runGuarded(root, ['exec', '--', 'true']), '.env is a FIFO, not a file\n')
    const { stdout } = spawnSync('cat', [join(root, '.env')], { encoding: 'utf8', timeout: 20_000 })
    expect(stdout).toBe('BACKEND_PORT=9000\n')
    await writer.says('released')
  })

  test('a link to a file is fine, and told by its own name', async () => {
    const root = small({ 'settings.txt': 'BACKEND_PORT=9000\n' })
    symlinkSync('settings.txt', join(root, '.env'))
    const { stdout } = await run(root, ['explain', 'BACKEND_PORT'])
    expect(stdout).toContain('BACKEND_PORT = 9000')
    expect(stdout).toContain('.env:1')
  })
})

describeWith('/proc', existsSync('/proc/self/environ'), 'a file of /proc, which has no size, is an error:', () => {
  test.each([
    ['/proc/version', 'changes while it is read'],
    ['/proc/self/environ', 'changes while it is read'],
    ['/proc/self/mem', 'cannot be read (EIO)'],
    ['/proc/sys/net/ipv4/ip_local_port_range', 'changes while it is read'],
  ])('%s', (target, reason) => {
    const root = small()
    symlinkSync(target, join(root, '.env'))
    const result = runGuarded(root, ['print'], { CANARY: 's3cr3tS3cr3t' })
    expectError(result, `.env ${reason}\n`)
    expect(result.stderr).not.toContain('s3cr3t')
  })
})

test('a bad file hides neither the others nor their problems', async () => {
  const root = small({
    '.env.defaults': Buffer.from([0]),
    '.env': 'BACKEND_PORT=9000x\nwhat is this\n',
    '.env.local': 'BACKEND_URL=nowhere\nNODE_OPTIONS=--inspect\n',
    '.env.production/x': '',
    '.env.production.local': 'A="1\n',
  })
  const problems = await problemsIn(root, '--mode', 'production')
  expect(problems.map(({ check, setting, origin }) => [check, setting, origin])).toEqual([
    ['file', null, { layer: 'file', path: '.env.defaults' }],
    ['file', null, { layer: 'file', path: '.env', line: 2, column: 1 }],
    ['file', null, { layer: 'file', path: '.env.local', line: 2, column: 14 }],
    ['file', null, { layer: 'file', path: '.env.production' }],
    ['file', null, { layer: 'file', path: '.env.production.local', line: 1, column: 3 }],
    ['format', 'BACKEND_PORT', { layer: 'file', path: '.env', line: 1, column: 14 }],
    ['format', 'BACKEND_URL', { layer: 'file', path: '.env.local', line: 1, column: 13 }],
  ])
})

test('no file at all leaves the schema its say', async () => {
  expect(await portIn(small())).toBe('8203')
})

test('a mode without files of its own is fine', async () => {
  expect(await portIn(small({ '.env': 'BACKEND_PORT=9000\n' }), '--mode', 'staging')).toBe('9000')
})
