import { describe, expect, test } from 'vitest'
import { visible } from '../src/text.js'
import { ROWS } from './faults/values/page.js'
import { project, write } from './support/project.js'
import { run } from './support/run.js'

const PORT_SCHEMA = {
  core: { backend: { doc: 'Backend API', format: 'port', default: 8203, env: 'BACKEND_PORT' } },
}

describe('the message about a bad port', () => {
  const bad = ROWS.filter(({ text, said }) => (said.port ?? 'refused') === 'refused' && !/[\0\p{Cs}]/u.test(text))

  test.each(bad.map(({ text }) => ({ text, shown: JSON.stringify(text.slice(0, 40)) })))(
    '$shown exits 1 with the variable, the text escaped, the origin and a next step',
    async ({ text }) => {
      const root = project({ 'schema/index.json': PORT_SCHEMA })
      const { code, stdout, stderr } = await run(root, ['get', 'BACKEND_PORT'], {
        env: { BACKEND_PORT: text },
      })
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      const [first, second, third] = stderr.split('\n')
      expect(first).toMatch(/^error: BACKEND_PORT=".* is not a TCP port \(1-65535\)/)
      expect(second).toBe('  from environment')
      expect(third).toMatch(/^ {2}help: .+, or unset BACKEND_PORT to use 8203$/)
      expect(stderr.split('\n').map(visible).join('\n')).toBe(stderr)
    },
  )

  const ESCAPED: [text: string, shown: string][] = [
    ['9000x', '"9000x"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['\t8203', '"\\t8203"'],
    ['8203\n', '"8203\\n"'],
    ['\u001b[31m1', '"\\u001b[31m1"'],
    ['\u00a08203', '"\\u00a08203"'],
    ['\ufeff8203', '"\\ufeff8203"'],
    ['8203\u202e', '"8203\\u202e"'],
    ['\uff18', '"\\uff18"'],
    ['\u0668', '"\\u0668"'],
    ['\u{1d7d6}', '"\\u{1d7d6}"'],
  ]

  test.each(ESCAPED)('%j is shown as %s', async (text, shown) => {
    const root = project({ 'schema/index.json': PORT_SCHEMA })
    const { stderr } = await run(root, ['get', 'BACKEND_PORT'], { env: { BACKEND_PORT: text } })
    expect(stderr).toContain(`BACKEND_PORT=${shown} is not`)
  })

  test('400 digits are cut, and counted', async () => {
    const root = project({ 'schema/index.json': PORT_SCHEMA })
    const { stderr } = await run(root, ['get', 'BACKEND_PORT'], { env: { BACKEND_PORT: '1'.repeat(400) } })
    expect(stderr).toContain('(400 characters)')
    expect(Math.max(...stderr.split('\n').map((line) => line.length))).toBeLessThan(140)
  })

  const NEXT: [text: string, help: string][] = [
    ['9000x', 'write digits only'],
    ['-1', 'write digits only'],
    ['65536', 'choose a port within 1-65535'],
    ['1'.repeat(400), 'choose a port within 1-65535'],
    ['0', 'choose a port within 1-65535'],
    ['08203', 'leave out the leading zero'],
    [' 8203', 'take the white space away'],
  ]

  test.each(NEXT)('%.20j: %s', async (text, help) => {
    const root = project({ 'schema/index.json': PORT_SCHEMA })
    const { stderr } = await run(root, ['get', 'BACKEND_PORT'], { env: { BACKEND_PORT: text } })
    expect(stderr).toContain(`help: ${help}`)
  })

  test.each([' 8203', '8203 ', '8203\t', '\u00a08203'])(
    '%j names the white space and the Windows habit',
    async (text) => {
      const root = project({ 'schema/index.json': PORT_SCHEMA })
      const { stderr } = await run(root, ['get', 'BACKEND_PORT'], { env: { BACKEND_PORT: text } })
      expect(stderr).toContain('white space surrounds it')
      expect(stderr).toContain('`set X=9000 && ...` leaves a space')
      expect(stderr).toContain('`set "X=9000"`')
    },
  )

  test('a service link is recognised, with what to do', async () => {
    const root = project({
      'schema/index.json': { redis: { format: 'port', default: 6379, env: 'REDIS_PORT' } },
    })
    const { code, stderr } = await run(root, ['get', 'REDIS_PORT'], {
      env: { REDIS_PORT: 'tcp://10.0.0.11:6379' },
    })
    expect(code).toBe(1)
    expect(stderr).toContain('a service link, which Kubernetes and Docker set')
    expect(stderr).toContain(
      'help: set enableServiceLinks: false in the pod, or give the service another name than redis',
    )
  })
})

describe('in a file', () => {
  const LINES: [line: string, below: string][] = [
    ['BACKEND_PORT=9000x', '                 ^'],
    ['BACKEND_PORT=x9000', '             ^'],
    ['BACKEND_PORT=8203.5', '                 ^'],
    ['BACKEND_PORT=0x2000', '              ^'],
    ['BACKEND_PORT=1e3', '              ^'],
    ['BACKEND_PORT="90 00"', '                ^'],
    ["BACKEND_PORT='9000;x'", '                  ^'],
    ['export BACKEND_PORT = 3000-3010 # two', '                          ^'],
    ['BACKEND_PORT=65536', '             ^'],
    ['BACKEND_PORT=08203', '             ^'],
    ['BACKEND_PORT=-1', '             ^'],
    ['BACKEND_PORT=٨٢٠٣', '             ^'],
  ]

  test.each(LINES)('%s: the caret stands below the first character that does not belong', async (line, below) => {
    const root = project({ 'schema/index.json': PORT_SCHEMA, '.env.local': `# ports\n\n${line}\n` })
    const { code, stderr } = await run(root, ['get', 'BACKEND_PORT'])
    expect(code).toBe(1)
    const [, from, source, caret, help] = stderr.split('\n')
    expect(from).toBe('  from .env.local:3')
    if (/^[ -~]*$/.test(line)) expect(source).toBe(`    ${line}`)
    expect(caret).toBe(`    ${below}`)
    expect(help).toMatch(/^ {2}help: .+, or delete the line to use 8203$/)
  })

  test('what a lower file says is told, and is what deleting the line comes to', async () => {
    const files = { '.env': 'A=1\nBACKEND_PORT=8400\n', '.env.local': 'BACKEND_PORT=9000x\n' }
    const root = project({ 'schema/index.json': PORT_SCHEMA, ...files })
    expect((await run(root, ['get', 'BACKEND_PORT'])).stderr).toBe(
      [
        'error: BACKEND_PORT="9000x" is not a TCP port (1-65535)',
        '  from .env.local:1',
        '    BACKEND_PORT=9000x',
        '                     ^',
        '  also set in .env:2 (8400)',
        '  help: write digits only, or delete the line to use 8400',
        '',
      ].join('\n'),
    )
  })

  test('three bad values are three problems of one run, in schema order', async () => {
    const root = project({
      'schema/index.json': {
        a: { format: 'port', default: 1, env: 'A_PORT' },
        b: { format: 'Boolean', default: true, env: 'B_FLAG' },
        c: { format: 'int', default: 1, env: 'C_COUNT' },
      },
      '.env': 'C_COUNT=1.5\nB_FLAG=maybe\nA_PORT=0\n',
    })
    const { code, stderr } = await run(root, ['get', 'A_PORT'])
    expect(code).toBe(1)
    expect(stderr.match(/^(?:error| {2}from).*$/gm)).toEqual([
      'error: A_PORT="0" is not a TCP port (1-65535)',
      '  from .env:3',
      'error: B_FLAG="maybe" is not true or false',
      '  from .env:2',
      'error: C_COUNT="1.5" is not an integer',
      '  from .env:1',
    ])
  })

  test('a bad value in a flag or in a file names that as its origin', async () => {
    const root = project({ 'schema/index.json': PORT_SCHEMA })
    const flagged = await run(root, ['--set', 'BACKEND_PORT=x', 'get', 'BACKEND_PORT'])
    expect(flagged.stderr).toContain('\n  from flag\n')
    expect(flagged.stderr).toContain('leave the flag out to use 8203')
  })
})

describe('a port', () => {
  const port = (leaf: object) => ({ value: { format: 'port', default: 8203, env: 'VALUE', ...leaf } })
  const get = (leaf: object, text: string) => {
    const root = project({ 'schema/index.json': port(leaf) })
    return run(root, ['get', 'VALUE'], { env: { VALUE: text } })
  }

  test('0 is a port where it is the default or where the setting allows it, and nowhere else', async () => {
    expect((await get({ default: 0 }, '0')).stdout).toBe('0\n')
    expect((await get({ default: 0 }, '8203')).stdout).toBe('8203\n')
    expect((await get({ allowZero: true }, '0')).stdout).toBe('0\n')
    expect((await get({}, '0')).code).toBe(1)
    expect((await get({ default: null }, '0')).code).toBe(1)
    expect((await get({ default: 0 }, '00')).stderr).toContain('is not a TCP port (0-65535)')
  })

  test('a range ends at 65535', async () => {
    expect((await get({ count: 10 }, '65526')).stdout).toBe('65526\n')
    const { code, stderr } = await get({ count: 10 }, '65527')
    expect(code).toBe(1)
    expect(stderr).toContain('VALUE="65527" is not the first of 10 TCP ports (1-65526)')
    expect(stderr).toContain('help: choose a port within 1-65526')
  })

  test('a UDP port is called one', async () => {
    expect((await get({ role: 'udp' }, 'x')).stderr).toContain('is not a UDP port (1-65535)')
  })

  test('or a Windows named pipe, where the format says so', async () => {
    const format = 'port_or_windows_named_pipe'
    expect((await get({ format }, '\\\\.\\pipe\\x')).stdout).toBe('\\\\.\\pipe\\x\n')
    expect((await get({ format }, '80')).stdout).toBe('80\n')
    expect((await get({ format }, '80x')).stderr).toContain('a TCP port (1-65535) or a Windows named pipe')
  })
})

function texts(maker: 'url' | 'host') {
  const fallback = { url: 'http://localhost', host: 'localhost' }[maker]
  const schema = { value: { format: `portolan:${maker}`, default: fallback, env: 'VALUE', maker } }
  return (text: string, ...flags: string[]) =>
    run(project({ 'schema/index.json': schema }), ['get', 'VALUE', ...flags], { env: { VALUE: text } })
}

describe('a URL', () => {
  const get = texts('url')

  test.each([
    'http://localhost',
    'http://localhost:8203',
    'https://example.com/a/b?c=d&e=%20#f',
    'HTTP://EXAMPLE.COM',
    'redis://localhost:6379',
    'redis://:secret@redis:6379/0',
    'rediss://user:p%40ss@redis.example.com',
    'ws://127.0.0.1:1/socket',
    'http://[::1]:8203/',
    'redis://[fe80::1]:6379',
    'postgres://user@db/name',
    'tcp://10.0.0.11:6379',
    'http://my_service:80',
    'http://bücher.example/straße',
    'http://localhost/{id}?q=[1]',
  ])('%s is one, and is handed on unchanged', async (text) => {
    expect(await get(text, '--reveal')).toEqual({ code: 0, stdout: `${text}\n`, stderr: '' })
  })

  test.each([
    'localhost',
    'localhost:8203',
    '//localhost',
    '/api',
    'http:',
    'http://',
    'http:///path',
    'http:localhost',
    'http://:8203',
    'http://?q',
    'http://user@',
    'redis://',
    'redis:///0',
    'redis://?db=1',
    'redis://:6379',
    'http://localhost:99999',
    'http://localhost:port',
    'http://a b',
    'http://a/b c',
    ' http://localhost',
    'http://localhost ',
    'http://localhost/\n',
    'http://localhost/\u3000',
    'http://localhost/\ufeff',
    'http://localhost\u202e',
    'http://good.example\\@evil.example',
    'http://[::1',
    'http://::1/',
    'http://256.1.1.1',
    '1http://localhost',
    'file:///etc/passwd',
    'mailto:a@example.com',
    'javascript:alert(1)',
  ])('%j is none', async (text) => {
    const { code, stdout, stderr } = await get(text)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('is not an absolute URL')
    expect(stderr).toMatch(/^ {2}help: /m)
  })
})

describe('a host', () => {
  const get = texts('host')

  test.each([
    'localhost',
    'example.com',
    'example.com.',
    'EXAMPLE.com',
    'my_service',
    'a-b.c-d',
    '3com.example',
    'xn--bcher-kva.example',
    '127.0.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '[::1]',
    '[2001:db8::8:800:200C:417A]',
    '[::ffff:10.0.0.1]',
    `${'a'.repeat(63)}.example`,
  ])('%s is one', async (text) => {
    expect(await get(text)).toEqual({ code: 0, stdout: `${text}\n`, stderr: '' })
  })

  test.each([
    'http://localhost',
    'localhost:8203',
    'localhost/api',
    'user@localhost',
    'a b',
    ' localhost',
    'localhost ',
    '-a',
    'a-.example',
    'a.-b',
    '.example',
    'a..b',
    '*',
    '*.example.com',
    'bücher.example',
    'ｌocalhost',
    '[::1',
    '::1]',
    '[]',
    '[::g]',
    '[::1]/]',
    '[::1]:80',
    '[127.0.0.1]',
    '127.1',
    '256.1.1.1',
    '1.2.3.4.5',
    '010.0.0.1',
    '0x7f.1',
    '8203',
    'example.1',
    '$(id)',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}a`,
  ])('%j is none', async (text) => {
    const { code, stdout, stderr } = await get(text)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^ {2}help: /m)
  })

  const NEXT: [text: string, message: string, help: string][] = [
    ['http://localhost:1', 'is not a host name', 'write a name or an address, without scheme, port or path'],
    ['::1', 'is not a host name', 'write an IPv6 address between brackets, as in [::1]'],
    ['fe80::1', 'is not a host name', 'write an IPv6 address between brackets, as in [::1]'],
    ['300.1.1.1', 'is not an IPv4 address', 'write a name or an address'],
    ['bücher.example', 'is not a host name', 'write a name as DNS has it, as in xn--bcher-kva.example'],
  ]

  test.each(NEXT)('%s %s: %s', async (text, message, help) => {
    const { stderr } = await get(text)
    expect(stderr).toContain(message)
    expect(stderr).toContain(`help: ${help}`)
  })
})

describe('other formats say what they take', () => {
  const schema = {
    level: { format: ['debug', 'info'], default: 'info', env: 'LEVEL' },
    workers: { format: [1, 2], default: 1, env: 'WORKERS' },
    flag: { format: 'Boolean', default: true, env: 'FLAG' },
    options: { format: 'Object', default: {}, env: 'OPTIONS' },
    pattern: { format: 'RegExp', default: null, nullable: true, env: 'PATTERN' },
    big: { format: 'int', default: 1, env: 'BIG' },
    huge: { format: 'Number', default: 1, env: 'HUGE' },
  }
  const CASES: [name: string, text: string, message: string, help: string][] = [
    ['LEVEL', 'Debug', 'LEVEL="Debug" is not one of debug, info', 'choose one of these, in the same case'],
    ['WORKERS', '3', 'WORKERS="3" is not one of 1, 2', 'choose one of these'],
    ['FLAG', 'maybe', 'FLAG="maybe" is not true or false', 'write true, false, 1, 0, yes, no, on or off'],
    ['OPTIONS', '{a:1}', 'OPTIONS="{a:1}" is not a JSON object', 'write it as JSON, between single quotes in a file'],
    ['PATTERN', '(', 'PATTERN="(" is not a regular expression', 'write it without slashes'],
    ['BIG', '9007199254740993', 'is not an integer that JavaScript holds exactly', 'write a number up to 2^53 - 1'],
    ['HUGE', '1e400', 'is not a number that JavaScript can hold', 'write it as in 8203, -1 or 0.5'],
  ]

  test.each(CASES)('%s=%s', async (name, text, message, help) => {
    const root = project({ 'schema/index.json': schema })
    const { code, stderr } = await run(root, ['get', name], { env: { [name]: text } })
    expect(code).toBe(1)
    expect(stderr).toContain(message)
    expect(stderr).toContain(`help: ${help}`)
  })
})

describe('a bad value that is a secret', () => {
  const SECRET = 'Xq7vKp2mWz9rTb4n'
  const FORMATS = [
    'port',
    'int',
    'nat',
    'Number',
    'Boolean',
    'Object',
    'RegExp',
    'portolan:url',
    'portolan:host',
    'port_or_windows_named_pipe',
  ]
  const TEXT = (format: string) => ({ RegExp: `(${SECRET}`, 'portolan:host': `${SECRET}::1` })[format] ?? SECRET

  test.each(FORMATS)('%s: neither the message nor the line shows it', async (format) => {
    const leaf = { format, default: null, nullable: true, sensitive: true, env: 'VALUE' }
    const root = project({ 'schema/index.json': { value: leaf } })
    const text = TEXT(format)
    write(root, { '.env': `VALUE='${text}'\n`, '.env.local': `VALUE='${text}'\n` })
    for (const env of [{}, { VALUE: text }]) {
      for (const args of [
        ['get', 'VALUE'],
        ['explain', 'VALUE'],
        ['print', '--json'],
      ]) {
        const { code, stdout, stderr } = await run(root, args, { env })
        expect(code).toBe(1)
        expect(stdout + stderr).toContain('VALUE')
        expect(stdout + stderr).not.toContain(SECRET)
        expect(stdout + stderr).not.toMatch(/^ *\^$/m)
      }
    }
  })
})
