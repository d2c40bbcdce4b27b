import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { type Files, project } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, type Run, run, runBuilt } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import {
  type Case,
  opened,
  outcomesInPython,
  outcomesInTypeScript,
  place,
  runPython,
  writeCases,
} from '../../targets/python/rendered.js'

const SCHEMA = {
  port: { format: 'port', default: 8203, env: 'BACKEND_PORT' },
  text: { format: 'String', default: 'none', env: 'TEXT' },
  filled: { format: 'String', default: 'filled', env: 'FILLED' },
  empty: { format: 'String', default: '', env: 'EMPTY', allowEmpty: true },
  missing: { format: 'String', default: null, nullable: true, env: 'MISSING' },
  like: { format: 'String', default: '/base', env: 'PATHLIKE', maker: 'text' },
  secret: { format: 'String', default: null, nullable: true, env: 'DB_PASSWORD', sensitive: true },
}

/** What `get TEXT` comes to with a .env file. */
function get(dotenv: string, env: Readonly<Record<string, string>> = {}, files: Files = {}): Promise<Run> {
  return run(project({ 'schema/index.json': SCHEMA, '.env': dotenv, ...files }), ['get', 'TEXT'], { env })
}

/** Lines that set a name for each index below a length. */
function lines(length: number, line: (index: number) => string): string {
  return Array.from({ length }, (_, index) => `${line(index)}\n`).join('')
}

/** Files whose references have no end, or no reasonable one, and what is said of them. */
const ENDLESS: Readonly<Record<string, readonly [dotenv: string, message: string]>> = {
  'a name that refers to itself': ['TEXT=a${TEXT}', 'TEXT: refers to itself: TEXT -> TEXT'],
  'a name that refers to itself in what stands in for it': [
    'TEXT=${TEXT:-${TEXT}}',
    'TEXT: refers to itself: TEXT -> TEXT',
  ],
  'two names that refer to each other': ['TEXT=${A}\nA=${TEXT}', 'TEXT: refers to itself: TEXT -> A -> TEXT'],
  'a loop behind the name': ['TEXT=${A}\nA=${B}\nB=${C}\nC=${A}', 'A: refers to itself: A -> B -> C -> A'],
  'a loop of 50 names': [
    `${lines(49, (index) => `N${index}=\${N${index + 1}}`)}N49=\${N0}\nTEXT=\${N0}`,
    'N0: refers to itself: N0 -> N1 -> N2 -> ',
  ],
  'a loop of 1,000 names': [
    `${lines(999, (index) => `N${index}=\${N${index + 1}}`)}N999=\${N0}\nTEXT=\${N0}`,
    'its references are more than 100 deep',
  ],
  'a chain of 1,000 names': [
    `${lines(1000, (index) => `N${index}=\${N${index + 1}}`)}N1000=end\nTEXT=\${N0}`,
    'its references are more than 100 deep',
  ],
  'a chain of 1,000 names from below': [
    `N0=end\n${lines(1000, (index) => `N${index + 1}=\${N${index}}`)}TEXT=\${N1000}`,
    'its references are more than 100 deep',
  ],
  'a chain of 3,000 names, each within 15 others': [
    `${lines(3000, (index) => `N${index}=${'${A:-'.repeat(15)}\${N${index + 1}}${'}'.repeat(15)}`)}N3000=end\nTEXT=\${N0}`,
    'its references are more than 100 deep',
  ],
  'references nested 100 deep': [`TEXT=${'${A:-'.repeat(100)}x${'}'.repeat(100)}`, '"${" begins no reference'],
  'references nested 100,000 deep': [
    `TEXT=${'${A:-'.repeat(100_000)}x${'}'.repeat(100_000)}`,
    '"${" begins no reference',
  ],
  'a value that doubles 30 times': [
    `N0=x\n${lines(30, (index) => `N${index + 1}=\${N${index}}\${N${index}}`)}TEXT=\${N30}`,
    'it expands to more than 1048576 characters',
  ],
  'a value that doubles 30 times in what stands in for another': [
    `N0=x\n${lines(30, (index) => `N${index + 1}=\${A:-\${N${index}}\${N${index}}}`)}TEXT=\${N30}`,
    'it expands to more than 1048576 characters',
  ],
  'a hundred values of a megabyte': [
    `BIG=${'x'.repeat(1_000_000)}\n${lines(100, (index) => `N${index}=\${BIG}`)}TEXT=${lines(100, (index) => `\${N${index}}`).replaceAll('\n', '')}`,
    'it expands to more than 1048576 characters',
  ],
}

describe('references without a reasonable end are an error with the way out', () => {
  const cases = Object.entries(ENDLESS).map(([name, [dotenv, message]]) => ({ name, dotenv, message }))

  test.each(cases)('$name', async ({ dotenv, message }) => {
    const { code, stdout, stderr } = await get(dotenv)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr.match(/^error: /gm)).toHaveLength(1)
    expect(stderr).toMatch(/^ {2}help: ./m)
    expect(stderr.length).toBeLessThan(1000)
  })

  test.each(cases)('$name: in little memory', ({ dotenv, message }) => {
    const root = project({ 'schema/index.json': SCHEMA, '.env': dotenv })
    const args = ['--max-old-space-size=64', PROGRAM, 'get', 'TEXT']
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: PLAIN_ENV })
    expect({ status, stderr: stderr.includes(message) ? message : stderr }).toEqual({ status: 1, stderr: message })
  })

  test('a chain of 90 names is followed', async () => {
    const chain = `${lines(90, (index) => `N${index}=\${N${index + 1}}`)}N90=end\nTEXT=\${N0}`
    expect((await get(chain)).stdout).toBe('end\n')
  })
})

describe('so they are in the defaults of a schema', () => {
  const texts = (length: number, text: (index: number) => string) =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `n${index}`,
        { format: 'String', default: text(index), env: `N${index}`, maker: 'text' },
      ]),
    )
  const CASES: Readonly<Record<string, readonly [schema: object, message: string]>> = {
    'a default that refers to itself': [texts(1, () => '${N0}'), 'N0: refers to itself: N0 -> N0'],
    'a loop of 50 defaults': [texts(50, (index) => `\${N${(index + 1) % 50}}`), 'N0: refers to itself: N0 -> N1 -> '],
    'a loop of 1,000 defaults': [texts(1000, (index) => `\${N${(index + 1) % 1000}}`), 'more than 100 deep'],
    'a chain of 1,000 defaults': [
      { ...texts(1000, (index) => `\${N${index + 1}}`), end: { format: 'String', default: 'end', env: 'N1000' } },
      'more than 100 deep',
    ],
    'a default that doubles 30 times': [
      texts(31, (index) => (index === 0 ? 'x' : `\${N${index - 1}}\${N${index - 1}}`)),
      'it expands to more than 1048576 characters',
    ],
  }

  test.each(Object.entries(CASES))('%s', async (_, [schema, message]) => {
    const { code, stdout, stderr } = await run(project({ 'schema/index.json': schema }), ['print'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(message)
  })
})

/** What a name may be, each with what makes it so. */
const NAMES = ['NOPE', 'BLANK', 'OTHER', 'MISSING', 'EMPTY', 'FILLED'] as const
const STATES = 'OTHER=other\nBLANK=\nFILLED=\n'
const LACKS = Symbol('an error')
/** By operator, what it comes to for a name that is: nowhere, empty, set; a setting that is unset, empty, default. */
const OPERATORS: Readonly<Record<string, readonly (string | typeof LACKS)[]>> = {
  '': [LACKS, '', 'other', LACKS, '', 'filled'],
  ':-text': ['text', 'text', 'other', 'text', 'text', 'filled'],
  '-text': ['text', '', 'other', 'text', '', 'filled'],
  ':?say which': [LACKS, LACKS, 'other', LACKS, LACKS, 'filled'],
  ':-': ['', '', 'other', '', '', 'filled'],
  ':-a${OTHER}b': ['aotherb', 'aotherb', 'other', 'aotherb', 'aotherb', 'filled'],
}
const COMBINATIONS = Object.entries(OPERATORS).flatMap(([operator, outcomes]) =>
  NAMES.map((name, index) => [`\${${name}${operator}}`, outcomes[index] ?? LACKS] as const),
)

describe('every operator with a name that is unset, empty or set', () => {
  test.each(COMBINATIONS)('%s', async (written, expected) => {
    const { code, stdout, stderr } = await get(`${STATES}TEXT=<${written}>\n`)
    if (expected === LACKS) {
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(/^error: TEXT: (?:refers to \w+, which is not set|\w+ is not set: say which)$/m)
    } else expect({ code, stdout }).toEqual({ code: 0, stdout: `<${expected}>\n` })
  })
})

/** Texts that begin no reference, or look like one, and what they come to. */
const ODD: readonly (readonly [written: string, expected: string | typeof LACKS])[] = [
  ['$${OTHER}', '${OTHER}'],
  ['$$${OTHER}', '$${OTHER}'],
  ['$$$${OTHER}', '$$${OTHER}'],
  ['$${', '${'],
  ['$$${', '$${'],
  ['$$', '$$'],
  ['$OTHER', '$OTHER'],
  ['$(OTHER)', '$(OTHER)'],
  ['$ {OTHER}', '$ {OTHER}'],
  ['{OTHER}', '{OTHER}'],
  ['${NOPE:-${OTHER}}', 'other'],
  ['${NOPE:-$${OTHER}}', '${OTHER}'],
  ['${NOPE:-}}', '}'],
  ['${__proto__:-x}', 'x'],
  ['${constructor-x}', 'x'],
  ['${', LACKS],
  ['${}', LACKS],
  ['${:-x}', LACKS],
  ['${OTHER', LACKS],
  ['${OTHER:-', LACKS],
  ['${OTHER:-${BLANK}', LACKS],
  ['${NOPE:-${NOPE}}', LACKS],
  ['${OTHER BLANK}', LACKS],
  ['${ OTHER}', LACKS],
  ['${OTHER }', LACKS],
  ['${1OTHER}', LACKS],
  ['${OTHER-NAME:x}', 'other'],
  ['${OTHER:+x}', LACKS],
  ['${OTHER:=x}', LACKS],
  ['${OTHER#x}', LACKS],
  ['${OTHER//a/b}', LACKS],
  ['${!OTHER}', LACKS],
  ['${#OTHER}', LACKS],
  ['${OTHER[0]}', LACKS],
  ['${$(touch canary)}', LACKS],
  ['${ОTHER}', LACKS],
  ['${a.b}', LACKS],
  ['${text.x}', LACKS],
  ['${__proto__}', LACKS],
  ['${constructor}', LACKS],
  ['${hasOwnProperty}', LACKS],
]

describe('what looks like a reference', () => {
  test.each(ODD)('%s', async (written, expected) => {
    const { code, stdout, stderr } = await get(`${STATES}TEXT=<${written}>\n`)
    if (expected === LACKS) {
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(/^error: TEXT: (?:"\$\{" begins no reference at|refers to [\w.]+, which is not set)/m)
      expect(stderr).toContain('$${ is a literal ${')
    } else expect({ code, stdout }).toEqual({ code: 0, stdout: `<${expected}>\n` })
  })

  test('variables that are called as what every object has are variables', async () => {
    const env = Object.fromEntries([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ])
    expect((await get('TEXT=${__proto__}${constructor}${toString-t}', env)).stdout).toBe('pct\n')
  })

  test.each(['get', 'exec'])('nothing in the environment or in --set is one: %s', (verb) => {
    const root = project({ 'schema/index.json': SCHEMA })
    const args = verb === 'get' ? ['get', 'TEXT', 'FILLED'] : ['exec', '--', 'sh', '-c', 'echo "$TEXT"; echo "$FILLED"']
    const { stdout } = runBuilt(root, ['--set', 'TEXT=${BACKEND_PORT}$${', ...args], { env: { FILLED: '${TEXT' } })
    expect(stdout).toBe('${BACKEND_PORT}$${\n${TEXT\n')
  })
})

describe('a value that refers to its own lower layer', () => {
  test.each([
    ['PATHLIKE', ''],
    ['PATHLIKE', 'PATHLIKE=/usr\n'],
    ['UNDECLARED', 'UNDECLARED=/usr\nTEXT=${UNDECLARED}\n'],
  ])('%s in .env.local, above %j: is told, with what to do', async (name, dotenv) => {
    const { code, stdout, stderr } = await get(dotenv, {}, { '.env.local': `${name}=\${${name}}:/x\n` })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(`error: ${name}: refers to itself: ${name} -> ${name}\n  from .env.local:1\n`)
    expect(stderr).toContain('help: write one of the values in full: a name never means what a lower layer says\n')
  })

  test('stands for the environment where that wins', async () => {
    const { stdout } = await get('TEXT=${PATHLIKE}\nPATHLIKE=${PATHLIKE}:/x\n', { PATHLIKE: '/env' })
    expect(stdout).toBe('/env\n')
  })
})

describe('a reference to what has a problem of its own', () => {
  test.each([
    '${BACKEND_PORT}',
    '${BACKEND_PORT:-1}',
    '${BACKEND_PORT-1}',
    '${BACKEND_PORT:?m}',
    '${NOPE:-${BACKEND_PORT}}',
  ])('%s, where the port is none: that is told, and nothing stands in for it', async (written) => {
    const { code, stdout, stderr } = await get(`BACKEND_PORT=8203x\nTEXT=${written}\n`)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.match(/^error: .*/gm)).toEqual(['error: BACKEND_PORT="8203x" is not a TCP port (1-65535)'])
  })

  test.each([
    ['get', 'TEXT'],
    ['print', '--format', 'env'],
    ['print', '--format', 'shell'],
    ['print', '--json'],
    ['explain', 'TEXT'],
  ])('to a secret: %s %s does not show it', async (...args) => {
    const dotenv = 'DB_PASSWORD=hunter2\nTEXT=redis://:${DB_PASSWORD}@redis\n'
    const root = project({ 'schema/index.json': SCHEMA, '.env': dotenv })
    const { stdout, stderr } = await run(root, args)
    expect(stdout + stderr).toContain('TEXT')
    expect(stdout + stderr).not.toContain('hunter2')
  })
})

test('a value of a megabyte is taken, also where it stands in for another', async () => {
  const { stdout } = await get(`BIG=${'x'.repeat(700_000)}\nTEXT=\${NOPE:-\${NOPE:-\${BIG}}}\n`)
  expect(stdout).toHaveLength(700_001)
})

describeWith('python3', has('python3'), 'the generated Python module', () => {
  test('comes to the same, or refuses it in the same words', () => {
    const files = [
      ...Object.values(ENDLESS).map(([dotenv]) => dotenv),
      ...[...COMBINATIONS, ...ODD].map(([written]) => `${STATES}TEXT=<${written}>\n`),
      'PATHLIKE=${PATHLIKE}:x\n',
      `BIG=${'x'.repeat(700_000)}\nTEXT=\${NOPE:-\${NOPE:-\${BIG}}}\n`,
      'BACKEND_PORT=x\nTEXT=${BACKEND_PORT:-1}\n',
      'DB_PASSWORD=hunter2${NOPE}\nTEXT=${DB_PASSWORD}\n',
    ]
    const cases: Case[] = files.map((dotenv) => ({ files: { '.env': dotenv } }))
    const stack = opened(SCHEMA, project({}))
    writeCases(stack, cases)
    const [here, there] = [outcomesInTypeScript(stack, cases), outcomesInPython(stack, cases)]
    const differing = files.flatMap((dotenv, index) => {
      const [ours, theirs] = [here[index], there[index]].map((one) => withoutDepth(JSON.stringify(one).slice(0, 500)))
      return ours === theirs ? [] : { dotenv: dotenv.slice(0, 100), ours, theirs }
    })
    expect(differing).toEqual([])
  })
})

const limited = has('python3') && process.platform === 'linux'
describeWith('python3 on Linux', limited, 'references without end in the generated Python module', () => {
  const LIMIT = 'import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28))'

  test.each(Object.entries(ENDLESS))('%s: in 256 MiB', (_, [dotenv]) => {
    const root = project({ '.env': dotenv })
    place(opened(SCHEMA, root))
    const { stdout, stderr } = runPython(root, `${LIMIT}\nimport ports_config`)
    expect(stdout).toBe('')
    expect(stderr).toContain('ports_config.ConfigError: 1 problem in the configuration')
  })
})

/** Python's own stack may end before 100 references that each stand within others. */
function withoutDepth(outcome: string): string {
  return outcome.replace(/N\d+: its references are (?:more than 100|too) deep.*/, 'too deep')
}
