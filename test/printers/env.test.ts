import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { project, SMALL_SCHEMA } from '../support/project.js'
import { run } from '../support/run.js'
import { describeWith } from '../support/tools.js'
import { HOSTILE } from './hostile.js'
import { envReaders, named, printed, projectOf, seen } from './readers.js'

/** What no quoting makes all readers read alike. */
const REFUSED = [
  `'"\``,
  `it's "both"`,
  "it's `three`",
  'ends in \\',
  '\\\\server\\share',
  "it's C:\\new",
  '\\',
  'a$b',
  '${X}',
  '${a\n}',
  '\\$',
  "it's $HOME",
  "it's `x`",
  'carriage\rreturn',
  'windows\r\nline',
  '\ud800',
  'a\udc00b',
  '\0',
]

test('of the hostile texts, env refuses those that no quoting saves, and no others', async () => {
  expect((await printed(named(HOSTILE), 'env')).refused).toEqual(REFUSED)
})

for (const reader of envReaders) {
  describeWith(reader.need, reader.present, `${reader.name} reads back what env prints`, () => {
    test('every hostile text that it prints', async () => {
      const { folder, written } = await printed(named(HOSTILE), 'env')
      expect(seen(reader, folder, written)).toEqual(written)
    })

    test('the values of a stack', async () => {
      const root = project({ 'schema/index.json': SMALL_SCHEMA })
      writeFileSync(join(root, '.env'), (await run(root, ['print', '--format', 'env'])).stdout)
      const expected = { BACKEND_PORT: '8203', BACKEND_URL: 'http://localhost:8203' }
      expect(reader.read(root)).toMatchObject(expected)
    })
  })
}

describe('a text that env refuses', () => {
  const inside = REFUSED.filter((text) => text !== '\0' && !/[\ud800-\udfff]/.test(text))
  const quoted = inside.flatMap((text) => ["'", '"'].map((quote) => [text, quote] as const))

  test.each(quoted)('%j between %s is read otherwise by some reader', (text, quote) => {
    const root = project({ '.env': `V0=${quote}${text}${quote}\nV1=${quote}next${quote}\n` })
    const expected = { V0: text, V1: 'next' }
    const present = envReaders.filter((reader) => reader.present)
    const differing = present.find((reader) => !isDeepStrictEqual(seen(reader, root, expected), expected))
    expect(differing).toBeDefined()
  })

  test('is named with its origin, every one of them; nothing is printed and the exit code is 1', async () => {
    const root = projectOf({ GOOD: 'x', FIRST: `'"`, SECOND: 'a\rb' })
    const { code, stdout, stderr } = await run(root, ['print', '--format', 'env'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('the value of FIRST has no text in the env format')
    expect(stderr).toContain('the value of SECOND has no text in the env format')
    expect(stderr).toContain('from schema FIRST')
    expect(stderr).not.toContain('GOOD')
  })

  test('does not stand in the way of the others', async () => {
    const root = projectOf({ GOOD: 'x', BAD: `'"` })
    expect(await run(root, ['print', '--format', 'env', 'GOOD'])).toEqual({
      code: 0,
      stdout: 'GOOD=x\n',
      stderr: '',
    })
  })
})

describe('env and shell', () => {
  const schema = {
    port: { doc: 'Port', format: 'port', default: 1, env: 'A_PORT' },
    password: { doc: 'Password', format: 'String', default: 'hunter2', env: 'PASSWORD', sensitive: true },
    url: { format: 'String', default: 'x://:${PASSWORD}@h', env: 'A_URL', maker: 'text' },
    unset: { format: 'String', default: null, nullable: true, env: 'UNSET' },
    pathOnly: { format: 'String', default: 'x' },
    alsoPathOnly: { format: 'String', default: 'x' },
  }

  test.each([
    ['env', 'A_PORT=1\n', 'A_PORT=1\nPASSWORD=hunter2\nA_URL=x://:hunter2@h\n'],
    ['shell', "export A_PORT='1'\n", "export A_PORT='1'\nexport PASSWORD='hunter2'\nexport A_URL='x://:hunter2@h'\n"],
  ])(
    '%s leaves out secrets, what is made of them, and what has no variable, and says so on stderr',
    async (format, open, revealed) => {
      const root = project({ 'schema/index.json': schema })
      const masked = await run(root, ['print', '--format', format])
      expect(masked).toMatchObject({ code: 0, stdout: open })
      expect(masked.stderr.split('\n')).toEqual([
        'left out 2 secrets: PASSWORD, A_URL (--reveal prints secrets too)',
        'left out 2 settings without a variable: pathOnly, alsoPathOnly (the schema gives one with `env`)',
        '',
      ])
      expect(await run(root, ['print', '--format', format, '--reveal'])).toMatchObject({
        code: 0,
        stdout: revealed,
      })
    },
  )

  test.each([
    ['env', 'A-PORT', 'no shell takes such a name'],
    ['env', 'a.port', 'no shell takes such a name'],
    ['shell', 'UID', 'bash or zsh use that name themselves'],
    ['shell', 'path', 'bash or zsh use that name themselves'],
  ])('%s refuses the name %s: %s', async (format, name, reason) => {
    const root = projectOf({ [name]: '1' })
    const { code, stdout, stderr } = await run(root, ['print', '--format', format])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(`${name} cannot be set by the ${format} format: ${reason}`)
  })
})
