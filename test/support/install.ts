import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { write } from './project.js'
import { PLAIN_ENV } from './run.js'

interface Lock {
  readonly packages: Readonly<Record<string, Locked>>
}

interface Locked {
  /** Where it is not the name of its folder. */
  readonly name?: string
  readonly version?: string
  readonly resolved?: string
}

/**
 * Installs what a folder's lock file names, as `npm ci` does. Where the file names no addresses, npm asks the registry
 * for everything it knows of each package, which takes most of its time; so they are put in first.
 */
export function install(folder: string): void {
  const lock: Lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  const registry = npm(folder, 'config', 'get', 'registry').trim()
  const packages = Object.entries(lock.packages).map(([path, locked]) => [path, addressed(path, locked, registry)])
  write(folder, { 'package-lock.json': { ...lock, packages: Object.fromEntries(packages) } })
  npm(folder, 'ci', '--ignore-scripts', '--no-audit', '--no-fund')
}

function addressed(path: string, locked: Locked, registry: string): Locked {
  const name = locked.name ?? path.split('node_modules/').at(-1) ?? ''
  if (path === '' || locked.resolved !== undefined) return locked
  return { ...locked, resolved: `${registry}${name}/-/${name.split('/').at(-1)}-${locked.version}.tgz` }
}

function npm(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8', env: PLAIN_ENV })
  expect({ args, status, said: status === 0 ? '' : stdout + stderr }).toEqual({ args, status: 0, said: '' })
  return stdout
}
