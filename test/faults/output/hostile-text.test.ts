import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseDotenv } from 'dotenv'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { nodeServer } from '../../ports/servers.js'
import { quietPort } from '../../ports/sockets.js'
import { type Files, linkPackages, project, sharedProject, write } from '../../support/project.js'
import { PLAIN_ENV, type Run, run, runBuilt } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { DANGERS, FORGED, HOSTILE, HOSTILE_LINE, RAW } from './hostile.js'
import { onTerminal, PYTHON } from './pty.js'

const H = HOSTILE
const leaf = (env: string, value: unknown = 'x', more: object = {}) => ({
  doc: H,
  format: 'String',
  default: value,
  env,
  ...more,
})

/** Whether a run shows a person nothing that steers or forges, and a program one document. */
function expectHarmless({ stdout, stderr }: Run, args: readonly string[]): void {
  const about = JSON.stringify(args).slice(0, 120)
  for (const text of [stdout, stderr]) {
    expect(RAW.exec(text), `${about} in ${JSON.stringify(text.split('\n').find((line) => RAW.test(line)))}`).toBeNull()
    expect(FORGED.exec(text), about).toBeNull()
  }
  if (args.includes('--json') && stdout !== '') expect(() => JSON.parse(stdout), about).not.toThrow()
}

async function expectAllHarmless(
  root: string,
  calls: readonly (readonly string[])[],
  env: Record<string, string> = {},
) {
  for (const args of calls.flatMap((call) => [call, ['--json', ...call]])) {
    expectHarmless(await run(root, args, { env }), args)
  }
}

/** The verbs that have something to say of any project. */
const LOOKING = [
  ['print'],
  ['print', '--format', 'yaml'],
  ['explain', `NAME${H}`],
  ['explain', 'PLAIN'],
  ['get', `SECRET${H}`],
  ['check'],
  ['status'],
  ['audit', '--sure', 'low'],
  ['generate', '--check'],
  ['generate', '--list'],
  ['free', `PORT${H}`],
  ['wait', `PORT${H}`, '--timeout', '0'],
  ['wait', 'URL', '--timeout', '0'],
  ['set', `NAME${H}`, `value${H}`, '--plan'],
  ['set', 'PLAIN', H, '--local', '--plan'],
  ['set', `PORT${H}`, H, '--plan'],
  ['set', `PORT${H}`, '9100', '--plan'],
  ['set', `NAME${H}`, '', '--in', '.env'],
  ['unset', 'PLAIN', '--plan'],
]

/** Those of them that are soon done, for what all of them tell alike. */
const SOON_DONE = LOOKING.filter(
  ([verb, flag]) => /^(?:print|explain|check|set)$/.test(verb ?? '') && flag !== '--format',
)

/** Hostile text in every place of a schema that takes any. */
function schemaOf(port: number) {
  return {
    $stack: { targets: { env: 'made.env', python: 'made.py', compose: 'compose.yml' } },
    [`group${H}`]: {
      port: { doc: H, format: 'port', default: port, env: `PORT${H}` },
      text: leaf(`NAME${H}`, `text${H}`),
      [`key${H}`]: { doc: H, format: 'String', default: H },
      choice: { doc: H, format: [`one${H}`, 'two'], default: 'two', env: 'CHOICE' },
      secret: leaf(`SECRET${H}`, H, { sensitive: true }),
      object: { doc: H, format: 'Object', default: { [H]: [H] }, env: 'OBJECT' },
      plain: leaf('PLAIN'),
      url: { doc: H, format: 'portolan:url', default: `http://localhost:${port}/`, env: 'URL' },
      made: { doc: H, format: 'String', maker: 'text', default: `\${PLAIN}${H}`, env: 'MADE' },
    },
  }
}

/** Files with hostile text in a project's schema, layers, Compose file, sources and their names. */
async function hostileFiles(): Promise<Files> {
  const port = await quietPort()
  const compose = {
    services: { [`service${H}`]: { image: H, ports: [`${port}:80`, `9${H}:1`], environment: { [H]: `${port}` } } },
  }
  const folder = `folder${H.replaceAll('/', '')}`.slice(0, 90)
  return {
    'schema/index.json': schemaOf(port),
    '.env': `PLAIN='${H}'\nUNKNOWN='${H}'\n`,
    'compose.yml': compose,
    [`${folder}/index.js`]: `fetch('http://localhost:${port}/${HOSTILE_LINE}') // ${HOSTILE_LINE}\nprocess.env['A${HOSTILE_LINE}']\n`,
  }
}

async function hostileProject(files: Files = {}): Promise<string> {
  return project({ ...(await hostileFiles()), ...files })
}

describe('hostile text in every place of a project', () => {
  const looked = sharedProject(hostileFiles)

  test.each(LOOKING.map((args) => [args.map((word) => word.replace(H, '...')).join(' '), args] as const))(
    'is escaped by `%s`',
    async (_, args) => {
      expect(await run(looked(), ['print'])).toMatchObject({ code: 0 })
      await expectAllHarmless(looked(), [args])
    },
  )

  test.each([`NAME${H}`, `PORT${H}`, `SECRET${H}`, `group${H}`, `group${H}.text`, `unknown${H}`, `NAME${H}x`, H])(
    'is escaped where a word names it: %j',
    async (name) => {
      const calls = [
        'print',
        'get',
        'explain',
        'set',
        'unset',
        'status',
        'free',
        'wait',
        'generate',
        'check',
        'audit',
        'help',
      ]
      const root = await hostileProject()
      await expectAllHarmless(root, [
        ...calls
          .filter((verb) => verb !== 'get')
          .map((verb) => [verb, name, ...(verb === 'wait' ? ['--timeout', '0'] : [])]),
        ['set', name, H, '--plan'],
        ['set', name, '9100', '--in', `.env.${H}`],
        ['unset', name, '--local', '--plan'],
        ['print', '--set', `${name}=${H}`],
        ['print', '--set', name],
        [name],
        [`--${name}`],
        ['print', `--${name}`],
        ['print', `-${name}`],
      ])
    },
  )

  test.each([
    ['--mode', H],
    ['--root', H],
    ['--root', `/${H}`],
    ['--format', H],
    ['--set', H],
    ['--set', `PLAIN=${H}`],
    ['--set', `CHOICE=${H}`],
  ])('is escaped behind %s: %j', async (flag, value) => {
    await expectAllHarmless(looked(), [
      ['print', flag, value],
      ['check', flag, value],
    ])
  })

  test.each([
    ['audit', '--sure', H],
    ['audit', '--baseline', H],
    ['audit', '--baseline', `known${H.replaceAll('/', '')}`.slice(0, 60), '--write-baseline'],
    ['audit', H],
    ['generate', '--stdout', H],
    ['wait', 'URL', '--timeout', H],
    ['check', '--wait', H],
    ['set', 'PLAIN', 'x', '--in', H],
    ['set', 'PLAIN', 'x', '--in', `../${H}`],
    ['set', `PLAIN=${H}`],
    ['exec', H, H],
  ])('is escaped in the words of %j', async (...args) => {
    await expectAllHarmless(await hostileProject(), [args])
  })

  test('is escaped where the environment has it', async () => {
    const env = { CHOICE: H, [`NAME${H}`]: H, [`UNKNOWN${H}`]: H, OBJECT: H }
    const root = await hostileProject()
    await expectAllHarmless(root, LOOKING, env)
    await expectAllHarmless(root, [['print'], ['check']], { PORTOLAN_MODE: H })
    await expectAllHarmless(root, [['print'], ['check']], { NODE_ENV: H })
  })

  test('is escaped in what `exec` says', async () => {
    const root = await hostileProject()
    for (const args of [
      ['exec', '--', H],
      ['exec', '--', `/${H}`],
      ['exec', '--no-check', '--', `./${H}/x`],
    ]) {
      const { status, stdout, stderr } = runBuilt(root, args)
      expectHarmless({ code: 1, stdout, stderr }, args)
      expect(status).toBeGreaterThan(0)
    }
  })

  test('is escaped where a folder above is called so', async () => {
    const above = await hostileProject()
    const root = join(above, HOSTILE.replaceAll('/', '').slice(0, 60))
    mkdirSync(root)
    write(root, { 'schema/index.json': { a: leaf('A') }, '.env': 'A\n' })
    await expectAllHarmless(root, [['print'], ['check'], ['print', '--root', 'x'], ['generate']])
    const empty = join(root, HOSTILE.replaceAll('/', '').slice(0, 60))
    mkdirSync(empty)
    await expectAllHarmless(empty, [['print', '--root', '.']])
  })

  test('is escaped where a process has it in its command line and its folder', async () => {
    const root = await hostileProject()
    const folder = join(root, HOSTILE.replaceAll('/', '').slice(0, 60))
    mkdirSync(folder)
    const { port } = await nodeServer(folder, '127.0.0.1', { words: [H] })
    write(root, { 'schema/index.json': { web: { doc: '', format: 'port', default: port, env: 'WEB_PORT' } } })
    const { stdout } = await run(root, ['status'])
    expect(stdout).toContain('up')
    await expectAllHarmless(root, [['status'], ['check'], ['free', 'WEB_PORT'], ['wait', 'WEB_PORT']])
  })
})

/** Lines of a .env file that something is wrong with. */
const LAYERS: Readonly<Record<string, string>> = {
  'no assignment': `${HOSTILE_LINE}\n`,
  'a hostile key': `A${HOSTILE_LINE}=1\n`,
  'an unterminated quote': `PLAIN="${HOSTILE_LINE}\n`,
  'no choice': `CHOICE='${H}'\n`,
  'no object': `OBJECT='{${H}'\n`,
  'no URL': `URL='${H}'\n`,
  'a reference that ends nowhere': `PLAIN="\${X${HOSTILE_LINE}\n`,
  'a reference to nothing': `PLAIN="\${X${HOSTILE_LINE}}"\n`,
  'a message of its own': `PLAIN=\${NOTHING:?${HOSTILE_LINE}}\n`,
  'a loop': `PLAIN='x'\nA='${H}'\nB="\${C}"\nC="\${B}"\nPLAIN="\${B}"\n`,
  'a key twice': `PLAIN='${H}'\nPLAIN='x${H}'\n`,
  'a name that is close': `PLAINN='${H}'\n`,
  'a prefix and a mode': `NODE_ENV='${H}'\nREACT_APP_X='${H}'\n`,
  'what readers part on': `PLAIN='a$b${H}'\nCHOICE="\\x${HOSTILE_LINE}" # c\n`,
}

describe('hostile text in a .env file', () => {
  test.each(Object.entries(LAYERS))('is escaped where it is %s', async (_, text) => {
    await expectAllHarmless(await hostileProject({ '.env': text }), [...SOON_DONE, ['generate', '--check']])
  })
})

const made = (more: object) => ({ [`a${H}`]: { doc: H, format: 'port', maker: 'port', default: 1, env: 'X', ...more } })

/** Schemas that something is wrong with. */
const SCHEMAS: Readonly<Record<string, object | string>> = {
  'an unknown option of the stack': { $stack: { [H]: 1 }, a: leaf('A') },
  'a prefix': { $stack: { prefixes: [H] }, a: leaf('A') },
  'a name that a file may set': { $stack: { fileMaySet: [H] }, a: leaf('A') },
  'an unknown target': { $stack: { targets: { [H]: 'x' } }, a: leaf('A') },
  'the path of a target': { $stack: { targets: { env: `../${H}` } }, a: leaf('A') },
  'an option of a target': { $stack: { targets: { env: { path: 'x', [H]: H } } }, a: leaf('A') },
  variants: { $stack: { variants: { [H]: { m: { a: 'A' } }, A: { [H]: { [H]: H } } } }, a: leaf('A') },
  'a group with a dollar': { [`$${H}`]: { a: leaf('A') } },
  'a key with a dot': { [`a.${H}`]: leaf('A') },
  'a format': { [`a${H}`]: { ...leaf(`A${H}`), format: H } },
  'a default': { [`a${H}`]: { ...leaf(`A${H}`, H), format: 'port' } },
  'a default that is no choice': { [`a${H}`]: { ...leaf(`A${H}`, H), format: [`b${H}`] } },
  'a variable twice': { [`a${H}`]: leaf(`A${H}`), [`b${H}`]: { ...leaf(`A${H}`, 1), format: 'int' } },
  'a name of a prototype': { [`a${H}`]: { constructor: leaf('A') } },
  'the variable of a maker': made({ env: `X${H}` }),
  'a fact': made({ [H]: 1 }),
  'a role': made({ role: H }),
  'a service': made({ service: H }),
  'a count': made({ count: H }),
  'an address': made({ bind: H }),
  'a secret that is public': { [`a${H}`]: leaf(`A${H}`, 'x', { sensitive: true, public: true }) },
  'a reference to nothing': made({ format: 'portolan:url', maker: 'url', default: `\${NOTHING${H}}` }),
  'a value that is missing': { [`a${H}`]: leaf(`A${H}`, null) },
  'an option twice': { [`a${H}`]: leaf('A', 'x', { arg: H }), [`b${H}`]: leaf('B', 'x', { arg: H }) },
  'no setting': { [`a${H}`]: H },
  'no JSON': `{${H}`,
}

describe('hostile text in a schema', () => {
  test.each(Object.entries(SCHEMAS))('is escaped where it is %s', async (_, schema) => {
    await expectAllHarmless(await hostileProject({ 'schema/index.json': schema }), SOON_DONE)
  })

  test.each([
    `throw new Error(${JSON.stringify(H)})`,
    `throw ${JSON.stringify(H)}`,
    `require(${JSON.stringify(`./${H}`)})`,
    `!! ${HOSTILE_LINE}`,
    `module.exports = { a: { format(x) { throw new Error(${JSON.stringify(H)}) }, default: 1, env: 'A' } }`,
  ])('is escaped where its code says so: %j', (code) => {
    const root = project({ 'schema/index.js': code })
    linkPackages(root, 'convict')
    const { status, stdout, stderr } = runBuilt(root, ['print'])
    expectHarmless({ code: 1, stdout, stderr }, ['print'])
    expect(status).toBe(1)
  })

  test.each([{ portolan: { schema: H } }, { portolan: { schema: 3, [H]: 1 } }, { portolan: H }])(
    'is escaped where package.json names it',
    async (manifest) => {
      await expectAllHarmless(project({ 'package.json': manifest }), [['print'], ['check']])
    },
  )
})

/** Texts with every danger, and others that are hard to tell or to hold. */
const TEXTS: Readonly<Record<string, string>> = {
  ...DANGERS,
  'marks that pile up': `a${'\u0301'.repeat(1000)}`,
  'a mark of the letter before': '\u0338=',
  'wide letters': '\u6e2f'.repeat(20),
  emoji: '\u{1f98a}\u{1f468}\u200d\u{1f469}',
  'half a surrogate pair': 'a\ud800',
  'a blank that is none': '\u00a0\u2003\u2800',
}

describe('a text that is not hostile', () => {
  test.each([
    'größe, Tiếng Việt, e\u0301',
    '\u65e5\u672c\u8a9e \ud55c\uad6d\uc5b4',
    '\u0627\u0644\u0633\u064e\u0651\u0644\u064e\u0627\u0645\u064f \u05e9\u05c1\u05b8\u05dc',
    '\u0928\u092e\u0938\u094d\u0924\u0947 \u0e19\u0e49\u0e33 \u0ba4\u0bae\u0bbf\u0bb4\u0bcd',
    '\u2764\ufe0f 1\ufe0f\u20e3 \u{1f1e9}\u{1f1ea}',
    '\u{1f469}\u200d\u{1f4bb} \u{1f469}\u{1f3fd}\u200d\u{1f680} \u{1f3f3}\ufe0f\u200d\u{1f308}',
  ])('is shown as it is: %s', async (text) => {
    const root = project({ 'schema/index.json': { text: { doc: text, format: 'String', default: text, env: 'TEXT' } } })
    for (const call of [['print'], ['explain', 'TEXT'], ['print', '--json'], ['print', '--format', 'yaml']]) {
      expect((await run(root, call)).stdout).toContain(text)
    }
  })
})

describe('a hostile value', () => {
  test.each(Object.entries(TEXTS))('is the same when a program reads it: %s', async (_, text) => {
    const root = project({
      'schema/index.json': { text: leaf('TEXT', text), list: { format: 'Array', default: [text] } },
    })
    const json = await run(root, ['print', '--json'])
    expect(JSON.parse(json.stdout).settings).toMatchObject([{ value: text, doc: H }, { value: [text] }])
    expect(RAW.exec(json.stdout)).toBeNull()
    expect(JSON.parse((await run(root, ['get', 'TEXT', '--json'])).stdout)).toEqual({ TEXT: text })
    expect((await run(root, ['get', 'TEXT'])).stdout).toBe(`${text}\n`)
    const yaml = await run(root, ['print', '--format', 'yaml'])
    expect(parseYaml(yaml.stdout)).toEqual({ TEXT: text, list: [text] })
    expect(RAW.exec(yaml.stdout)).toBeNull()
    const env = await run(root, ['print', 'TEXT', '--format', 'env'])
    if (env.code === 0) expect(parseDotenv(env.stdout)).toEqual({ TEXT: text })
    else expect(env.stderr).toContain('the value of TEXT')
  })

  test.each(Object.entries(TEXTS))('is the same in a shell: %s', async (_, text) => {
    const root = project({ 'schema/index.json': { text: leaf('TEXT', text) } })
    const { code, stdout, stderr } = await run(root, ['print', '--format', 'shell'])
    if (code !== 0) expect(stderr).toContain('the value of TEXT')
    else {
      const input = `${stdout}printf %s "$TEXT"`
      expect(spawnSync('sh', { input, env: PLAIN_ENV, encoding: 'utf8' }).stdout).toBe(text)
    }
  })

  test.each(Object.entries(TEXTS))('is seen, and told from others, in a table: %s', async (_, text) => {
    const root = project({ 'schema/index.json': { a: leaf('A', text), b: leaf('B', 'plain') } })
    for (const verb of ['print', 'explain A']) {
      const { stdout } = await run(root, verb.split(' '))
      expect(RAW.exec(stdout)).toBeNull()
      expect(stdout.match(/\p{M}+/gu)?.every(({ length }) => length <= 4) ?? true).toBe(true)
    }
  })

  test('of a megabyte is cut in a table, and whole for programs', async () => {
    const text = `${'\u001b'.repeat(1 << 20)}.`
    const root = project({ 'schema/index.json': { a: leaf('A', text) }, '.env': `A='${'y'.repeat(1 << 19)}'\n` })
    const { stdout } = await run(root, ['print'])
    expect(stdout.length).toBeLessThan(1000)
    expect(JSON.parse((await run(root, ['print', '--json'])).stdout).settings[0].shadowed[0].value).toBe(text)
    expect((await run(root, ['get', 'A', '--set', `A=${text}`])).stdout).toBe(`${text}\n`)
  })
})

describeWith('Python', has(PYTHON), 'on a terminal, a hostile value', () => {
  test.each([
    ['get', 'TEXT'],
    ['print', 'TEXT', '--format', 'env'],
    ['print', 'TEXT', '--format', 'shell'],
    ['print', 'TEXT', '--format', 'json'],
    ['generate', '--stdout', 'env'],
  ])('is escaped even in text for programs: %s %s %s %s', (...args) => {
    const schema = { $stack: { targets: { env: 'made.env' } }, text: leaf('TEXT', '\u001b[2Jx\u202e') }
    const { shown, code } = onTerminal(project({ 'schema/index.json': schema }), args)
    expect(code).toBe(0)
    expect(shown).toContain('\\u001b[2Jx\\u202e')
    expect(RAW.exec(shown.replaceAll('\r\n', '\n'))).toBeNull()
  })
})
