import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readUnder, writeAll } from '../../../src/writer/index.js'
import { project, SMALL_SCHEMA } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, run } from '../../support/run.js'
import { describeWith } from '../../support/tools.js'
import { change, everything, HERE, messages, refusal, refusedWhole } from '../../support/writing.js'
import { asUser, projectOfUser } from './user.js'

describe('a user without permission', () => {
  test('to write in a folder, or to make one there, is told so, and nothing is written', () => {
    const root = projectOfUser({ 'a.txt': 'old', 'closed/b.txt': 'old' })
    chmodSync(join(root, 'closed'), 0o555)
    onTestFinished(() => chmodSync(join(root, 'closed'), 0o755))
    const written = (path: string) => () =>
      asUser(() => refusedWhole(root, () => [change(root, 'a.txt', 'new'), change(root, path, 'new')]))
    for (const path of ['closed/b.txt', 'closed/new.txt', 'closed/deep/new.txt']) {
      expect(written(path)()).toEqual([`${path} cannot be written (this user lacks the permission)`])
    }
  })

  test('to write the file does not replace it either', () => {
    const root = projectOfUser({ 'a.txt': 'old', 'b.txt': 'old' })
    chmodSync(join(root, 'b.txt'), 0o444)
    const changes = () => [change(root, 'a.txt', 'new'), change(root, 'b.txt', 'new')]
    expect(asUser(() => refusedWhole(root, changes))).toEqual([
      'b.txt cannot be written (this user lacks the permission)',
    ])
  })

  test('to read the file is told so', () => {
    const root = projectOfUser({ 'a.txt': 'old' })
    chmodSync(join(root, 'a.txt'), 0o200)
    expect(messages(asUser(() => refusal(() => readUnder(root, 'a.txt', HERE))))).toEqual([
      'a.txt cannot be read (this user lacks the permission)',
    ])
  })
})

describeWith('root', process.getuid?.() === 0, 'a file of another user', () => {
  test('stays theirs when root writes it', () => {
    const root = project({ 'a.txt': 'old' })
    chownSync(join(root, 'a.txt'), 65534, 12345)
    chmodSync(join(root, 'a.txt'), 0o640)
    writeAll(root, [change(root, 'a.txt', 'new')], HERE)
    const { uid, gid, mode } = statSync(join(root, 'a.txt'))
    expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 65534, gid: 12345, mode: 0o640 })
  })

  test('in a folder where only its owner may replace it is left, and so are the others', () => {
    const root = projectOfUser({ 'a.txt': 'old', 'sticky/b.txt': 'old' })
    chownSync(join(root, 'sticky'), 0, 0)
    chmodSync(join(root, 'sticky'), 0o1777)
    chownSync(join(root, 'sticky/b.txt'), 12345, 12345)
    chmodSync(join(root, 'sticky/b.txt'), 0o666)
    const changes = () => [change(root, 'a.txt', 'new'), change(root, 'sticky/b.txt', 'new')]
    expect(asUser(() => refusedWhole(root, changes))).toEqual([
      'sticky/b.txt cannot be written (the system does not permit it)',
    ])
  })

  test('keeps its group and its mode where a user of that group writes it', () => {
    const root = projectOfUser({ 'a.txt': 'old' })
    chownSync(join(root, 'a.txt'), 12345, 12345)
    chmodSync(join(root, 'a.txt'), 0o660)
    asUser(() => writeAll(root, [change(root, 'a.txt', 'new')], HERE))
    expect(readUnder(root, 'a.txt', HERE)).toBe('new')
    const { uid, gid, mode } = statSync(join(root, 'a.txt'))
    expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 65534, gid: 12345, mode: 0o660 })
  })

  test('of another group too is written where everybody may, with its mode', () => {
    const root = projectOfUser({ 'a.txt': 'old' })
    chownSync(join(root, 'a.txt'), 23456, 23456)
    chmodSync(join(root, 'a.txt'), 0o666)
    asUser(() => writeAll(root, [change(root, 'a.txt', 'new')], HERE))
    expect(readUnder(root, 'a.txt', HERE)).toBe('new')
    expect(statSync(join(root, 'a.txt')).mode & 0o777).toBe(0o666)
  })
})

const modeOf = (root: string, path: string) => statSync(join(root, path)).mode & 0o7777

describe('who may read and run what', () => {
  const SECRETS = {
    core: {
      token: { doc: 'Token', format: 'String', default: 'canary', env: 'API_TOKEN', sensitive: true },
      url: { doc: 'Database', format: 'portolan:url', default: 'http://localhost', env: 'DATABASE_URL', maker: 'url' },
    },
    $stack: { targets: { env: { path: 'resolved.env', secrets: true } } },
  }
  const projectOfSecrets = () => project({ 'package.json': {}, 'schema/index.json': SECRETS })

  /** Lets everybody do everything for the length of a test. */
  const openMask = () => {
    const before = process.umask(0)
    onTestFinished(() => void process.umask(before))
  }

  test("a generated file of secrets is its owner's alone, whatever the umask", async () => {
    openMask()
    const root = projectOfSecrets()
    expect((await run(root, ['generate'])).code).toBe(0)
    expect(modeOf(root, 'resolved.env')).toBe(0o600)
  })

  test('one that has been opened to others since is closed again, though it is as it should be', async () => {
    const root = projectOfSecrets()
    await run(root, ['generate'])
    chmodSync(join(root, 'resolved.env'), 0o644)
    expect((await run(root, ['generate'])).code).toBe(0)
    expect(modeOf(root, 'resolved.env')).toBe(0o600)
  })

  test.each([
    ['API_TOKEN', 'canary-2'],
    ['DATABASE_URL', 'postgres://user:canary@host/db'],
  ])("a file that is made for the secret in %s is its owner's alone", async (name, value) => {
    openMask()
    const root = projectOfSecrets()
    expect((await run(root, ['set', '--local', name, value])).code).toBe(0)
    expect(modeOf(root, '.env.local')).toBe(0o600)
  })

  test.each([0o4755, 0o2755, 0o6711, 0o1644])(
    'a file of mode %o keeps the nine bits of it, and lends no rights',
    (mode) => {
      const root = project({ 'a.sh': 'old' })
      chmodSync(join(root, 'a.sh'), mode)
      writeAll(root, [change(root, 'a.sh', 'new')], HERE)
      expect(modeOf(root, 'a.sh')).toBe(mode & 0o777)
    },
  )

  test("a file of mode 0 is nobody's to write but root's, and stays so", () => {
    const root = projectOfUser({ 'a.txt': 'old' })
    const changes = [change(root, 'a.txt', 'new')]
    chmodSync(join(root, 'a.txt'), 0)
    expect(messages(asUser(() => refusal(() => writeAll(root, changes, HERE))))).toEqual([
      'a.txt cannot be written (this user lacks the permission)',
    ])
    expect(modeOf(root, 'a.txt')).toBe(0)
  })

  test('a new file in a folder that gives its group on has that group', () => {
    const root = project({ 'team/.keep': '' })
    const group = process.getuid?.() === 0 ? 12345 : statSync(root).gid
    chownSync(join(root, 'team'), statSync(root).uid, group)
    chmodSync(join(root, 'team'), 0o2775)
    writeAll(root, [change(root, 'team/a.txt', 'new')], HERE)
    expect(statSync(join(root, 'team/a.txt')).gid).toBe(group)
  })
})

describeWith('root', process.getuid?.() === 0, 'in a folder that several users share', () => {
  /** The built program as a user of the group 12345. */
  const asMember = (root: string, args: readonly string[]) =>
    spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--groups=12345', process.execPath, PROGRAM, ...args], {
      cwd: root,
      encoding: 'utf8',
      env: PLAIN_ENV,
    })
  const sharedProject = () => {
    const root = project({ 'package.json': {}, 'schema/index.json': SMALL_SCHEMA, '.env.local': 'BACKEND_PORT=9000\n' })
    for (const path of ['.', '.env.local']) chownSync(join(root, path), 12345, 12345)
    chmodSync(root, 0o2775)
    chmodSync(join(root, '.env.local'), 0o664)
    return root
  }

  test('a member sets a value in a file of another', () => {
    const root = sharedProject()
    const { status, stderr } = asMember(root, ['set', '--local', 'BACKEND_PORT', '9001'])
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('error')])
    const { gid, mode } = statSync(join(root, '.env.local'))
    expect({ gid, mode: mode & 0o7777 }).toEqual({ gid: 12345, mode: 0o664 })
  })

  test("a project that is not the user's to write says so, and is as it was", () => {
    const root = sharedProject()
    chmodSync(root, 0o755)
    chownSync(root, 0, 0)
    const before = everything(root)
    const { status, stderr } = asMember(root, ['set', '--local', 'BACKEND_PORT', '9001'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('.env.local cannot be written (this user lacks')])
    expect(everything(root)).toEqual(before)
  })
})

describe('a secret that is set in a file that is there', () => {
  const SECRET = { token: { doc: '', format: 'String', default: '', env: 'API_TOKEN', sensitive: true } }
  const setSecret = async (mode: number, name = 'API_TOKEN', ...flags: string[]) => {
    const root = project({ 'schema/index.json': { ...SMALL_SCHEMA, ...SECRET }, '.env.local': '# ours\n' })
    chmodSync(join(root, '.env.local'), mode)
    const { stderr } = await run(root, ['set', '--local', name, '9999', ...flags])
    return stderr.split('\n').filter((line) => line.includes('by others'))
  }
  const NOTE = 'note: .env.local can be read by others: chmod 600 .env.local'

  test.each([0o644, 0o640, 0o604])('of mode %o, which others may read, is set, and the user is told', async (mode) => {
    expect(await setSecret(mode)).toEqual([NOTE])
    expect(await setSecret(mode, 'API_TOKEN', '--plan')).toEqual([NOTE])
  })

  test('nothing is told where nobody else may, or of what is no secret', async () => {
    expect(await setSecret(0o600)).toEqual([])
    expect(await setSecret(0o644, 'BACKEND_PORT')).toEqual([])
  })
})
