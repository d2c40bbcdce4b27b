import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import MANIFEST from '../../package.json' with { type: 'json' }
import { install } from '../support/install.js'
import { installedPackage } from '../support/packed.js'
import { REPOSITORY, sharedProject, write } from '../support/project.js'
import { PLAIN_ENV } from '../support/run.js'

const installed = installedPackage()

/** Where the packages of this folder's package.json are installed. */
const judges = sharedProject(() =>
  Object.fromEntries(
    ['package.json', 'package-lock.json'].map((name) => [name, readFileSync(join(import.meta.dirname, name), 'utf8')]),
  ),
)
beforeAll(() => install(judges()))

/** What a script of a few lines prints where the judges are installed, as JSON. */
function evaluate(script: string): unknown {
  const args = ['--input-type=module', '--eval', script, installed().tarball]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: judges(), encoding: 'utf8', env: PLAIN_ENV }))
}

describe('the tarball', () => {
  test('has nothing that publint would change', () => {
    const said = evaluate(`
      import { readFileSync } from 'node:fs'
      import { publint } from 'publint'
      const { buffer } = new Uint8Array(readFileSync(process.argv[1]))
      const { messages } = await publint({ pack: { tarball: buffer }, level: 'suggestion', strict: true })
      console.log(JSON.stringify(messages))`)
    expect(said).toEqual([])
  })

  test('has types that say what each module system finds', () => {
    const said = evaluate(`
      import { readFileSync } from 'node:fs'
      import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
      const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(process.argv[1]))))
      console.log(JSON.stringify({ entries: Object.keys(checked.entrypoints), problems: checked.problems }))`)
    expect(said).toEqual({ entries: Object.keys(MANIFEST.exports), problems: [] })
  })
})

const IMPORTING = `import { type Config, defineSchema, inspect, load, port, url } from 'portolan'
import portolan, { type PortolanOptions } from 'portolan/vite'

export const schema = defineSchema({
  core: {
    backend: port('BACKEND_PORT', 8203, 'Backend API', { role: 'browser' }),
    url: url('BACKEND_URL', 'http://localhost:\${BACKEND_PORT}', 'Backend API'),
  },
})
export const config: Config<typeof schema> = load(schema)
export const backend: number = config.BACKEND_PORT
export const origin = inspect(config, 'BACKEND_URL').origin
// @ts-expect-error a name that the schema has not
export const misspelt = config.BACKEND_PROT
// @ts-expect-error a port is a number
export const wrong: string = config.BACKEND_PORT
const options: PortolanOptions = { root: '..' }
export const plugins = [portolan(options)]
`

const REQUIRING = `import portolan = require('portolan')
import vite = require('portolan/vite')

const schema = portolan.defineSchema({ core: { backend: portolan.port('BACKEND_PORT', 8203, 'Backend API') } })
export const backend: number = portolan.load(schema).BACKEND_PORT
export const plugins = [vite.default()]
`

const REQUIRING_JS = `const { defineSchema, load, port } = require('portolan')
const { default: vite } = require('portolan/vite')

/** @type {number} */
exports.backend = load(defineSchema({ core: { backend: port('BACKEND_PORT', 8203, 'Backend API') } })).BACKEND_PORT
exports.plugins = [vite()]
`

/** By what imports and requires there are, the files that use them. */
const OF_NODE = { 'esm.mts': IMPORTING, 'cjs.cts': IMPORTING, 'required.cts': REQUIRING, 'script.cjs': REQUIRING_JS }
const OF_OTHERS = { 'index.ts': IMPORTING }

/** TypeScript before 7, which knows the resolution that preceded `exports`, and the one that this repository is built with. */
const COMPILERS = {
  'TypeScript 5': () => join(judges(), 'node_modules/typescript/bin/tsc'),
  'TypeScript 7': () => join(REPOSITORY, 'node_modules/typescript/bin/tsc'),
}

describe('a TypeScript program that imports the package compiles and runs, and a wrong one does not', () => {
  test.each([
    ['TypeScript 5', { module: 'commonjs', moduleResolution: 'node10' }, OF_OTHERS],
    ['TypeScript 5', { module: 'esnext', moduleResolution: 'bundler' }, OF_OTHERS],
    ['TypeScript 5', { module: 'node16', moduleResolution: 'node16' }, OF_NODE],
    ['TypeScript 5', { module: 'nodenext', moduleResolution: 'nodenext' }, OF_NODE],
    ['TypeScript 7', { module: 'esnext', moduleResolution: 'bundler' }, OF_OTHERS],
    ['TypeScript 7', { module: 'node16', moduleResolution: 'node16' }, OF_NODE],
    ['TypeScript 7', { module: 'nodenext', moduleResolution: 'nodenext' }, OF_NODE],
  ] as const)('%s, %o', (compiler, options, files) => {
    const folder = `${compiler}-${options.moduleResolution}`.replace(' ', '-')
    // Every declaration is judged, where nothing but the language is known: no types of Node's, none of a page's.
    const strict = { strict: true, exactOptionalPropertyTypes: true, esModuleInterop: true, checkJs: true }
    const output = { declaration: true, outDir: 'out' }
    const compilerOptions = { ...options, ...strict, ...output, target: 'es2022', lib: ['es2022'], types: [] }
    const project = { ...files, 'tsconfig.json': { compilerOptions, files: Object.keys(files) } }
    for (const [name, content] of Object.entries(project)) write(installed().home, { [`${folder}/${name}`]: content })
    const cwd = join(installed().home, folder)
    const node = (...args: string[]) =>
      spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: PLAIN_ENV }).output.join('')
    expect(node(COMPILERS[compiler]())).toBe('')
    const compiled = files === OF_NODE ? Object.keys(files).map((name) => name.replace(/\.([cm])ts$/, '.$1js')) : []
    expect(compiled.map((name) => node(join('out', name))).join('')).toBe('')
  })
})
