import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { REPOSITORY } from './support/project.js'
import { PLAIN_ENV } from './support/run.js'

const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: REPOSITORY,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => existsSync(join(REPOSITORY, file)))

/** A clone of this repository as it stands, built and installed, that a reader could spoil. */
function clone(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-clone-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const file of FILES) cpSync(join(REPOSITORY, file), join(folder, file))
  cpSync(join(REPOSITORY, 'dist'), join(folder, 'dist'), { recursive: true })
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

interface Step {
  readonly command: string
  readonly output: string
}

/** A console block: lines with `$ ` are commands, the lines below each are what it prints. */
function stepsOf(block: string): Step[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const [command = '', ...output] = step.split('\n')
      return { command, output: output.join('\n') }
    })
}

const documents = FILES.filter((file) => file.endsWith('.md')).map((file) => ({
  file,
  blocks: [...readFileSync(join(REPOSITORY, file), 'utf8').matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(
    ([, block = '']) => stepsOf(block),
  ),
}))

describe.each(documents.filter(({ blocks }) => blocks.length > 0))('$file', ({ file, blocks }) => {
  test.each(blocks.map((steps) => [steps[0]?.command, steps] as const))('%s', (_, steps) => {
    const folder = join(clone(), file.startsWith('examples/') ? dirname(file) : '.')
    for (const { command, output } of steps) {
      const { stdout } = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], {
        cwd: folder,
        encoding: 'utf8',
        // What npm has to say of itself and of the machine's settings is no output of ours.
        env: { ...PLAIN_ENV, npm_config_loglevel: 'error' },
      })
      expect(`$ ${command}\n${stdout}`).toBe(`$ ${command}\n${output}`)
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

test('docs/json.md lists every check that a problem may name', () => {
  const union = /export type Check =([\s\S]*?)\n\n/.exec(readFileSync(join(REPOSITORY, 'src/model.ts'), 'utf8'))?.[1]
  const checks = union?.match(/(?<=')\w+(?=')/g) ?? []
  const listed = /`check` is one of\n?([\s\S]*?)\.\n/.exec(readFileSync(join(REPOSITORY, 'docs/json.md'), 'utf8'))?.[1]
  expect(listed?.match(/\w+/g)).toEqual(checks)
})
