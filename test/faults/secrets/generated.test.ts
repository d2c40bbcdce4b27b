import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { project, SMALL_SCHEMA, write } from '../../support/project.js'
import { run } from '../../support/run.js'
import { leaksIn } from './canaries.js'

const SECRET = 'Qz7Left4kW-Vx9Right2pJ'
const leaks = ({ stdout, stderr }: { stdout: string; stderr: string }) =>
  leaksIn(stdout + stderr, [{ name: 'it', text: SECRET }])

const password = { doc: '', format: 'String', default: null, nullable: true, env: 'DB_PASSWORD', sensitive: true }
const database = { doc: '', format: 'portolan:url', default: 'http://h', env: 'DB_URL', maker: 'url' }
const hidden = { doc: '', format: 'port', default: 9000, env: 'HIDDEN_PORT', sensitive: true, count: 3 }

function schema(env: object, more: object = {}) {
  return {
    $stack: { targets: { env: { path: 'resolved.env', ...env } } },
    ...SMALL_SCHEMA,
    password,
    database,
    ...more,
  }
}

const isPrivate = (root: string, path: string) => (statSync(join(root, path)).mode & 0o077) === 0

describe('a resolved env file', () => {
  test('that held secrets until now is replaced without telling them', async () => {
    const dotenv = `DB_PASSWORD=${SECRET}\nDB_URL=http://app:${SECRET}@h\nAPI_TOKEN=${SECRET}\n`
    const root = project({ 'schema/index.json': schema({ secrets: true }), '.env.local': dotenv })
    expect((await run(root, ['generate'])).code).toBe(0)
    expect(readFileSync(join(root, 'resolved.env'), 'utf8')).toContain(SECRET)
    write(root, { 'schema/index.json': schema({}) })
    for (const call of [
      ['generate', '--check'],
      ['generate', '--check', '--json'],
      ['check', 'fresh'],
    ]) {
      expect(leaks(await run(root, call))).toEqual([])
    }
    const { stdout, stderr } = await run(root, ['generate'])
    expect(leaks({ stdout, stderr })).toEqual([])
    expect(stdout).toContain('wrote')
    expect(readFileSync(join(root, 'resolved.env'), 'utf8')).not.toContain(SECRET)
  })

  test('that held a login until now is replaced without telling it', async () => {
    const root = project({
      'schema/index.json': schema({ secrets: true }),
      '.env.local': `DB_URL=http://app:${SECRET}@h\n`,
    })
    await run(root, ['generate'])
    write(root, { 'schema/index.json': schema({}), '.env.local': 'DB_URL=http://elsewhere\n' })
    for (const call of [['generate', '--check'], ['generate', '--json'], ['generate']]) {
      expect(leaks(await run(root, call))).toEqual([])
    }
  })

  test('has not the last port of a secret range', async () => {
    const root = project({ 'schema/index.json': schema({}, { hidden }) })
    const { stdout, stderr } = await run(root, ['generate', '--stdout', 'env'])
    expect(stdout).not.toMatch(/900[0-2]/)
    expect(stdout).toContain('BACKEND_PORT=8203')
    expect(stderr).toContain('leaves out 2 secrets: HIDDEN_PORT, HIDDEN_PORT_LAST')
  })

  test("with what nobody declared is its owner's alone, and printed with --reveal only", async () => {
    const root = project({ 'schema/index.json': schema({}), '.env.local': `SOMETHING=${SECRET}\n` })
    const withheld = await run(root, ['generate', '--stdout', 'env'])
    expect(withheld).toMatchObject({ code: 1, stdout: '' })
    expect(leaks(withheld)).toEqual([])
    expect((await run(root, ['--reveal', 'generate', '--stdout', 'env'])).stdout).toContain(`SOMETHING=${SECRET}`)
    await run(root, ['generate'])
    expect(isPrivate(root, 'resolved.env')).toBe(true)
    write(root, { '.env.local': 'SOMETHING=other\n' })
    for (const call of [
      ['generate', '--check'],
      ['generate', '--json'],
    ]) {
      expect(leaks(await run(root, call))).toEqual([])
    }
  })

  test('with what nobody declared keeps the mode that lets others read it, until it is to hold secrets', async () => {
    const root = project({ 'schema/index.json': schema({}), '.env.local': 'SOMETHING=1\n' })
    await run(root, ['generate'])
    chmodSync(join(root, 'resolved.env'), 0o640)
    await run(root, ['generate'])
    write(root, { '.env.local': 'SOMETHING=2\n' })
    await run(root, ['generate'])
    expect(readFileSync(join(root, 'resolved.env'), 'utf8')).toContain('SOMETHING=2')
    expect(statSync(join(root, 'resolved.env')).mode & 0o777).toBe(0o640)
    write(root, { 'schema/index.json': schema({ secrets: true }) })
    await run(root, ['generate'])
    expect(isPrivate(root, 'resolved.env')).toBe(true)
  })

  test('with what the frontend sees and nobody declared is no secret', async () => {
    const root = project({ 'schema/index.json': schema({}), '.env.local': 'REACT_APP_TITLE=hello\n' })
    expect((await run(root, ['generate', '--stdout', 'env'])).stdout).toContain('REACT_APP_TITLE=hello')
  })
})

describe('a generated file that somebody wrote a secret into', () => {
  test.each([
    ['a known one', `PASSWORD = '${SECRET}'`],
    ['one called so', `OTHER_TOKEN = '${SECRET}'`],
    ['a login', `x = 'http://app:${SECRET}@h'`],
  ])('is compared without telling it: %s', async (_, line) => {
    const targets = { $stack: { targets: { python: 'ports.py' } } }
    const root = project({
      'schema/index.json': { ...SMALL_SCHEMA, password, ...targets },
      '.env': `DB_PASSWORD=${SECRET}\n`,
    })
    await run(root, ['generate'])
    const path = join(root, 'ports.py')
    writeFileSync(path, `${readFileSync(path, 'utf8')}${line}\n`)
    const { code, stdout, stderr } = await run(root, ['generate', '--check'])
    expect(code).toBe(1)
    expect(stdout).toContain('ports.py')
    expect(leaks({ stdout, stderr })).toEqual([])
  })
})

describe('a local file that set makes', () => {
  test.each([
    ['a secret', ['DB_PASSWORD', SECRET]],
    ['a URL with a password', ['DB_URL', `http://app:${SECRET}@h`]],
    ['what is no secret, before a secret comes', ['BACKEND_PORT', '9000']],
  ])("is its owner's alone for %s", async (_, words) => {
    const root = project({ 'schema/index.json': schema({}) })
    expect((await run(root, ['set', '--local', ...words])).code).toBe(0)
    expect(isPrivate(root, '.env.local')).toBe(true)
  })
})

describe('what other files of the project say', () => {
  test('is audited without the secrets that the configuration has, or had below', async () => {
    const root = project({
      'schema/index.json': schema({}),
      '.env': `DB_PASSWORD=${SECRET}\nSIGNING_KEY=${SECRET}two\n`,
      '.env.local': 'DB_PASSWORD=another1\n',
      'src/app.js': ['another1', SECRET, `${SECRET}two`]
        .map((one) => `connect('http://localhost:8203', '${one}')\n`)
        .join(''),
    })
    const { stdout, stderr } = await run(root, ['audit'])
    expect(stdout).toContain('src/app.js')
    expect(stdout).not.toContain('another1')
    expect(leaks({ stdout, stderr })).toEqual([])
  })

  test('is handed to the frontend by design where its name says so, and `check` names it', async () => {
    const root = project({ 'schema/index.json': schema({}), '.env': `REACT_APP_API_TOKEN=${SECRET}\n` })
    const { stdout, stderr } = await run(root, ['check', 'names'])
    expect(stdout).toMatch(/hands to the frontend .*REACT_APP_API_TOKEN/)
    expect(leaks({ stdout, stderr })).toEqual([])
  })
})
