import { execFile } from 'node:child_process'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createJiti } from 'jiti'
import { describe, expect, test } from 'vitest'
import { resolveImport } from '../src/schema/typescript/resolve-import.js'
import { type Files, linkPackages, project, write } from './support/project.js'
import { PLAIN_ENV, PROGRAM, runBuilt } from './support/run.js'

const CACHE = 'node_modules/.cache/portolan'

/** What a start says, and whether it loaded what transpiles TypeScript. */
function start(
  root: string,
  args: readonly string[] = ['print', '--json'],
  env: Readonly<Record<string, string>> = {},
) {
  write(root, {
    'look.cjs': `process.on('exit', () => {
      const loaded = Object.keys(require.cache).some((name) => /[\\\\/]jiti[\\\\/]/.test(name))
      require('node:fs').writeFileSync(${JSON.stringify(join(root, 'loaded'))}, String(loaded))
    })`,
  })
  const options = { env: { NODE_OPTIONS: `--require=${join(root, 'look.cjs')}`, ...env } }
  const { status, stdout, stderr } = runBuilt(root, args, options)
  return { said: { status, stdout, stderr }, isTranspiled: readFileSync(join(root, 'loaded'), 'utf8') === 'true' }
}

function typed(files: Files, ...packages: string[]): string {
  const root = project({ 'node_modules/.keep': '', ...files })
  linkPackages(root, ...packages)
  return root
}

const kept = (root: string) => readdirSync(join(root, CACHE))
const leaf = (port: string, env: string) => `{ format: 'port', default: ${port}, env: '${env}' }`

const MODULES = {
  'package.json': { name: 'own', imports: { '#own': './schema/own.ts' } },
  'schema/index.ts': `
    import { join, sep } from 'node:path'
    import fs from 'fs'
    import * as os from 'node:os'
    import { defineSchema, port } from 'portolan'
    import type { Shape } from './shape'
    import core from './groups/core'
    import { ai } from './groups/ai.js'
    import { tts } from './tts'
    import * as all from './all.js'
    import data from './data.json' with { type: 'json' }
    import plain = require('./plain.cjs')
    import native from './native.mjs'
    import { shared } from '../shared/ports.ts'
    enum Offset { A = 1, B = 2 }
    const late = await import('./late')
    const shape: Shape = { base: 9000 }
    const here = [import.meta.url, import.meta.dirname, import.meta.filename, __dirname].map((one) => typeof one).join()
    if (!fs.existsSync(join(import.meta.dirname, 'data.json')) || os.EOL.length === 0 || sep === '') throw new Error('?')
    export default defineSchema({
      core, ai, tts, shared, all: all.one, late: late.default,
      data: port('DATA_PORT', data.port, here),
      plain: port('PLAIN_PORT', plain.port, Object.keys(plain).join()),
      native: port('NATIVE_PORT', native, 'native'),
      own: port('OWN_PORT', shape.base + Offset.B, 'own'),
    })`,
  'schema/shape.d.ts': 'export interface Shape { base: number }',
  'schema/groups/core.ts':
    "import { port } from 'portolan'\nexport default { backend: port('BACKEND_PORT', 8000, 'B') }",
  'schema/groups/ai.ts': "import { port } from 'portolan'\nexport const ai = { llm: port('LLM_PORT', 8611, 'L') }",
  'schema/tts/index.ts': "import { port } from 'portolan'\nexport const tts = { edge: port('TTS_PORT', 8604, 'T') }",
  'schema/all.ts': "export * from './one.js'\nexport * as two from './two'",
  'schema/one.ts':
    "import { two } from './two.ts'\nexport const one = { x: { format: 'port', default: two(), env: 'ONE' } }",
  'schema/two.ts': "import * as one from './one'\nexport const two = () => ('one' in one ? 1 : 2)",
  'schema/late.ts': `export default ${leaf('7000', 'LATE_PORT')}`,
  'schema/data.json': { port: 7001 },
  'schema/plain.cjs': 'exports.port = 7002',
  'schema/native.mjs': 'export default 7003',
  'shared/ports.ts': `export const shared = { a: ${leaf('7004', 'SHARED_PORT')} }`,
}

const ESM_ONLY = {
  'node_modules/only/package.json': { name: 'only', type: 'module', exports: { '.': { import: './lib/index.js' } } },
  'node_modules/only/lib/index.js': 'export const base = 7100\nexport default { base }',
  'node_modules/@team/ports/package.json': { name: '@team/ports', main: 'src/index.ts' },
  'node_modules/@team/ports/src/index.ts': 'export const team: number = 7200',
  'schema/index.ts': `import only, { base } from 'only'
    import { team } from '@team/ports'
    export const a = ${leaf('base', 'A_PORT')}
    export const b = ${leaf('only.base + 1', 'B_PORT')}
    export const c = ${leaf('team', 'C_PORT')}`,
}

const CONVICT = {
  'schema/index.ts': `import convict from 'convict'
    convict.addFormat({ name: 'even', validate(value: number) { if (value % 2) throw new Error('odd') }, coerce: Number })
    export default convict({ a: { format: 'even', default: 2, env: 'A' }, b: ${leaf('80', 'B_PORT')} } as any)`,
}

describe('a TypeScript schema that is kept', () => {
  test.each<[title: string, files: Files, packages: string[], says: string]>([
    ['made of modules of every kind', MODULES, [], 'OWN_PORT'],
    ['that imports packages: one of ES modules only, one in TypeScript', ESM_ONLY, [], '7200'],
    ['that exports a convict instance', CONVICT, ['convict'], 'B_PORT'],
    ['in .mts', { 'schema/index.mts': `export default { a: ${leaf('80', 'A')} }` }, [], '80'],
    [
      'that throws',
      { 'schema/index.ts': "import './b'", 'schema/b.ts': '\nconst a: number = 1\nthrow Error(`no ${a}`)' },
      [],
      '"line": 3',
    ],
  ])('%s gives the same without what transpiled it', (_, files, packages, says) => {
    const root = typed(files, ...packages)
    const first = start(root)
    expect(first.said).toMatchObject({ status: says.includes('"line": 3') ? 1 : 0, stderr: '' })
    expect(first.said.stdout).toContain(says)
    expect(first.isTranspiled).toBe(true)
    expect(start(root)).toEqual({ said: first.said, isTranspiled: false })
  })

  test.each<[title: string, files: Files]>([
    ['imports what is not installed', { 'schema/index.ts': "import x from 'nowhere'\nexport default x" }],
    ['has a mistake', { 'schema/index.ts': 'export default {\n  a: : 1,\n}\n' }],
    ['imports a module with a mistake', { 'schema/index.ts': "import './b'", 'schema/b.ts': '\n\nconst a = 82 b' }],
    [
      'imports a module whose default export is null',
      {
        'schema/index.ts': `import { b } from './b'\nexport default { a: ${leaf('b', 'A')} }`,
        'schema/b.ts': 'export const b = 80\nexport default null',
      },
    ],
    [
      'is an ES module that Node has to read itself',
      { 'schema/index.ts': `export default { a: ${leaf("'main' in import.meta ? 80 : 80", 'A')} }` },
    ],
    [
      'imports a package by its own name, and from a map',
      {
        'package.json': { name: 'own', imports: { '#own': './schema/b.ts' }, exports: { './b': './schema/b.ts' } },
        'schema/b.ts': `export const b = ${leaf('81', 'B')}`,
        'schema/index.ts': "import * as b from '#own'\nimport { b as c } from 'own/b'\nexport default { b: b.b, c }",
      },
    ],
    [
      'imports JavaScript that is to be transpiled',
      {
        'schema/index.ts': "import { b } from './b.js'\nexport default { b }",
        'schema/b.js': `export const b = ${leaf('81', 'B')}`,
      },
    ],
  ])('one that %s says the same again', (_, files) => {
    const root = typed(files)
    const { said } = start(root)
    expect(said.stdout + said.stderr).not.toBe('')
    expect(start(root).said).toEqual(said)
  })
})

describe('what is kept of a TypeScript schema', () => {
  const files = (port: number) => ({
    'schema/index.ts': `import { port } from './b'\nexport default { port: { format: 'port', default: port, env: 'PORT' } }`,
    'schema/b.ts': `export const port: number = ${port}`,
  })
  const get = (root: string) => start(root, ['get', 'PORT'])
  const good = (port: number) => ({ status: 0, stdout: `${port}\n`, stderr: '' })

  /** A project that has run once. */
  function warm(): string {
    const root = typed(files(8080))
    expect(get(root)).toEqual({ said: good(8080), isTranspiled: true })
    expect(kept(root)).toHaveLength(2)
    return root
  }

  test('is of one content: an edit of a module is seen, of the same length too, and kept', () => {
    const root = warm()
    write(root, files(8081))
    expect(get(root)).toEqual({ said: good(8081), isTranspiled: true })
    expect(get(root)).toEqual({ said: good(8081), isTranspiled: false })
    expect(kept(root)).toHaveLength(2)
  })

  test('is of one resolution: a file that is found before another is seen', () => {
    const root = warm()
    write(root, { 'schema/b.js': 'exports.port = 8082' })
    expect(get(root).said).toEqual(good(8082))
  })

  test('costs time only where it is spoilt, or of another version', () => {
    const root = warm()
    const spoilt: ((text: string) => string)[] = [
      (text) => text.slice(0, -9),
      () => '',
      () => '\0\uFFFD{',
      (text) => text.replace(/(?<=exports.port = )8080/, '8090'),
      (text) => text.replaceAll(/(?<=exports.*)[{}]/gs, '\0'),
      (text) => text.replace(/"version":"[^"]+"/, '"version":"0.0.1"'),
      (text) => text.replace('"form":1', '"form":0'),
    ]
    for (const spoil of spoilt) {
      for (const name of kept(root)) {
        const file = join(root, CACHE, name)
        writeFileSync(file, spoil(readFileSync(file, 'utf8')))
      }
      expect(get(root)).toEqual({ said: good(8080), isTranspiled: true })
    }
    expect(get(root)).toEqual({ said: good(8080), isTranspiled: false })
  })

  test('may be taken away while others start', async () => {
    const root = warm()
    const starts = Array.from({ length: 4 }, () =>
      promisify(execFile)(process.execPath, [PROGRAM, 'get', 'PORT'], { cwd: root, env: PLAIN_ENV }),
    )
    const all = Promise.all(starts)
    let isOver = false
    const over = all.finally(() => {
      isOver = true
    })
    while (!isOver) {
      try {
        rmSync(join(root, CACHE), { recursive: true, force: true })
      } catch {
        // One of them has just put something there again.
      }
      await pause(1)
    }
    await over
    expect(await all).toEqual(starts.map(() => ({ stdout: '8080\n', stderr: '' })))
    expect(get(root).said).toEqual(good(8080))
  })

  test('is of one place: a project that was moved is transpiled anew', () => {
    const root = warm()
    const other = project({})
    renameSync(root, join(other, 'moved'))
    expect(get(join(other, 'moved'))).toEqual({ said: good(8080), isTranspiled: true })
    mkdirSync(root)
  })

  test('is left alone where jiti is told something by its own variables', () => {
    const root = warm()
    const { said, isTranspiled } = start(root, ['get', 'PORT'], { JITI_ALIAS: '{}' })
    expect({ said, isTranspiled }).toEqual({ said: good(8080), isTranspiled: true })
  })
})

describe('an import leads where jiti finds it, or is left to jiti', () => {
  const FILES = {
    'package.json': { name: 'app', exports: { './self': './src/a.ts' } },
    'src/a.ts': '',
    'src/b.js': '',
    'src/b.ts': '',
    'src/c.d.ts': '',
    'src/d/index.ts': '',
    'src/d.test.ts': '',
    'src/e/package.json': { main: 'main.js' },
    'src/e/main.js': '',
    'src/f.js/x': '',
    'src/f.ts': '',
    'src/g.mts': '',
    'src/h.json': '{}',
    'src/Case.ts': '',
    'src/i.js.ts': '',
    'src/i.ts': '',
    'src/in/from.ts': '',
    'src/in/j.js': '',
    'j.ts': '',
    'src/j.ts': '',
    'src/k.tsx': '',
    'src/sp ace.ts': '',
    'src/node_modules/near/index.js': '',
    'src/node_modules/near/package.json': {},
    'node_modules/near/package.json': { main: 'other.js' },
    'node_modules/near/other.js': '',
    'node_modules/main/package.json': { main: './lib/main' },
    'node_modules/main/lib/main.js': '',
    'node_modules/main/sub.js': '',
    'node_modules/exact/package.json': { main: 'lib/x.js' },
    'node_modules/exact/lib/x.js': '',
    'node_modules/both/package.json': {
      exports: { '.': { types: './x.d.ts', require: './x.cjs', import: './x.mjs' }, './s/*': './*.mjs', './n': null },
    },
    'node_modules/both/x.cjs': '',
    'node_modules/both/x.mjs': '',
    'node_modules/nested/package.json': { exports: { node: { require: './r.js' }, default: './d.js' } },
    'node_modules/nested/r.js': '',
    'node_modules/nested/d.js': '',
    'node_modules/list/package.json': { exports: ['./x.js'] },
    'node_modules/list/x.js': '',
    'node_modules/@s/p/package.json': { exports: './x.js' },
    'node_modules/@s/p/x.js': '',
    'node_modules/bare/index.js': '',
  }
  const IDS = [
    ...[
      'a',
      'a.ts',
      'a.js',
      'b',
      'b.js',
      'c',
      'd',
      'd/index',
      'd.test',
      'd.test.js',
      'e',
      'f',
      'f.js',
      'g',
      'g.mjs',
      'h',
    ],
    ...[
      'h.json',
      'case',
      'Case',
      'case.js',
      'i.js',
      'i',
      'in/../a',
      'k',
      'k.jsx',
      'l',
      'sp ace',
      'a?x',
      'd/',
      'linked',
    ],
  ].map((name) => `./${name}`)
  const OTHERS = [
    ...[
      '../src/a',
      '../j.js',
      '../j',
      'near',
      'main',
      'main/sub',
      'main/sub.js',
      'exact',
      'both',
      'both/s/x',
      'both/n',
    ],
    ...[
      'nested',
      'list',
      '@s/p',
      '@s/p/x',
      'bare',
      'app/self',
      'app',
      'none',
      'node_modules',
      '..',
      '.',
      '/',
      '#x',
      '@s',
    ],
  ]

  test.each(['src/from.ts', 'src/in/from.ts'])('from %s', (importer) => {
    const root = realpathSync(project(FILES))
    symlinkSync(join(root, 'src/d'), join(root, 'src/linked'))
    const from = join(root, importer)
    write(root, { [importer]: '' })
    const jiti = createJiti(from, { fsCache: false })
    const found = (id: string, isAsync: boolean) => {
      try {
        return isAsync ? jiti.esmResolve(id).replace('file://', '').replaceAll('%20', ' ') : jiti.resolve(id)
      } catch {
        return 'nowhere'
      }
    }
    const asked = [...IDS, ...OTHERS].flatMap((id) => [true, false].map((isAsync) => ({ id, isAsync })))
    const ours = asked.map((one) => ({ ...one, file: resolveImport(one.id, from, one.isAsync) }))
    const sure = ours.filter(({ file }) => file !== null)
    expect(sure.length).toBeGreaterThan(importer === 'src/from.ts' ? 50 : 10)
    expect(sure).toEqual(sure.map(({ id, isAsync }) => ({ id, isAsync, file: found(id, isAsync) })))
  })
})
