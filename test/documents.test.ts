import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { commandsOf } from './support/page.js'
import { project, REPOSITORY } from './support/project.js'
import { PLAIN_ENV } from './support/run.js'

const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: REPOSITORY,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => existsSync(join(REPOSITORY, file)))

/** A clone of this repository as it stands, built and installed, that a reader could spoil; but for what is built. */
function clone(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-clone-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const file of FILES.filter((one) => !/^(?:src|test)\//.test(one)))
    cpSync(join(REPOSITORY, file), join(folder, file))
  cpSync(join(REPOSITORY, 'dist'), join(folder, 'dist'), { recursive: true })
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/** Starts the program of the clone that it stands in, or one that is installed there; npx would build the clone first. */
const NPX = `#!/bin/sh
folder=$PWD
until [ -e "$folder/dist/cjs/main.js" ]; do folder=$(dirname "$folder"); done
program=$1
shift
[ "$program" = config ] && exec node "$folder/dist/cjs/main.js" "$@"
exec "$folder/node_modules/.bin/$program" "$@"
`

/** Pages that are followed as a whole (pages.test.ts): each of their blocks begins where the last one ended. */
const FOLLOWED = /^docs\/(?:quick-start|tasks\/[\w-]+)\.md$/

const documents = FILES.filter((file) => file.endsWith('.md')).map((file) => ({
  file,
  blocks: [...readFileSync(join(REPOSITORY, file), 'utf8').matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(
    ([, block = '']) => commandsOf(block),
  ),
}))

/** What a shell says of a command. What npm has to say of itself and of the machine's settings is no output of ours. */
function said(command: string, folder: string, bin: string): string {
  const own = { PATH: `${bin}:${PLAIN_ENV.PATH}`, npm_config_loglevel: 'error', XDG_STATE_HOME: join(bin, 'state') }
  const env = { ...PLAIN_ENV, ...own }
  const options = { cwd: folder, encoding: 'utf8', env } as const
  return spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], options).stdout
}

const inBlocks = documents.filter(({ file, blocks }) => blocks.length > 0 && !FOLLOWED.test(file))

describe.each(inBlocks)('$file', ({ file, blocks }) => {
  test.each(blocks.map((steps) => [steps[0]?.command, steps] as const))('%s', (_, steps) => {
    const folder = join(clone(), file.startsWith('examples/') ? dirname(file) : '.')
    const bin = project({ npx: NPX })
    chmodSync(join(bin, 'npx'), 0o755)
    for (const { command, output } of steps) {
      const text = said(command, folder, bin)
      expect(`$ ${command}\n${text}`).toBe(`$ ${command}\n${output}`)
    }
  })
})

test('the README has its console blocks run, and names the commands that set up and test', () => {
  const readme = readFileSync(join(REPOSITORY, 'README.md'), 'utf8')
  expect(documents.find(({ file }) => file === 'README.md')?.blocks.length).toBeGreaterThan(3)
  expect(readme).toMatch(/^npm ci && npx config print/m)
  expect(readme).toMatch(/^npm ci && npm test/m)
})

test('every file that a document links to is there', () => {
  const missing = documents.flatMap(({ file }) =>
    [...readFileSync(join(REPOSITORY, file), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)]
      .map(([, link = '']) => join(dirname(file), link))
      .filter((link) => !FILES.some((known) => known === link || known.startsWith(`${link}/`))),
  )
  expect(missing).toEqual([])
})

/** What GitHub calls the headings of a document in links. */
function anchorsOf(file: string): string[] {
  const text = readFileSync(join(REPOSITORY, file), 'utf8').replace(/^```[\s\S]*?^```$/gm, '')
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test('every heading that a document links to is there', () => {
  const missing = documents.flatMap(({ file }) =>
    [...readFileSync(join(REPOSITORY, file), 'utf8').matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)]
      .map(([, path = '', anchor = '']) => ({ target: path === '' ? file : join(dirname(file), path), anchor }))
      .filter(({ target, anchor }) => target.endsWith('.md') && !anchorsOf(target).includes(anchor))
      .map(({ target, anchor }) => `${file}: ${target}#${anchor}`),
  )
  expect(missing).toEqual([])
})

test('docs/json.md lists every check that a problem may name', () => {
  const union = /export type Check =([\s\S]*?)\n\n/.exec(readFileSync(join(REPOSITORY, 'src/model.ts'), 'utf8'))?.[1]
  const checks = union?.match(/(?<=')\w+(?=')/g) ?? []
  const listed = /`check` is one of\n?([\s\S]*?)\.\n/.exec(readFileSync(join(REPOSITORY, 'docs/json.md'), 'utf8'))?.[1]
  expect(listed?.match(/\w+/g)).toEqual(checks)
})
