import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adopt } from '../../src/adoption/index.js'
import { sources } from '../../src/adoption/sources/index.js'
import { linkPackages, project } from '../support/project.js'
import { run } from '../support/run.js'
import { STRANGERS, type Stranger } from './projects.js'

/** What a verb prints as JSON. */
async function json(root: string, ...args: readonly string[]) {
  const { stdout } = await run(root, [...args, '--json'])
  return JSON.parse(stdout)
}

interface Setting {
  readonly name: string
  readonly value: unknown
  readonly format: string
}

function opened({ files }: Stranger): string {
  const root = project(files)
  linkPackages(root, 'convict')
  return root
}

const needed = ['compose', 'env', 'package', 'python']
const isReady = needed.every((name) => sources.some((source) => source.name.startsWith(name)))

describe.runIf(isReady).each(STRANGERS)('config init in $title', (stranger) => {
  const { files, ports, addresses, schema, changed, conflicts } = stranger

  test('writes a schema of what is in use, which has no fault that was not there', async () => {
    const root = opened(stranger)
    const { code, stdout } = await run(root, ['init', '--yes'])
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('next') })
    const settings: Setting[] = (await json(root, 'print')).settings
    const values = (format: (one: Setting) => boolean) =>
      Object.fromEntries(settings.filter(format).map(({ name, value }) => [name, value]))
    expect(values(({ format }) => format === 'port')).toEqual(ports)
    expect(values(() => true)).toMatchObject(addresses)
    const { problems } = await json(root, 'check')
    const errors = problems.filter(
      ({ severity, check }: { severity: string; check: string }) => severity === 'error' && check !== 'free',
    )
    expect(errors).toEqual([])
  })

  test('leaves every file as it was, but for what it says', async () => {
    const root = opened(stranger)
    await run(root, ['init', '--yes'])
    const differs = Object.entries(files).filter(([path, text]) => readFileSync(join(root, path), 'utf8') !== text)
    expect(differs.map(([path]) => path).sort()).toEqual([...changed].sort())
    expect(readFileSync(join(root, schema), 'utf8')).not.toMatch(/hunter2|sk-not-a-real-one|django-insecure/)
  })

  test('changes nothing where it is run again', async () => {
    const root = opened(stranger)
    await run(root, ['init', '--yes'])
    const written = ['package.json', '.gitignore', schema].map((path) => readFileSync(join(root, path), 'utf8'))
    const again = await json(root, 'init', '--yes')
    expect(again).toMatchObject({ files: [], schema: { path: schema, found: true } })
    expect(['package.json', '.gitignore', schema].map((path) => readFileSync(join(root, path), 'utf8'))).toEqual(
      written,
    )
  })

  test('shows all of it first, and writes nothing', async () => {
    const root = opened(stranger)
    const shown = await json(root, 'init', '--dry-run')
    expect(shown.written).toBe(false)
    expect(shown.conflicts.map(({ name }: { name: string }) => name)).toEqual(conflicts)
    expect(adopt(root, 'linux').changes.map(({ path }) => path)).toEqual(
      shown.files.map(({ path }: { path: string }) => path),
    )
  })
})
