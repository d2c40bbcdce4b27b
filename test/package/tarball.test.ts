import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import MANIFEST from '../../package.json' with { type: 'json' }
import { outputs } from '../../src/outputs/index.js'
import { installedPackage } from '../support/packed.js'
import { REPOSITORY } from '../support/project.js'

const installed = installedPackage()
const paths = () => installed().files.map(({ path }) => path)
const textOf = (path: string) => readFileSync(join(installed().home, 'node_modules/portolan', path), 'utf8')

/** Types, the same for both module systems. */
const TYPES = [
  'api/infer.d.ts',
  'api/makers.d.ts',
  'api/services.d.ts',
  'errors.d.ts',
  'index.d.ts',
  'model.d.ts',
  'report.d.ts',
  'vite/index.d.ts',
  'vite/options.d.ts',
]

/** The files that are run or imported by their names; the others of dist/cjs are theirs. */
const ENTRIES = ['index.js', 'main.js', 'vite.js', 'worker.js']

/** What npm leaves out wherever it stands, what only an installation of the example needs, and the repository's own stack. */
const LEFT_OUT = /^examples\/stack\/|(?:^|\/)(?:\.npmrc|\.gitignore|package-lock\.json)$/

/** What git knows of a folder, as it stands. */
function known(...folders: string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', ...folders]
  return execFileSync('git', args, { cwd: REPOSITORY, encoding: 'utf8' }).trim().split('\n')
}

/** A file of dist/cjs and all that it names, directly or not. */
function reachable(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found
  found.add(name)
  for (const [, other = ''] of textOf(`dist/cjs/${name}`).matchAll(/["'`]\.\/([\w-]+\.js)["'`]/g))
    reachable(other, found)
  return found
}

describe('npm pack', () => {
  test('holds what it should and nothing more', () => {
    const code = new Set(ENTRIES.flatMap((name) => [...reachable(name)]))
    const expected = [
      ...['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', 'dist/cjs/package.json'],
      ...known('docs', 'examples').filter((path) => !LEFT_OUT.test(path)),
      ...['cjs', 'esm'].flatMap((folder) => TYPES.map((name) => `dist/${folder}/${name}`)),
      ...['index.js', 'vite.js'].map((name) => `dist/esm/${name}`),
      ...[...code].map((name) => `dist/cjs/${name}`),
      ...Object.keys(outputs).map((name) => `dist/schemas/${name}.json`),
    ]
    expect(paths().sort()).toEqual(expected.sort())
  })

  test('lists what the tarball holds', () => {
    const folder = join(installed().home, 'node_modules/portolan')
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    expect(files.map((path) => path.split(sep).join('/')).sort()).toEqual(paths().sort())
  })

  test('has every file that package.json names, and a program that can be run', () => {
    const { main, types, typesVersions, exports, bin } = MANIFEST
    const named = JSON.stringify([main, types, typesVersions, exports, bin]).match(
      /(?<=")(?:\.\/)?(?:dist|package)[^"]*/g,
    )
    expect(named?.length).toBeGreaterThan(9)
    const isThere = (path: string) => {
      const [before = '', after = ''] = path.replace('./', '').split('*')
      return paths().some((one) => one === before || (after !== '' && one.startsWith(before) && one.endsWith(after)))
    }
    expect(named?.filter((path) => !isThere(path))).toEqual([])
    const program = installed().files.find(({ path }) => path === 'dist/cjs/main.js')
    expect((program?.mode ?? 0) & 0o111).toBe(0o111)
  })

  test('says nothing of the machine that built it, and names no source map', () => {
    const telling = paths().filter((path) =>
      [REPOSITORY, 'sourceMappingURL='].some((text) => textOf(path).includes(text)),
    )
    expect(telling).toEqual([])
  })

  test('has every file that its documents link to', () => {
    const missing = paths()
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        [...textOf(path).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) =>
          posix.join(posix.dirname(path), link),
        ),
      )
      .filter((link) => !paths().some((path) => path === link || path.startsWith(`${link}/`)))
    expect(missing).toEqual([])
  })

  test('takes little room', () => {
    expect(installed().size).toBeLessThan(500_000)
    expect(installed().unpackedSize).toBeLessThan(1_500_000)
  })

  test('has no script that a package manager would run, or ask about, where it is installed', () => {
    const { scripts } = JSON.parse(textOf('package.json'))
    expect(['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => name in scripts)).toEqual([])
  })
})
