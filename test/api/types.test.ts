import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Files, linkPackages, project, REPOSITORY, sharedProject } from '../support/project.js'

const TSC = join(REPOSITORY, 'node_modules/typescript/bin/tsc')
const USES = readFileSync(join(import.meta.dirname, '../fixtures/types/uses.ts'), 'utf8')

/** Each way in which a project can resolve the package, and how it imports JSON. */
const SETUPS = [
  {
    setup: 'ESM, module nodenext',
    type: 'module',
    compiler: { module: 'nodenext' },
    json: ' with { type: "json" }',
  },
  { setup: 'CommonJS, module nodenext', type: 'commonjs', compiler: { module: 'nodenext' }, json: '' },
  { setup: 'ESM, module node16', type: 'module', compiler: { module: 'node16' }, json: '' },
  { setup: 'CommonJS, module node16', type: 'commonjs', compiler: { module: 'node16' }, json: '' },
  {
    setup: 'moduleResolution bundler',
    type: 'module',
    compiler: { module: 'esnext', moduleResolution: 'bundler' },
    json: '',
  },
] as const

type Setup = Pick<(typeof SETUPS)[number], 'type' | 'compiler'>

/** The files of a project in such a setup. */
function projectOf(files: Files, { type, compiler }: Setup = SETUPS[0]): Files {
  const compilerOptions = {
    target: 'es2023',
    strict: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    types: ['node'],
    declaration: true,
    outDir: 'out',
    ...compiler,
  }
  return { 'package.json': { type }, 'tsconfig.json': { compilerOptions }, ...files }
}

/** What tsc says of a project; empty where it finds nothing. */
function tsc(root: string, more: readonly string[] = [], packages: readonly string[] = []): string {
  linkPackages(root, 'portolan', 'convict', '@types/convict', '@types/node', ...packages)
  const args = [TSC, '--pretty', 'false', ...more]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  return stdout + stderr
}

const MISSPELT = `import { defineSchema, load, port, url } from 'portolan'
const schema = defineSchema({
  core: {
    backend: port('BACKEND_PORT', 8203, 'Backend API'),
    url: url('BACKEND_URL', 'http://localhost:\${BACKEND_PORT}', 'Backend API'),
  },
})
export const port_ = load(schema).BACKND_PORT
`

const IN_VITE = `import portolan from 'portolan/vite'
portolan()
export const plugins: { name: string }[] = [portolan({ root: '..', mode: 'staging', port: 'ADMIN_PORT' })]
// @ts-expect-error: there is no such option
portolan({ prot: 'ADMIN_PORT' })
`

function fromJson(attributes: string): string {
  return `import { load, type Value } from 'portolan'
    import schema from './schema.json'${attributes}
    const config = load(schema)
    const whole: Readonly<Record<string, Value>> = config
    const value: Value = config.ANY_NAME
    // @ts-expect-error: its type is not known
    const port: number = config.PORT
    export { whole, value, port }`
}

describe.each(SETUPS)('$setup', ({ json, ...setup }) => {
  const files = {
    'uses.ts': USES,
    'schema.json': { http: { port: { format: 'port', default: 3000, env: 'PORT' } } },
    'json.ts': fromJson(json),
    'misspelt.ts': MISSPELT,
    'vite.config.mts': IN_VITE,
  }
  const root = sharedProject(() => projectOf(files, setup))
  let said: readonly string[] = []
  beforeAll(() => {
    said = tsc(root()).trim().split('\n')
  })
  const saidOf = (file: keyof typeof files) => said.filter((line) => line.startsWith(`${file}(`))

  test('every value has its type, and misspelt names fail', () => {
    expect(saidOf('uses.ts')).toEqual([])
  })

  test('a JSON schema gives values of unknown names', () => {
    expect(saidOf('json.ts')).toEqual([])
  })

  test('the Vite plugin has its type without Vite, and misspelt options fail', () => {
    expect(saidOf('vite.config.mts')).toEqual([])
  })

  test('a misspelt name is an error that shows the flat object, and nothing else is one', () => {
    expect(said).toEqual([
      "misspelt.ts(8,35): error TS2551: Property 'BACKND_PORT' does not exist on type " +
        "'{ readonly BACKEND_PORT: number; readonly BACKEND_URL: string; }'. Did you mean 'BACKEND_PORT'?",
    ])
  })
})

test('a CommonJS module in an ESM package, and the other way round', () => {
  const body = `const config = portolan.load({ a: { format: 'port', default: 1, env: 'A_PORT' } })
    const port: number = config.A_PORT
    // @ts-expect-error: a misspelt name
    config.A_PRT
    export { port }`
  expect(tsc(project(projectOf({ 'a.cts': `import portolan = require('portolan')\n${body}` })))).toBe('')
  const esm = { 'a.mts': `import * as portolan from 'portolan'\n${body}` }
  expect(tsc(project(projectOf(esm, SETUPS[1])))).toBe('')
})

test('the package asks for no other types, and its own hold under skipLibCheck false', () => {
  const compilerOptions = {
    module: 'nodenext',
    strict: true,
    types: [],
    lib: ['es2022'],
    skipLibCheck: false,
  }
  const files = {
    'tsconfig.json': {
      compilerOptions: { ...compilerOptions, exactOptionalPropertyTypes: true, noEmit: true },
    },
    'a.ts': MISSPELT.replace('BACKND', 'BACKEND'),
  }
  expect(tsc(project(projectOf(files)))).toBe('')
})

test('the Vite plugin is one that Vite takes', () => {
  const config = `import portolan from 'portolan/vite'
    import { defineConfig } from 'vite'
    export default defineConfig({ plugins: [portolan()] })`
  expect(tsc(project(projectOf({ 'vite.config.ts': config })), ['--skipLibCheck'], ['vite'])).toBe('')
})

test('300 settings in 30 groups keep their types', () => {
  const groups = Array.from({ length: 30 }, (_, group) => {
    const lines = Array.from({ length: 10 }, (_, one) => {
      const name = `G${group}_S${one}`
      return one % 2 === 0
        ? `s${one}: port('${name}', ${1024 + group * 10 + one}, 'One of many'),`
        : `s${one}: { format: ['x', 'y'], default: 'x', env: '${name}' },`
    })
    return `g${group}: { ${lines.join('\n')} },`
  })
  const many = `import { defineSchema, load, port } from 'portolan'
    export const schema = defineSchema({ ${groups.join('\n')} })
    export const config = load(schema, { set: { G7_S2: 1, 'g29.s9': 'y' } })
    const first: number = config.G0_S0
    const last: 'x' | 'y' = config.G29_S9
    // @ts-expect-error: a number is no text
    const wrong: string = config.G15_S4
    // @ts-expect-error: there is no such setting
    config.G30_S0
    export { first, last, wrong }`
  expect(tsc(project(projectOf({ 'many.ts': many })))).toBe('')
})
