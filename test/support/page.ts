import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Installed } from './packed.js'
import { REPOSITORY, write } from './project.js'
import { PLAIN_ENV } from './run.js'

/** What a reader of a page does: types a command, and sees what it prints, or writes a file. */
type Step = { readonly command: string; readonly output: string } | { readonly path: string; readonly content: string }

/** A fenced block with the paragraph above it: in a console block are commands, and a path alone names a file. */
const BLOCK = /(?:^ *`(?<path>[^`\n]+)`\n\n)?^(?<indent> *)```(?<language>\w+)\n(?<body>[\s\S]*?)^\k<indent>```$/gm

/** The steps of a page of the documentation, from its first line to its last. */
export function stepsOf(page: string): Step[] {
  const text = readFileSync(join(REPOSITORY, page), 'utf8')
  return [...text.matchAll(BLOCK)].flatMap(({ groups = {} }): Step[] => {
    const content = `${groups.body}`.replace(new RegExp(`^${groups.indent}`, 'gm'), '')
    if (groups.language === 'console') return commandsOf(content)
    return groups.path === undefined ? [] : [{ path: groups.path, content }]
  })
}

/** The commands of a console block, which begin with `$ `, each with the lines that it prints. */
export function commandsOf(block: string): { readonly command: string; readonly output: string }[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const [command = '', ...output] = step.split('\n')
      return { command, output: output.join('\n') }
    })
}

/** Starts what is installed where it is called or above, as npx does, which takes longer to find it. */
const NPX = `#!/bin/sh
folder=$PWD
until [ -e "$folder/node_modules/.bin/$1" ] || [ "$folder" = / ]; do folder=$(dirname "$folder"); done
program=$folder/node_modules/.bin/$1
shift
exec "$program" "$@"
`

/** Docker's own is not to be had everywhere; what came before it answers the same. */
const DOCKER = `#!/bin/sh
[ "$1" = compose ] && shift && exec docker-compose "$@"
`

/** A project of a reader, and what is needed to follow pages in it. */
export interface Shop {
  /** The project's folder; what is beside it is shown as if it were in /home/ann. */
  readonly root: string
  readonly env: Readonly<Record<string, string>>
}

/** What a newcomer has: a project `shop` under git with a package.json alone, and the package's tarball beside it. */
export function newShop({ tarball }: Installed): Shop {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-page-')))
  onTestFinished(() => rmSync(top, { recursive: true, force: true }))
  cpSync(tarball, join(top, basename(tarball)))
  write(top, {
    'shop/package.json': { name: 'shop', private: true },
    'bin/npx': NPX,
    'bin/docker': DOCKER,
    gitconfig: '[user]\nname = Ann\nemail = ann@example.org\n[init]\ndefaultBranch = main\n',
  })
  for (const name of ['npx', 'docker']) chmodSync(join(top, 'bin', name), 0o755)
  const root = join(top, 'shop')
  const env = {
    ...PLAIN_ENV,
    PATH: `${join(top, 'bin')}${delimiter}${PLAIN_ENV.PATH}`,
    XDG_STATE_HOME: join(top, 'state'),
    npm_config_loglevel: 'error',
    npm_config_prefer_offline: 'true',
    GIT_CONFIG_GLOBAL: join(top, 'gitconfig'),
  }
  execFileSync('git', ['init', '--quiet'], { cwd: root, env })
  write(root, { '.git/info/exclude': 'node_modules\n' })
  return { root, env }
}

/** What a reader has who comes to another page: the package is installed, and so are packages of this repository. */
export function shop(installed: Installed, ...packages: string[]): Shop {
  const { root, env } = newShop(installed)
  const { home } = installed
  cpSync(join(home, 'node_modules'), join(root, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  for (const name of packages) linkPackage(join(root, 'node_modules'), name)
  const [manifest, lock] = ['package.json', 'package-lock.json'].map((name) =>
    JSON.parse(readFileSync(join(home, name), 'utf8')),
  )
  write(root, {
    'package.json': { ...manifest, name: 'shop' },
    'package-lock.json': {
      ...lock,
      name: 'shop',
      packages: { ...lock.packages, '': { ...lock.packages[''], name: 'shop' } },
    },
  })
  return { root, env }
}

/** Has a project find a package of this repository, and its programs. */
function linkPackage(folder: string, name: string): void {
  const source = join(REPOSITORY, 'node_modules', name)
  symlinkSync(source, join(folder, name))
  const { bin = {} } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  for (const [program, path] of Object.entries<string>(bin))
    symlinkSync(join(source, path), join(folder, '.bin', program))
}

/** Does what a page says in its order, in a project, and expects what it shows. */
export function follow(page: string, { root, env }: Shop): void {
  let folder = root
  for (const step of stepsOf(page)) {
    if ('path' in step) write(folder, { [step.path]: step.content })
    else {
      const { text, cwd } = said(step.command, folder, env)
      const shown = text.replaceAll(dirname(root), '/home/ann')
      expect(`$ ${step.command}\n${likened(shown, step.output)}`).toBe(`$ ${step.command}\n${step.output}`)
      folder = cwd
    }
  }
}

/** What a shell prints for a command, and the folder that it ends in. */
function said(command: string, folder: string, env: Shop['env']): { readonly text: string; readonly cwd: string } {
  const stdio = ['ignore', 'pipe', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe', 'pipe']
  const options = { cwd: folder, encoding: 'utf8', env, stdio } as const
  const { stdout, output } = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1; pwd >&3`], options)
  return { text: stdout, cwd: `${output[3]}`.trim() }
}

/** A text as a page shows it, where that is so: its lines `...` stand for any number of lines, as they differ by machine. */
function likened(text: string, page: string): string {
  const parts = page.split(/^\.{3}\n/m).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('(?:.*\\n)*?')}$`).test(text) ? page : text
}
