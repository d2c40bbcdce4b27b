import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, onTestFinished } from 'vitest'

export const REPOSITORY = resolve(import.meta.dirname, '../..')

/** Files by their paths; a schema may also be given as data, which is written as JSON. */
export type Files = Readonly<Record<string, string | Buffer | object>>

/**
 * A throw-away project in a folder of its own, gone when the test ends. Its own code can import `portolan`, `convict`
 * and this repository's other packages.
 */
export function project(files: Files): string {
  const root = made(files)
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return root
}

/** A project that the tests of a suite only read, made before the first of them and gone after the last. */
export function sharedProject(files: () => Files | Promise<Files>): () => string {
  let root = ''
  beforeAll(async () => {
    root = made(await files())
    return () => rmSync(root, { recursive: true, force: true })
  })
  return () => root
}

function made(files: Files): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-test-')))
  mkdirSync(join(root, '.git'))
  write(root, files)
  return root
}

/** Writes files into a project; data other than text and bytes as JSON. */
export function write(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    const raw = typeof content === 'string' || Buffer.isBuffer(content)
    writeFileSync(join(root, path), raw ? content : JSON.stringify(content, null, 2))
  }
}

/** Lets a project import what this repository can, and this package by its name. */
export function linkPackages(root: string, ...names: string[]): void {
  for (const name of names) {
    const target = name === 'portolan' ? REPOSITORY : join(REPOSITORY, 'node_modules', name)
    mkdirSync(dirname(join(root, 'node_modules', name)), { recursive: true })
    symlinkSync(target, join(root, 'node_modules', name))
  }
}

/** A schema of one port, BACKEND_PORT, 8203, and a URL made of it, as data. */
export const SMALL_SCHEMA = {
  core: {
    backend: { doc: 'Backend API', format: 'port', default: 8203, env: 'BACKEND_PORT' },
    url: {
      doc: 'Backend API',
      format: 'portolan:url',
      default: 'http://localhost:${BACKEND_PORT}',
      env: 'BACKEND_URL',
      maker: 'url',
    },
  },
}
