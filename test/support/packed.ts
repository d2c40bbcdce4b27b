import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll } from 'vitest'
import { RUN_TIME } from '../faults/supply/packages.js'
import { REPOSITORY, write } from './project.js'
import { PLAIN_ENV } from './run.js'

/** What npm says of a tarball that it packs; sizes in bytes. */
export interface Packed {
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string; readonly mode: number }[]
}

/** The package as npm packs it, installed in a project that has nothing else. */
export interface Installed extends Packed {
  /** The project's folder. */
  readonly home: string
  /** Where the tarball lies. */
  readonly tarball: string
  /** An environment for npm with an empty cache, nobody's settings and no registry. */
  readonly env: Readonly<Record<string, string>>
}

/** Where what users install with the package is. */
const runTime = Object.keys(RUN_TIME).map((name) => `node_modules/${name}`)

/** Packs the package and installs it before the first test of a suite; gone after the last. */
export function installedPackage(): () => Installed {
  let installed: Installed | undefined
  beforeAll(() => {
    const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-package-')))
    installed = installedIn(scratch)
    return () => rmSync(scratch, { recursive: true, force: true })
  })
  return () => {
    if (installed === undefined) throw new Error('the package is installed when a test asks for it')
    return installed
  }
}

function installedIn(scratch: string): Installed {
  const env = {
    ...PLAIN_ENV,
    npm_config_cache: join(scratch, 'cache'),
    npm_config_userconfig: join(scratch, 'npmrc'),
    npm_config_offline: 'true',
    npm_config_ignore_scripts: 'true',
    npm_config_update_notifier: 'false',
  }
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32', env })
  const home = join(scratch, 'home')
  const [packed]: readonly Packed[] = JSON.parse(npm(REPOSITORY, 'pack', '--json', '--pack-destination', scratch))
  if (packed === undefined) throw new Error('npm packed nothing')
  const tarball = join(scratch, packed.filename)
  write(home, { 'package.json': { name: 'home', private: true }, '.git/HEAD': '' })
  for (const path of runTime) cpSync(join(REPOSITORY, path), join(home, path), { recursive: true })
  npm(home, 'rebuild')
  npm(home, 'install', '--no-audit', '--no-fund', tarball)
  return { ...packed, home, tarball, env }
}
