import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ConfigError } from '../../src/errors.js'
import { changeLedger, rebuildLedger } from '../../src/slots/change-ledger.js'
import { ledgerFile, otherLedgers, readLedger } from '../../src/slots/ledger.js'
import { ledgerText } from '../../src/slots/ledger-form.js'
import type { Holding } from '../../src/slots/model.js'
import { stateFolder } from '../../src/slots/state-folder.js'
import { temporaryBeside } from '../../src/writer/temporary.js'
import { asUser, projectOfUser } from '../faults/writing/user.js'
import { project } from '../support/project.js'
import { PLAIN_ENV, PROGRAM, SELF } from '../support/run.js'
import { SHOP as STACK } from './ledgers.js'

const SHOP: Holding = {
  slot: 1,
  checkout: '/home/ann/shop-login',
  branch: 'login',
  claimed: '2026-11-23T20:04:00.000Z',
  ports: [{ name: 'BACKEND_PORT', protocol: 'tcp', first: 8403, last: 8403, secret: false }],
}

/** A state folder with the ledger of the stack `shop`, and a world that has it. */
function stateWith(text: string | null) {
  const env = { XDG_STATE_HOME: project({}) }
  const world = { env, platform: 'linux', self: SELF, stderr: { isTerminal: false, write: () => {} } }
  const file = ledgerFile(world, 'shop')
  if (text !== null) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return { world, file, folder: dirname(file) }
}

function problemOf(action: () => unknown) {
  try {
    action()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems[0]
    throw error
  }
  return undefined
}

describe('where the ledgers are', () => {
  test.each([
    ['linux', { HOME: '/home/ann' }, '/home/ann/.local/state/portolan'],
    ['linux', { HOME: '/home/ann', XDG_STATE_HOME: '/state' }, '/state/portolan'],
    ['linux', { HOME: '/home/ann', XDG_STATE_HOME: 'state' }, '/home/ann/.local/state/portolan'],
    ['linux', { HOME: '/home/ann', XDG_STATE_HOME: '' }, '/home/ann/.local/state/portolan'],
    ['darwin', { HOME: '/Users/ann' }, '/Users/ann/Library/Application Support/portolan'],
    ['darwin', { HOME: '/Users/ann', XDG_STATE_HOME: '/state' }, '/state/portolan'],
  ])('on %s with %j: %s', (platform, env, folder) => {
    expect(stateFolder({ platform, env })).toBe(folder)
  })

  test('for what tests start: not where this user has some', () => {
    const { HOME = '' } = PLAIN_ENV
    for (const env of [PLAIN_ENV, process.env]) {
      expect(stateFolder({ platform: 'linux', env })).not.toBe(stateFolder({ platform: 'linux', env: { HOME } }))
    }
  })

  test('on Windows below the local application data', () => {
    expect(stateFolder({ platform: 'win32', env: { LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local' } })).toMatch(
      /^C:\\Users\\ann\\AppData\\Local.portolan$/,
    )
  })

  test.each([
    ['linux', {}, 'HOME is not set'],
    ['linux', { HOME: 'ann' }, 'HOME="ann" is no absolute path'],
    ['win32', { HOME: '/home/ann' }, 'LOCALAPPDATA is not set'],
  ])('on %s with %j it is said that %s', (platform, env, why) => {
    expect(problemOf(() => stateFolder({ platform, env }))).toMatchObject({
      check: 'slot',
      message: `it is not known where the slot ledger is: ${why}`,
    })
  })
})

describe('a ledger', () => {
  test('that nobody wrote is empty', () => {
    expect(readLedger(stateWith(null).world, 'shop')).toEqual([])
  })

  test('says what was written into it, by slot', async () => {
    const { world } = stateWith(null)
    const main = { ...SHOP, slot: 0, checkout: '/home/ann/shop', branch: null }
    await changeLedger(world, 'shop', (old) => ({ ledger: [...old, SHOP], result: null }))
    await changeLedger(world, 'shop', (old) => ({ ledger: [...old, main], result: null }))
    expect(readLedger(world, 'shop')).toEqual([main, SHOP])
  })

  test("is its user's alone, the folders that are made for it too", async () => {
    const { world, file, folder } = stateWith(null)
    await changeLedger(world, 'shop', () => ({ ledger: [SHOP], result: null }))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect([folder, dirname(folder)].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700])
  })

  test('is not written where nothing changes, and leaves nothing beside it', async () => {
    const { world, file, folder } = stateWith(ledgerText([SHOP]))
    const before = statSync(file).ino
    expect(await changeLedger(world, 'shop', (ledger) => ({ ledger, result: 'same' }))).toBe('same')
    expect(statSync(file).ino).toBe(before)
    expect([...readdirSync(folder), ...readdirSync(dirname(folder))]).toEqual(['ledger.json', 'shop'])
  })

  test('stays as it was where its change cannot be made up', async () => {
    const { world, file } = stateWith(ledgerText([SHOP]))
    const change = changeLedger(world, 'shop', () => Promise.reject(new Error('no')))
    await expect(change).rejects.toThrow('no')
    expect(readFileSync(file, 'utf8')).toBe(ledgerText([SHOP]))
  })
})

test('a ledger that could not be read again is not written', async () => {
  const { world } = stateWith(ledgerText([SHOP]))
  const change = changeLedger(world, 'shop', () => ({ ledger: [{ ...SHOP, branch: 'b'.repeat(16 << 20) }], result: 0 }))
  await expect(change).rejects.toThrow('larger than 16 MiB')
  expect(readLedger(world, 'shop')).toEqual([SHOP])
})

test.runIf(process.platform === 'linux')(
  'nobody waits for a process that was killed and that none has asked after',
  async () => {
    const { world, folder } = stateWith(ledgerText([]))
    // The shell becomes a program that does not ask after what it started.
    const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 601'], { stdio: ['ignore', 'pipe', 'ignore'] })
    onTestFinished(() => {
      parent.kill('SIGKILL')
    })
    const [output] = await once(parent.stdout, 'data')
    const id = Number(output)
    while (readFileSync(`/proc/${parent.pid}/comm`, 'utf8') !== 'sleep\n') await pause(5)
    process.kill(id, 'SIGKILL')
    while (!readFileSync(`/proc/${id}/stat`, 'utf8').includes(') Z')) await pause(5)
    const left = temporaryBeside(folder, { ...SELF, id }).replace(/-[0-9a-f]{8}(-[0-9a-f]{8}\.tmp)$/, '-00000000$1')
    writeFileSync(left, '')
    await changeLedger(world, 'shop', () => ({ ledger: [SHOP], result: null }))
    expect(readLedger(world, 'shop')).toEqual([SHOP])
    expect(existsSync(left)).toBe(false)
  },
)

describe('a damaged ledger is told, and left as it is', () => {
  const whole = ledgerText([SHOP])

  test('cut short at any byte', () => {
    const { world, file } = stateWith(whole)
    const kept = [...whole.trimEnd()].flatMap((_, length) => {
      writeFileSync(file, whole.slice(0, length))
      const problem = problemOf(() => readLedger(world, 'shop'))
      return problem?.message.includes('is damaged') && problem.help.includes('config slot rebuild') ? [] : length
    })
    expect(kept).toEqual([])
  })

  test.each([
    ['no ledger', '[]', 'it is no ledger'],
    ['null', 'null', 'it is no ledger'],
    ['a text', '"version"', 'it is no ledger'],
    ['without a version', '{"holdings": []}', 'it is no ledger'],
    ['of version 0', '{"version": 0, "holdings": []}', 'it is no ledger'],
    ['with more keys', '{"version": 1, "holdings": [], "more": 1}', 'it is no ledger'],
    ['with the keys of a prototype', '{"version": 1, "holdings": [], "__proto__": 1}', 'it is no ledger'],
    ['of no list', '{"version": 1, "holdings": {}}', 'it is no ledger'],
    ['of no holdings', '{"version": 1, "holdings": [3]}', 'holdings[0] has not the keys'],
    ['with a NUL', `${whole}\0`, 'it has a NUL at byte'],
    ['of another slot', edited({ slot: -1 }), 'holdings[0].slot is not what it must be'],
    ['with a slot as text', edited({ slot: '1' }), 'holdings[0].slot is not what it must be'],
    ['with a slot that is none', edited({ slot: 1.5 }), 'holdings[0].slot is not what it must be'],
    ['of a relative checkout', edited({ checkout: 'shop' }), 'holdings[0].checkout is not what it must be'],
    ['of no checkout', edited({ checkout: null }), 'holdings[0].checkout is not what it must be'],
    ['of no branch', edited({ branch: '' }), 'holdings[0].branch is not what it must be'],
    ['of no time', edited({ claimed: 'yesterday' }), 'holdings[0].claimed is not what it must be'],
    ['of a time in a list', edited({ claimed: [SHOP.claimed] }), 'holdings[0].claimed is not what it must be'],
    ['of a time that is none', edited({ claimed: '2026-13-41T00:00:00.000Z' }), 'holdings[0].claimed is not'],
    ['without ports', edited({ ports: null }), 'holdings[0].ports is not what it must be'],
    ['of port 0', edited({ ports: [{ ...SHOP.ports[0], first: 0 }] }), 'holdings[0].ports[0].first is not'],
    ['of port 65536', edited({ ports: [{ ...SHOP.ports[0], last: 65_536 }] }), 'holdings[0].ports[0].last is not'],
    ['of ports backwards', edited({ ports: [{ ...SHOP.ports[0], last: 1 }] }), 'ports[0].last is below its first'],
    ['of another protocol', edited({ ports: [{ ...SHOP.ports[0], protocol: 'sctp' }] }), 'ports[0].protocol is not'],
    ['of a port without a name', edited({ ports: [{ ...SHOP.ports[0], name: '' }] }), 'ports[0].name is not'],
    ['of a slot held twice', ledgerText([SHOP, { ...SHOP, checkout: '/home/ann/b' }]), 'slot 1 is in it twice'],
    ['nested without end', '['.repeat(100_000), 'it is no JSON'],
  ])('%s', async (_, text, fault) => {
    const { world, file } = stateWith(text)
    const problem = problemOf(() => readLedger(world, 'shop'))
    expect(problem).toMatchObject({ check: 'slot', severity: 'error' })
    expect(problem?.message).toContain(`the slot ledger ${file} is damaged: `)
    expect(problem?.message).toContain(fault)
    await expect(changeLedger(world, 'shop', () => ({ ledger: [], result: null }))).rejects.toThrow(fault)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test.each<[string, (file: string) => void, string]>([
    ['bytes that are no text', (file) => writeFileSync(file, Buffer.from([0xff, 0xfe, 0x80])), 'is not UTF-8'],
    ['a folder', (file) => mkdirSync(file), 'is a directory'],
    ['a FIFO', (file) => execFileSync('mkfifo', [file]), 'is a FIFO'],
    ['a link to one', linked, 'is a symbolic link'],
    ['a link that leads nowhere', (file) => symlinkSync('nowhere', file), 'is a symbolic link'],
    ['larger than any', (file) => writeFileSync(file, Buffer.alloc((16 << 20) + 1)), 'is larger than 16 MiB'],
  ])('%s', (_, make, fault) => {
    const { world, file } = stateWith(whole)
    rmSync(file)
    make(file)
    expect(problemOf(() => readLedger(world, 'shop'))?.message).toContain(`is damaged: it ${fault}`)
  })

  test('one of a newer portolan is told so, and not made anew either', async () => {
    const { world, file } = stateWith('{"version": 2, "slots": {}}')
    const problem = problemOf(() => readLedger(world, 'shop'))
    expect(problem).toMatchObject({
      message: `the slot ledger ${file} was written by a newer portolan: its form is 2`,
      help: 'update portolan in this checkout',
    })
    await expect(rebuildLedger(world, 'shop', () => [])).rejects.toThrow('newer')
  })

  test('made anew, it is kept beside the new one', async () => {
    const { world, folder } = stateWith('{')
    const first = await rebuildLedger(world, 'shop', (old) => (old === null ? [SHOP] : []))
    expect(readLedger(world, 'shop')).toEqual([SHOP])
    expect(readFileSync(`${first.aside}`, 'utf8')).toBe('{')
    expect(readdirSync(folder).sort()).toEqual(['ledger.damaged-1.json', 'ledger.json'])
  })

  test('it stays in its place where a new one cannot be written', async () => {
    const { world, folder } = stateWith('{')
    mkdirSync(join(folder, 'ledger.rebuilt.json'))
    await expect(rebuildLedger(world, 'shop', () => [SHOP])).rejects.toThrow()
    expect(() => readLedger(world, 'shop')).toThrow('is damaged')
  })

  test('of another stack, it is a warning beside what the others hold', () => {
    const { world, folder } = stateWith(ledgerText([SHOP]))
    mkdirSync(join(dirname(folder), 'bad'))
    writeFileSync(join(dirname(folder), 'bad', 'ledger.json'), '{')
    const { ledgers, warnings } = otherLedgers(world, 'mine')
    expect(ledgers).toEqual([{ stack: 'shop', ledger: [SHOP] }])
    expect(warnings.map(({ severity, message }) => [severity, message.includes('bad/ledger.json is damaged')])).toEqual(
      [['warning', true]],
    )
  })

  function edited(part: object): string {
    return JSON.stringify({ version: 1, holdings: [{ ...SHOP, ...part }] })
  }

  function linked(file: string): void {
    writeFileSync(`${file}.there`, whole)
    symlinkSync(`${file}.there`, file)
  }
})

describe('where no ledger can be kept it is said, and nothing is left half done', () => {
  test('a folder of another user', async () => {
    const { world } = stateWith(ledgerText([]))
    const other = { ...world, self: { ...SELF, user: 54_321 } }
    const change = changeLedger(other, 'shop', () => ({ ledger: [SHOP], result: null }))
    await expect(change).rejects.toThrow('it is of another user')
    expect(readLedger(world, 'shop')).toEqual([])
  })

  test('a folder in which it cannot be seen who else is at work', async () => {
    const state = projectOfUser({})
    const self = { ...SELF, user: process.getuid?.() === 0 ? 65_534 : SELF.user }
    const world = { ...stateWith(null).world, env: { XDG_STATE_HOME: state }, self }
    const change = () => asUser(() => changeLedger(world, 'shop', () => ({ ledger: [SHOP], result: null })))
    await change()
    chmodSync(join(state, 'portolan'), 0o300)
    await expect(change()).rejects.toThrow('cannot be used (this user lacks the permission)')
    chmodSync(join(state, 'portolan'), 0o700)
  })

  // In a process of its own, which can be ended should it not end.
  test.runIf(process.platform === 'linux')('a folder below /proc, in which none can be made', () => {
    const env = { ...PLAIN_ENV, XDG_STATE_HOME: '/proc/none' }
    const options = { cwd: project(STACK), env, encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' } as const
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'slot', 'claim'], options)
    expect(stderr).toContain('/proc/none/portolan cannot be used (it is gone, or a folder above it)')
    expect(status).toBe(1)
  })

  test.each<[string, (state: string) => void, string]>([
    [
      'a FIFO in place of the folder',
      (state) => execFileSync('mkfifo', [join(state, 'portolan')]),
      'something else is in its place',
    ],
    ['a file in place of the folder', (state) => writeFileSync(join(state, 'portolan'), ''), 'cannot be used'],
    ['a link in its place', (state) => symlinkSync('.', join(state, 'portolan')), 'it is a symbolic link'],
    ['a link that leads nowhere', (state) => symlinkSync('nowhere', join(state, 'portolan')), 'cannot be used'],
  ])('%s', async (_, make, why) => {
    const { world } = stateWith(null)
    make(world.env.XDG_STATE_HOME)
    const change = changeLedger(world, 'shop', () => ({ ledger: [SHOP], result: null }))
    await expect(change).rejects.toThrow(why)
    expect(readdirSync(world.env.XDG_STATE_HOME)).toEqual(['.git', 'portolan'])
  })
})
