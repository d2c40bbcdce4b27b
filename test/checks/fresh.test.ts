import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../src/model.js'
import { project, SMALL_SCHEMA, write } from '../support/project.js'
import { run } from '../support/run.js'

const COMPOSE = 'services:\n  backend:\n    ports:\n      - "${BACKEND_PORT:-8400}:8203"\n'
const TARGETS = { python: 'ports_config.py', compose: 'docker-compose.yml', env: 'resolved.env' }

function stack(targets: object = TARGETS, more: object = {}): string {
  const schema = { $stack: { targets }, ...SMALL_SCHEMA, ...more }
  return project({ 'schema/index.json': schema, 'docker-compose.yml': COMPOSE })
}

const REDIS = { redis: { doc: 'Redis', format: 'port', default: 6379, env: 'REDIS_PORT' } }

async function problemsIn(root: string): Promise<Problem[]> {
  const { stdout } = await run(root, ['check', 'fresh', '--json'])
  return JSON.parse(stdout).problems.filter(({ check }: Problem) => check === 'fresh')
}

const told = async (root: string) => (await problemsIn(root)).map(({ message }) => message)

describe('check fresh', () => {
  test('has nothing to say without targets, or once they are generated', async () => {
    expect(await problemsIn(project({ 'schema/index.json': SMALL_SCHEMA }))).toEqual([])
    const root = stack()
    await run(root, ['generate'])
    expect(await run(root, ['check', 'fresh'])).toMatchObject({ code: 0 })
  })

  test('tells each file that is missing or stale, and what to do', async () => {
    const root = stack()
    const help = 'run `config generate`, and commit what it writes'
    expect(await problemsIn(root)).toEqual([
      {
        check: 'fresh',
        severity: 'error',
        setting: null,
        message: 'ports_config.py is missing',
        origin: { layer: 'file', path: 'ports_config.py' },
        help,
      },
      {
        check: 'fresh',
        severity: 'error',
        setting: null,
        message: 'docker-compose.yml is not as the configuration has it',
        origin: { layer: 'file', path: 'docker-compose.yml' },
        help,
      },
    ])
    expect(await run(root, ['check', 'fresh'])).toMatchObject({ code: 1 })
    expect(await run(root, ['generate', '--check'])).toMatchObject({ code: 1 })
  })

  test('tells an edit by hand from a file that was not generated', async () => {
    const root = stack({ python: 'ports_config.py' })
    await run(root, ['generate'])
    const { stdout } = await run(root, ['generate', '--stdout', 'python'])
    write(root, { 'ports_config.py': `${stdout}# mine\n` })
    expect(await told(root)).toEqual(['ports_config.py was edited by hand'])
    write(root, { 'ports_config.py': 'BACKEND_PORT = 8203\n' })
    const [problem, ...more] = await problemsIn(root)
    expect(more).toEqual([])
    expect(problem).toMatchObject({
      severity: 'warning',
      message: 'ports_config.py is there, and was not generated',
    })
    expect(problem?.help).toBe('move it away, or run `config generate --force`, and commit what it writes')
  })

  test.each([
    ['a number in the place of a setting', '8203', 'warning'],
    ['one beside a setting', '${BACKEND_PORT:-8203}', 'warning'],
    ['another value', '${BACKEND_PORT:-8400}', 'error'],
  ])('warns of a Compose file that only has to name what it has: %s', async (_, port, severity) => {
    const root = stack({ compose: 'docker-compose.yml' }, REDIS)
    const services = `  backend:\n    ports: ["${port}:8203"]\n  redis:\n    ports: ["6379:6379"]\n`
    write(root, { 'docker-compose.yml': `services:\n${services}` })
    expect(await problemsIn(root)).toMatchObject([
      { severity, message: 'docker-compose.yml is not as the configuration has it' },
    ])
    expect(await run(root, ['generate', '--check'])).toMatchObject({ code: 1 })
  })

  test('warns of what stands in for a variable that .env sets, which Compose reads too', async () => {
    const root = stack({ compose: 'docker-compose.yml' })
    write(root, { '.env': 'BACKEND_PORT=9000\n' })
    expect(await problemsIn(root)).toMatchObject([{ severity: 'warning' }])
    write(root, { 'docker-compose.yml': COMPOSE.replace('${BACKEND_PORT:-8400}', '8203') })
    expect(await problemsIn(root)).toMatchObject([{ severity: 'error' }])
  })

  test('takes a table of ports that lacks a row for one that is out of date', async () => {
    const root = stack({ docs: 'README.md' }, REDIS)
    const table = '| `BACKEND_PORT` | 8203 |'
    write(root, { 'README.md': `<!-- portolan:ports -->\n\n${table}\n\n<!-- /portolan:ports -->\n` })
    expect(await problemsIn(root)).toMatchObject([{ severity: 'error' }])
  })

  test('judges shared files by the shared layers, and local files by all, where they are', async () => {
    const root = stack()
    await run(root, ['generate'])
    write(root, { '.env.local': 'BACKEND_PORT=9000\n' })
    const [problem, ...more] = await problemsIn(root)
    expect(more).toEqual([])
    expect(problem).toMatchObject({
      message: 'resolved.env is not as the configuration has it',
      help: 'run `config generate`',
    })
    rmSync(join(root, 'resolved.env'))
    expect(await problemsIn(root)).toEqual([])
  })

  test('does not tell again what is wrong with a value', async () => {
    const root = stack()
    await run(root, ['generate'])
    write(root, { '.env': 'BACKEND_PORT=9000x\n' })
    const { code, stdout } = await run(root, ['check', 'fresh', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout).problems.map(({ check }: Problem) => check)).toEqual(['format'])
  })

  test('tells a bad value of the shared layers that this machine overrides, since the files cannot be made', async () => {
    const root = stack()
    await run(root, ['generate'])
    write(root, { '.env': 'BACKEND_PORT=9000x\n', '.env.local': 'BACKEND_PORT=8203\n' })
    expect(await told(root)).toEqual(['BACKEND_PORT="9000x" is not a TCP port (1-65535)'])
  })

  test.each([
    [{ pyton: 'x.py' }, '$stack.targets has "pyton", which is no target'],
    [{ env: '.env' }, '.env would be read as a layer of the configuration'],
    [{ compose: 'nowhere.yml' }, 'there is no compose file nowhere.yml'],
  ])('tells targets that are declared wrongly: %j', async (targets, message) => {
    expect(await told(stack(targets))).toEqual([message])
  })

  test('tells a link in the place of a file', async () => {
    const root = stack({ python: 'ports_config.py' })
    symlinkSync('docker-compose.yml', join(root, 'ports_config.py'))
    expect(await told(root)).toEqual([expect.stringContaining('is a symbolic link')])
  })
})
