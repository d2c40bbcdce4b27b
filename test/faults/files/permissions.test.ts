import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { asPlainUser } from '../../ports/plain-user.js'
import { PLAIN_ENV, PROGRAM, type Run, run } from '../../support/run.js'
import { describeWith } from '../../support/tools.js'
import { CANDIDATES, expectError, small } from './support.js'

const isRoot = process.getuid?.() === 0

/** A project that everybody may read. */
function open(files: Record<string, string | object> = {}): string {
  const root = small(files)
  chmodSync(root, 0o755)
  return root
}

/** Takes rights from a path, until the test ends. */
function close(path: string, mode: number): void {
  chmodSync(path, mode)
  onTestFinished(() => chmodSync(path, 0o755))
}

/** Runs the program as a user whom permissions bind; what it loads on demand is loaded before. */
async function runPlain(cwd: string, args: readonly string[]): Promise<Run> {
  await run(open(), args)
  return asPlainUser(() => run(cwd, args))
}

describeWith('permissions as on Unix', process.geteuid !== undefined, 'for a user without rights', () => {
  describe('a file that may not be read is an error that names it:', () => {
    test.each(CANDIDATES)('%s', async (name) => {
      const root = open({ [name]: 'BACKEND_PORT=9000\n' })
      close(join(root, name), 0)
      const result = await runPlain(root, ['--mode', 'production', 'get', 'BACKEND_PORT'])
      expectError(result, `${name} may not be read by this user\n  from ${name}\n`)
    })

    test('package.json', async () => {
      const root = open({ 'package.json': { name: 'a' } })
      close(join(root, 'package.json'), 0)
      const result = await runPlain(root, ['get', 'BACKEND_PORT'])
      expectError(result, `${root}/package.json may not be read by this user\n`, 2)
    })

    test('schema/index.json', async () => {
      const root = open()
      close(join(root, 'schema/index.json'), 0)
      const result = await runPlain(root, ['get', 'BACKEND_PORT'])
      expectError(result, 'schema/index.json cannot be loaded: it may not be read by this user\n')
    })

    test('a schema in code', async () => {
      const root = open({ 'package.json': { portolan: { schema: 'ports.ts' } }, 'ports.ts': 'export default {}\n' })
      close(join(root, 'ports.ts'), 0)
      const result = await runPlain(root, ['get', 'BACKEND_PORT'])
      expectError(result, 'ports.ts cannot be loaded: EACCES')
      expect(result.stderr).toContain('  help: give read permission, or run as the user who has it\n')
    })
  })

  describe('a folder that may not be searched is an error, and no reason to look further up:', () => {
    test('the working directory', async () => {
      const root = open({ 'sub/schema/index.json': { a: { format: 'port', default: 1, env: 'A' } } })
      close(join(root, 'sub'), 0)
      expectError(await runPlain(join(root, 'sub'), ['print']), `${root}/sub/`, 2)
    })

    test('the folder of --root', async () => {
      const root = open({ 'sub/schema/index.json': { a: { format: 'port', default: 1, env: 'A' } } })
      close(join(root, 'sub'), 0o600)
      expectError(await runPlain(root, ['--root', 'sub', 'print']), `${root}/sub/`, 2)
    })

    test('the folder of the schema', async () => {
      const root = open()
      mkdirSync(join(root, 'sub/schema'), { recursive: true })
      close(join(root, 'sub/schema'), 0)
      expectError(
        await runPlain(join(root, 'sub'), ['print']),
        `${root}/sub/schema/index.ts may not be read by this user`,
        2,
      )
    })

    test('the folder that a link to a file leads into', async () => {
      const root = open({ 'closed/env': 'BACKEND_PORT=9000\n' })
      spawnSync('ln', ['-s', 'closed/env', join(root, '.env')])
      close(join(root, 'closed'), 0)
      expectError(await runPlain(root, ['get', 'BACKEND_PORT']), '.env may not be read by this user\n')
    })
  })

  test('a folder that may be searched but not listed is no fault', async () => {
    const root = open({ '.env': 'BACKEND_PORT=9000\n' })
    close(root, 0o711)
    expect(await runPlain(root, ['get', 'BACKEND_PORT'])).toMatchObject({ code: 0, stdout: '9000\n' })
    expect((await runPlain(root, ['--mode', 'none', 'get', 'BACKEND_PORT'])).stdout).toBe('9000\n')
  })

  test('a file of somebody else that may be read is no fault', async () => {
    const root = open({ '.env': 'BACKEND_PORT=9000\n' })
    if (isRoot) chownSync(join(root, '.env'), 1, 1)
    chmodSync(join(root, '.env'), 0o644)
    expect((await runPlain(root, ['get', 'BACKEND_PORT'])).stdout).toBe('9000\n')
  })
})

/** Permissions do not bind root; without these capabilities they do. */
const BOUND_BY_PERMISSIONS = ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-all']
const [drop = '', ...dropArguments] = BOUND_BY_PERMISSIONS
const canDrop = !isRoot || spawnSync(drop, [...dropArguments, 'true']).status === 0

describeWith('a user whom permissions bind', canDrop, 'for root without its capabilities', () => {
  test.each(['get', 'exec'])('a file that may not be read starts nothing: %s', (verb) => {
    const root = small({ '.env': 'BACKEND_PORT=9000\n' })
    chmodSync(join(root, '.env'), 0)
    const words = verb === 'get' ? ['BACKEND_PORT'] : ['--', 'touch', 'started']
    const [command = '', ...args] = [...(isRoot ? BOUND_BY_PERMISSIONS : []), process.execPath, PROGRAM, verb, ...words]
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, env: PLAIN_ENV, encoding: 'utf8' })
    expectError({ code: status ?? -1, stdout, stderr }, '.env may not be read by this user\n  from .env\n')
    expect(spawnSync('ls', [root], { encoding: 'utf8' }).stdout).not.toContain('started')
  })
})
