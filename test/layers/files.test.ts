import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename, join } from 'node:path'
import { listFiles } from 'dotenv-flow'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Problem } from '../../src/model.js'
import { type Files, project, SMALL_SCHEMA } from '../support/project.js'
import { PLAIN_ENV, PROGRAM, run } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'

const MIB = 1 << 20
const SECRET = 's3cr3tS3cr3tS3cr'

const SCHEMA = {
  ...SMALL_SCHEMA,
  secret: { token: { doc: '', format: 'String', default: '', env: 'API_TOKEN', sensitive: true } },
}

function small(files: Files = {}): string {
  return project({ 'schema/index.json': SCHEMA, ...files })
}

async function problemsIn(root: string, args: readonly string[] = []): Promise<Problem[]> {
  const { code, stdout } = await run(root, [...args, 'print', '--json'])
  const { problems = [] } = JSON.parse(stdout)
  expect(code).toBe(problems.length > 0 ? 1 : 0)
  return problems
}

async function messageFor(files: Files): Promise<string> {
  const { stderr } = await run(small(files), ['print'])
  return stderr
}

async function portIn(root: string): Promise<string> {
  const { stdout, stderr } = await run(root, ['get', 'BACKEND_PORT'])
  return stderr || stdout.trim()
}

describe('which files are read', () => {
  const ALL = ['.env.defaults', '.env', '.env.local'].concat(
    ['development', 'production', 'test'].flatMap((mode) => [`.env.${mode}`, `.env.${mode}.local`]),
  )

  test.each([null, 'development', 'production', 'test'])(
    'mode %s: those that dotenv-flow lists, and the last of them wins',
    async (mode) => {
      const files = Object.fromEntries(ALL.map((name, index) => [name, `BACKEND_PORT=${9000 + index}\n`]))
      const root = small(files)
      const expected = listFiles({ path: root, ...(mode !== null && { node_env: mode }) }).map((path) => basename(path))
      const { stdout } = await run(root, [...(mode === null ? [] : ['--mode', mode]), 'print', '--json'])
      const printed = JSON.parse(stdout)
      const read = printed.files.filter(({ state }: { state: string }) => state === 'read')
      expect(read.map(({ path }: { path: string }) => path)).toEqual(expected)
      const [port] = printed.settings
      const origins = [port.origin, ...port.shadowed.map(({ origin }: { origin: object }) => origin)]
      expect(origins.map(({ path }) => path)).toEqual([...expected.toReversed(), 'core.backend'])
    },
  )

  test('each candidate is told to be read, absent, or skipped', async () => {
    const root = small({ '.env': '', '.env.local': '', '.env.test.local': '' })
    const { stdout } = await run(root, ['--mode', 'test', 'print', '--json'])
    expect(JSON.parse(stdout).files).toEqual([
      { path: '.env.defaults', state: 'absent' },
      { path: '.env', state: 'read' },
      { path: '.env.local', state: 'skipped' },
      { path: '.env.test', state: 'absent' },
      { path: '.env.test.local', state: 'read' },
    ])
  })

  test('a skipped file may be anything', async () => {
    const root = small({ '.env.local': Buffer.from([0, 255]) })
    expect(await problemsIn(root, ['--mode', 'test'])).toEqual([])
  })
})

describe('a .env file that is no file is an error that names it', () => {
  test('a directory', async () => {
    const root = small()
    mkdirSync(join(root, '.env'))
    expect(await portIn(root)).toContain('error: .env is a directory, not a file\n  from .env\n')
  })

  test('a Unix socket', async () => {
    const root = small()
    const server = createServer().listen(join(root, '.env'))
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    expect(await portIn(root)).toContain('error: .env is a socket, not a file\n')
  })

  test.each(['/dev/null', '/dev/zero'])('a link to the device %s', async (device) => {
    const root = small()
    symlinkSync(device, join(root, '.env'))
    expect(await portIn(root)).toContain('error: .env is a device, not a file\n')
  })

  test('a dangling link', async () => {
    const root = small()
    symlinkSync('nowhere', join(root, '.env'))
    expect(await portIn(root)).toContain('error: .env is a symbolic link that leads nowhere\n')
  })

  test('a link to itself', async () => {
    const root = small()
    symlinkSync('.env', join(root, '.env'))
    expect(await portIn(root)).toContain('error: .env is a symbolic link that leads back to itself\n')
  })

  describeWith('mkfifo', has('mkfifo'), 'a FIFO', () => {
    test('is not waited for', async () => {
      const root = small()
      expect(spawnSync('mkfifo', [join(root, '.env')]).status).toBe(0)
      expect(await portIn(root)).toContain('error: .env is a FIFO, not a file\n')
    })
  })

  test('but a link to a file is fine, and told by its own name', async () => {
    const root = small({ 'settings.txt': 'BACKEND_PORT=9000\n' })
    symlinkSync('settings.txt', join(root, '.env'))
    const { stdout } = await run(root, ['explain', 'BACKEND_PORT'])
    expect(stdout).toContain('BACKEND_PORT = 9000')
    expect(stdout).toContain('.env:1')
  })
})

/** Permissions do not bind root; without these capabilities they do. */
const BOUND_BY_PERMISSIONS = ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-all']
const isRoot = process.getuid?.() === 0
const [drop = '', ...dropArguments] = BOUND_BY_PERMISSIONS
const canDrop = !isRoot || spawnSync(drop, [...dropArguments, 'true']).status === 0

describeWith('a user whom permissions bind', canDrop, 'a .env file that this user may not read is an error', () => {
  test('that names it', () => {
    const root = small({ '.env': 'BACKEND_PORT=9000\n' })
    chmodSync(join(root, '.env'), 0)
    const [command = '', ...args] = [...(isRoot ? BOUND_BY_PERMISSIONS : []), process.execPath, PROGRAM]
    const { status, stderr } = spawnSync(command, [...args, 'get', 'BACKEND_PORT'], {
      cwd: root,
      env: PLAIN_ENV,
      encoding: 'utf8',
    })
    expect(stderr).toContain('error: .env may not be read by this user\n  from .env\n')
    expect(status).toBe(1)
  })
})

describe('how a file may be written', () => {
  test.each<[title: string, content: string, port: string]>([
    ['with a byte order mark', '\uFEFFBACKEND_PORT=9000\n', '9000'],
    ['with CRLF', '# one\r\nBACKEND_PORT=9000\r\n', '9000'],
    ['with lone CR', '# one\rBACKEND_PORT=9000\r', '9000'],
    ['without a line break at its end', 'BACKEND_PORT=9000', '9000'],
    ['empty', '', '8203'],
    ['with comments only', '# BACKEND_PORT=9000\n\n  # two', '8203'],
    ['of exactly 1 MiB', `BACKEND_PORT=9000\n#${'x'.repeat(MIB - 19)}`, '9000'],
    ['of exactly 10,000 lines', `${'\n'.repeat(9_999)}BACKEND_PORT=9000\n`, '9000'],
    ['of exactly 10,000 lines, the last one without a line break', `${'#\n'.repeat(9_999)}BACKEND_PORT=9000`, '9000'],
  ])('%s', async (_title, content, port) => {
    expect(await portIn(small({ '.env': content }))).toBe(port)
  })
})

describe('a file that cannot be trusted to be whole is an error that names it', () => {
  const text = 'BACKEND_PORT=9000\n'

  test.each<[title: string, content: string | Buffer, reason: string]>([
    ['UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'has a NUL at byte 3'],
    ['UTF-16 of letters that are not Latin', Buffer.from('\uFEFFжжж', 'utf16le'), 'is not UTF-8 at byte 0'],
    ['Latin-1', Buffer.from(`# über\n${text}`, 'latin1'), 'is not UTF-8 at byte 2'],
    ['Latin-1 behind UTF-8', Buffer.from([...Buffer.from('# ü'), 0xfc]), 'is not UTF-8 at byte 4'],
    ['one byte of what stands for a bad one', Buffer.from('A=\xef', 'latin1'), 'is not UTF-8 at byte 2'],
    ['two bytes of it', Buffer.from('A=\xef\xbf', 'latin1'), 'is not UTF-8 at byte 2'],
    ['a character cut off', Buffer.from('#€').subarray(0, 3), 'is not UTF-8 at byte 1'],
    ['a NUL', `${text}#\0`, 'has a NUL at byte 19'],
    ['1 MiB and one byte', `${text}#${'x'.repeat(MIB - 18)}`, 'is larger than 1 MiB'],
    ['10,001 lines', `${text}${'\n'.repeat(10_000)}`, 'has 10001 lines, more than 10,000'],
    ['10,001 lines that end in CR', `${text}${'\r'.repeat(10_000)}`, 'has 10001 lines, more than 10,000'],
  ])('%s', async (_title, content, reason) => {
    expect(await portIn(small({ '.env': content }))).toContain(`error: .env ${reason}\n  from .env\n`)
  })

  test('300 MB without anything in them', async () => {
    const root = small({ '.env': '' })
    truncateSync(join(root, '.env'), 300_000_000)
    expect(await portIn(root)).toContain('error: .env is larger than 1 MiB\n')
  })

  describeWith('/proc', process.platform === 'linux', 'a file of /proc', () => {
    test('has another size than it says', async () => {
      const root = small()
      symlinkSync('/proc/version', join(root, '.env'))
      expect(await portIn(root)).toContain('error: .env changes while it is read\n')
    })
  })
})

test('a bad file hides neither the others nor their problems', async () => {
  const root = small({
    '.env.defaults': Buffer.from([0]),
    '.env': 'BACKEND_PORT=9000x\nwhat is this\n',
    '.env.local': 'BACKEND_URL=nowhere\nNODE_OPTIONS=--inspect\n',
  })
  mkdirSync(join(root, '.env.production'))
  writeFileSync(join(root, '.env.production.local'), 'A="1\n')
  const problems = await problemsIn(root, ['--mode', 'production'])
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

describe('what is no assignment is an error with its line', () => {
  test('a quote that is not closed, with a caret below it', async () => {
    expect(await messageFor({ '.env': '# one\nBACKEND_URL= "http://h\n' })).toBe(
      [
        'error: the quote " is not closed',
        '  from .env:2',
        '    BACKEND_URL= "http://h',
        '                 ^',
        '  help: close it, or quote the value otherwise',
        '',
      ].join('\n'),
    )
  })

  test('a line without "=", with a caret below it', async () => {
    expect(await messageFor({ '.env': '\n  BACKEND_PORT 9000\n' })).toBe(
      [
        'error: this line is no assignment, blank or comment',
        '  from .env:2',
        '      BACKEND_PORT 9000',
        '      ^',
        '  help: write NAME=value, or begin it with #',
        '',
      ].join('\n'),
    )
  })

  test('what steers a terminal is escaped', async () => {
    const stderr = await messageFor({ '.env': 'BACKEND_PORT \x1b[31m\x07\n' })
    expect(stderr).toContain('    BACKEND_PORT \\u001b[31m\\u0007\n')
  })

  test.each<[title: string, content: string]>([
    ['an unclosed value of a sensitive setting', `API_TOKEN="${SECRET}\n`],
    ['an unclosed value of a variable that nobody declared', `export OTHER_TOKEN='${SECRET}\n`],
    ['a sensitive setting without "="', `API_TOKEN ${SECRET}\n`],
    ['an undeclared variable without "="', `OTHER_TOKEN ${SECRET}\n`],
    ['a word alone', `${SECRET}\n`],
    ['the second line of a sensitive value', `API_TOKEN="x\n${SECRET}\n`],
    ['another statement behind U+2028', `BACKEND_PORT 1\u2028API_TOKEN=${SECRET}\n`],
    ['another statement before U+2028', `API_TOKEN=${SECRET} #\u2028BACKEND_PORT="1\n`],
  ])('%s is not shown', async (_title, content) => {
    const root = small({ '.env': content })
    const { code, stdout, stderr } = await run(root, ['print'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('from .env:')
    expect(stderr).not.toContain(SECRET)
    expect((await run(root, ['print', '--json'])).stdout).not.toContain(SECRET)
  })

  test('nothing of a PEM key that was pasted without quotes is shown', async () => {
    const body = ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 'BKcwggSjAgEAAoIBAQC7/VJTUt9Us8cK', 'MzEfYyjiWA4R4w==']
    const pem = ['API_TOKEN=-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----']
    const root = small({ '.env': pem.join('\n') })
    const { code, stderr } = await run(root, ['print'])
    expect(code).toBe(1)
    expect(stderr).toContain('from .env:2\n')
    const output = stderr + (await run(root, ['print', '--json'])).stdout
    for (const line of body) expect(output).not.toContain(line.slice(0, 8))
  })
})
