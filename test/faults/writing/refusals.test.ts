import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, project } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, run } from '../../support/run.js'
import { describeWith } from '../../support/tools.js'
import { everything, names } from '../../support/writing.js'
import { leftIn } from './project.js'
import { canTrace, runAt, runUnder, type Step, stepsOf } from './strace.js'

/** Five generated files, each with something else in it. */
const PATHS = ['a/ports_config.py', 'b/ports.js', 'b/ports.d.ts', 'c/1.env', 'c/2.env']
const FIVE: Files = {
  'package.json': {},
  'schema/index.json': {
    core: { backend: { doc: 'Backend API', format: 'port', default: 8203, env: 'BACKEND_PORT' } },
    $stack: { targets: { python: PATHS[0], frontend: PATHS[1], env: PATHS.slice(3) } },
  },
  ...Object.fromEntries(PATHS.map((path) => [path, `old ${path}\n`])),
}
const GENERATE = ['generate', '--force']
const NO_LINKS = '?link,?linkat:error=EPERM'

function projectOfFive(): string {
  const root = project(FIVE)
  chmodSync(join(root, 'a/ports_config.py'), 0o640)
  return root
}

const textsIn = (root: string) => PATHS.map((path) => readFileSync(join(root, path), 'utf8'))
const steps = stepsOf(FIVE, GENERATE)

const stepNamed = (title: RegExp): Step =>
  steps.find((step) => title.test(step.title)) ?? { call: '', nth: 0, title: '' }
/** The step of some call for the third file; the first one that is opened and closed says that config is at work. */
const ofThird = (call: string) => stepNamed(new RegExp(`^${call}(?:at2?)? ${/open|close/.test(call) ? 4 : 3}$`))
/** The sync of the first folder. */
const FOLDER = stepNamed(/^fsync 6$/)
/** The making of what says that config is at work. */
const CLAIM = stepNamed(/^open(?:at)? 1$/)
/** A fault at a step and at all later ones of that name. */
const from = ({ call, nth }: Step, fault: string) => `${call}:${fault}:when=${nth}+`

/** Five files, a fault under one step, and what was there before. */
async function hitAt(step: Step, fault: string, others?: readonly string[]) {
  let before: ReturnType<typeof everything> = []
  const scene = () => {
    const root = projectOfFive()
    before = everything(root)
    return root
  }
  const hit = await runAt(scene, GENERATE, step, fault, others)
  return { ...hit, before }
}

const NEEDED = 'failure at the third file of five leaves all five the very files that they were'

describeWith('strace', canTrace, NEEDED, () => {
  test.each([
    ['open', 'error=EACCES', 'this user lacks the permission'],
    ['open', 'error=EMFILE', 'too many files are open'],
    ['open', 'error=ENOSPC', 'no space left on the device'],
    ['write', 'error=ENOSPC', 'no space left on the device'],
    ['write', 'error=EDQUOT', 'the disk quota is used up'],
    ['write', 'error=EFBIG', 'it is larger than the system allows'],
    ['write', 'error=EIO', 'the device reports an error'],
    ['write', 'retval=3', 'bytes were written'],
    ['fchmod', 'error=EPERM', 'the system does not permit it'],
    ['fsync', 'error=EIO', 'the device reports an error'],
    ['fsync', 'error=ENOSPC', 'no space left on the device'],
    ['close', 'error=EIO', 'the device reports an error'],
    ['close', 'error=ENOSPC', 'no space left on the device'],
    ['close', 'error=EDQUOT', 'the disk quota is used up'],
    ['rename', 'error=EACCES', 'this user lacks the permission'],
    ['rename', 'error=EPERM', 'the system does not permit it'],
    ['rename', 'error=EIO', 'the device reports an error'],
    ['rename', 'error=ENOSPC', 'no space left on the device'],
    ['rename', 'error=EROFS', 'the file system is read-only'],
    ['rename', 'error=EXDEV', 'the system keeps it apart from its folder'],
    ['rename', 'error=ESTALE', 'ESTALE'],
  ])('%s: %s', async (call, fault, reason) => {
    const { root, before, status, stderr } = await hitAt(ofThird(call), fault)
    expect(stderr).toMatch(
      /^error: b\/ports\.d\.ts cannot be written \(.*\)\n {2}from b\/ports\.d\.ts\n {2}help: .+\n$/,
    )
    expect([status, stderr]).toEqual([1, expect.stringContaining(reason)])
    expect(everything(root)).toEqual(before)
  })

  test('the sync of a folder, when all are in their places', async () => {
    const { root, before, status, stderr } = await hitAt(FOLDER, 'error=EIO')
    expect([status, stderr]).toEqual([1, expect.stringContaining('(the device reports an error)')])
    expect(everything(root)).toEqual(before)
  })

  test('where a disk knows no hard links, all that they held, their modes and owners', async () => {
    const { root, before, status } = await hitAt(ofThird('rename'), 'error=EIO', [NO_LINKS])
    expect(status).toBe(1)
    const plain = ({ path, mode, uid, gid, text }: (typeof before)[0]) => ({ path, mode, uid, gid, text })
    expect(everything(root).map(plain)).toEqual(before.map(plain))
  })
})

describeWith('strace', canTrace, 'what a disk may refuse, and everything is written all the same', () => {
  test.each([
    ['hard links, as FAT does', NO_LINKS],
    ['hard links between folders, as AFS does', '?link,?linkat:error=EXDEV'],
    ['more hard links', '?link,?linkat:error=EMLINK'],
    ['to sync folders', from(FOLDER, 'error=EINVAL')],
    ['to remove what is in hand', '?unlink,?unlinkat:error=EIO'],
  ])('%s', (_, fault) => {
    const root = projectOfFive()
    const { status, stderr } = runUnder(root, GENERATE, [fault])
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('error')])
    expect(textsIn(root).filter((text) => text.startsWith('old'))).toEqual([])
    expect(statSync(join(root, 'a/ports_config.py')).mode & 0o777).toBe(0o640)
  })

  test('the file that says that config is at work', async () => {
    const { root, status } = await hitAt(CLAIM, 'error=ENOSPC')
    expect(status).toBe(0)
    expect(textsIn(root).filter((text) => text.startsWith('old'))).toEqual([])
  })

  test('and what it did not remove is gone after the next run', async () => {
    const root = projectOfFive()
    runUnder(root, GENERATE, ['?unlink,?unlinkat:error=EIO'])
    expect(leftIn(root)).not.toEqual([])
    expect((await run(root, ['generate'])).code).toBe(0)
    expect(leftIn(root)).toEqual([])
  })
})

describeWith('strace', canTrace, 'what cannot be put back', () => {
  test('is told, is beside it, and outlasts the next run', async () => {
    const root = projectOfFive()
    const { status, stderr } = runUnder(root, GENERATE, [from(ofThird('rename'), 'error=EIO')])
    expect(status).toBe(1)
    const told = [
      ...stderr.matchAll(/^error: (\S+) cannot be put back .*\n.*\n.*what it held is beside it, in (\S+)$/gm),
    ]
    expect(told.map(([, path]) => path)).toEqual(PATHS.slice(0, 2).reverse())
    const held = told.map(([, path = '', name = '']) => join(root, path, '..', name))
    const old = PATHS.slice(0, 2).reverse()
    expect(held.map((file) => readFileSync(file, 'utf8'))).toEqual(old.map((path) => `old ${path}\n`))
    expect((await run(root, GENERATE)).code).toBe(0)
    expect(held.map((file) => readFileSync(file, 'utf8'))).toEqual(old.map((path) => `old ${path}\n`))
    expect(leftIn(root).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})

describe('a limit on the size of files', () => {
  test('is told, and nothing is written', () => {
    const root = projectOfFive()
    const before = everything(root)
    const limited = ['-c', 'ulimit -f 8 && exec "$@"', 'sh', process.execPath, PROGRAM, ...GENERATE]
    const { status, stderr } = spawnSync('sh', limited, { cwd: root, encoding: 'utf8', env: PLAIN_ENV })
    expect([status, stderr]).toEqual([
      1,
      'error: a/ports_config.py cannot be written (it is larger than the system allows)\n' +
        '  from a/ports_config.py\n' +
        '  help: raise the limit, as with `ulimit -f`\n',
    ])
    expect(everything(root)).toEqual(before)
    expect(names(root, 'a')).toEqual(['ports_config.py'])
  })
})
