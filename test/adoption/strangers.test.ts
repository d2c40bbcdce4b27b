import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adopt } from '../../src/adoption/index.js'
import { gather } from '../../src/adoption/project/gather.js'
import { sources } from '../../src/adoption/sources/index.js'
import { linkPackages, project } from '../support/project.js'
import { run } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'
import { PYTHON_REACT_COMPOSE, STRANGERS, type Stranger } from './projects.js'

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

describe.each(STRANGERS)('config init in $title', (stranger) => {
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
    expect(adopt(gather(root, sources), 'linux').changes.map(({ path }) => path)).toEqual(
      shown.files.map(({ path }: { path: string }) => path),
    )
  })
})

describe('what comes after config init', () => {
  describeWith('python3', has('python3'), 'in a project with a hand-written Python module', () => {
    test('generate takes its place, its tests still pass, and a port is changed everywhere at once', async () => {
      const root = opened(PYTHON_REACT_COMPOSE)
      await run(root, ['init', '--yes'])
      expect((await run(root, ['generate'])).stderr).toContain('the generated one would lack HOST (line 5)\n')
      expect(await run(root, ['generate', '--force'])).toMatchObject({ code: 0 })
      const { status, stderr } = spawnSync('python3', ['-m', 'unittest', 'tests/test_ports.py'], {
        cwd: root,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1' },
      })
      expect({ status, ran: /^Ran 2 tests/m.test(stderr) }, stderr).toEqual({ status: 0, ran: true })
      expect(await run(root, ['set', 'BACKEND_PORT', '9000'])).toMatchObject({ code: 0 })
      for (const path of ['ports_config.py', 'docker-compose.yml', 'schema/index.json']) {
        expect(readFileSync(join(root, path), 'utf8')).toContain('9000')
      }
      const { stdout } = await run(root, ['get', 'BACKEND_URL', 'REACT_APP_API_BASE_URL'])
      expect(stdout).toBe('http://localhost:9000\nhttp://localhost:9000/api\n')
    })
  })
})
