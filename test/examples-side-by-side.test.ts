import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freeRow } from './support/free-ports.js'
import { REPOSITORY } from './support/project.js'
import { PLAIN_ENV, PROGRAM, type Run, run, type Started, start } from './support/run.js'
import { describeWith, has, hasPythonModule } from './support/tools.js'

const EXAMPLE = join(REPOSITORY, 'examples/side-by-side')
const SCRIPTS = JSON.parse(readFileSync(join(EXAMPLE, 'package.json'), 'utf8')).scripts
/** As its schema says. */
const STRIDE = 100
/** The checkouts by their slots: the main one, a worktree that git's hook gave a slot, and one that claimed by hand. */
const CHECKOUTS = ['app', 'login', 'search'] as const
type Name = (typeof CHECKOUTS)[number]
const PATIENCE = 60_000

/** The folder of the checkouts, and of the user's state. */
let folder = ''
/** What the copy's schema says. */
let declared = { frontend: 0, backend: 0 }
/** Whoever starts this may have set what steers git, or holds slots of their own. */
let env: Readonly<Record<string, string>> = {}
let hookSaid = ''

const isReady = has('git') && hasPythonModule('http.server')

describeWith('git, python3', isReady, 'three worktrees of examples/side-by-side', () => {
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-side-')))
    env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', XDG_STATE_HOME: join(folder, 'state') }
    const first = await freeRow(CHECKOUTS.length, STRIDE, 3)
    // Not side by side: a list shows such as one range.
    declared = { frontend: first, backend: first + 2 }
    await makeMainCheckout()
    await config('app', 'slot', 'claim')
    hookSaid = git('app', 'worktree', 'add', '-q', '-b', 'login', '../login').stderr
    git('app', '-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '-q', '-b', 'search', '../search')
    await config('search', 'slot', 'claim')
  }, PATIENCE)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('are of what the schema says: the generated module is current', async () => {
    expect(await run(EXAMPLE, ['generate', '--check'])).toMatchObject({ code: 0 })
  })

  test('hold a slot each, of which git sees nothing', async () => {
    for (const name of CHECKOUTS) {
      expect((await config(name, 'get', 'STACK_SLOT', 'BACKEND_PORT')).stdout).toBe(
        `${slotOf(name)}\n${portsOf(name).backend}\n`,
      )
      expect(git(name, 'status', '--porcelain').stdout).toBe('')
    }
  })

  test('are told of as in the README when a hook claims a slot for one', () => {
    expect(README).toContain(asInReadme(hookSaid))
  })

  test('have the same ports in Node and in Python, in every mode', async () => {
    for (const name of CHECKOUTS) {
      const { backend, frontend } = portsOf(name)
      for (const mode of ['test', 'production']) {
        const { stdout } = await config(name, 'get', 'BACKEND_PORT', 'FRONTEND_PORT', '--mode', mode)
        expect({ name, mode, node: stdout }).toEqual({ name, mode, node: `${backend}\n${frontend}\n` })
        expect({ name, mode, python: pythonPorts(name, mode) }).toEqual({ name, mode, python: [backend, frontend] })
      }
    }
  })

  test(
    'run at once: each page has the backend of its own checkout, and the list has who listens',
    async () => {
      const started = CHECKOUTS.map((name) => ({
        name,
        backend: startBackend(name),
        frontend: startFrontend(name),
      }))
      for (const { name, backend, frontend } of started) {
        await Promise.all([backend.says('backend of slot'), frontend.says('frontend of slot')])
        const { pid } = backend.process
        const identity = { checkout: join(folder, name), slot: slotOf(name), port: portsOf(name).backend, pid }
        expect(await identityShownBy(name)).toEqual(identity)
      }
      const listeners = CHECKOUTS.map((name) => ({
        checkout: join(folder, name),
        listening: [portsOf(name).frontend, portsOf(name).backend],
      }))
      expect(await listed()).toEqual(listeners)
      expect(README).toContain(asInReadme((await config('app', 'slot', 'list')).stdout))
    },
    PATIENCE,
  )

  test(
    'leave their slots to others: that of a removed worktree is freed by `prune`, once nothing listens there',
    async () => {
      const backend = startBackend('login')
      await backend.says('backend of slot')
      git('app', 'worktree', 'remove', '--force', '../login')
      const kept = await config('app', 'slot', 'prune')
      expect(README).toContain(asInReadme(kept.stdout + kept.stderr))
      expect((await listed()).map(({ checkout }) => checkout)).toEqual(CHECKOUTS.map((name) => join(folder, name)))
      backend.process.kill()
      await backend.end
      expect(README).toContain(asInReadme((await config('app', 'slot', 'prune')).stdout))
      expect((await listed()).map(({ checkout }) => checkout)).toEqual([join(folder, 'app'), join(folder, 'search')])
    },
    PATIENCE,
  )
})

interface Listed {
  readonly checkout: string
  /** The ports on which somebody listens. */
  readonly listening: readonly number[]
}

/** What `config slot list` says, by slot. */
async function listed(): Promise<Listed[]> {
  const { stdout } = await config('app', 'slot', 'list', '--json')
  const { slots } = JSON.parse(stdout) as { slots: { checkout: string; listening: { port: number }[] }[] }
  return slots.map(({ checkout, listening }) => ({ checkout, listening: listening.map(({ port }) => port) }))
}

const README = withoutDetail(readFileSync(join(EXAMPLE, 'README.md'), 'utf8'))

/** What the program said, in the folder and on the ports of the README. */
function asInReadme(text: string): string {
  const { frontend, backend } = declared
  const ports = CHECKOUTS.flatMap((_, slot) => [
    [frontend + slot * STRIDE, 3000 + slot * STRIDE] as const,
    [backend + slot * STRIDE, 8203 + slot * STRIDE] as const,
  ])
  const moved = ports.reduce((all, [real, shown]) => all.replaceAll(`${real}`, `${shown}`), withoutDetail(text))
  return moved.replaceAll(folder, '/home/ann').replaceAll('python3 -B', 'python3')
}

/** A text without the times, process numbers and widths of columns, which differ each time. */
function withoutDetail(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')
    .replace(/pid \d+/g, 'pid PID')
    .replace(/ +/g, ' ')
}

/** The example as a repository of its own, on ports that are free, with the program that `npm install` puts there. */
async function makeMainCheckout(): Promise<void> {
  const app = join(folder, 'app')
  cpSync(EXAMPLE, app, { recursive: true })
  const schema = join(app, 'schema/index.ts')
  const text = readFileSync(schema, 'utf8')
    .replace('3000', `${declared.frontend}`)
    .replace('8203', `${declared.backend}`)
  writeFileSync(schema, text)
  await config('app', 'generate')
  mkdirSync(join(app, 'node_modules/.bin'), { recursive: true })
  symlinkSync(PROGRAM, join(app, 'node_modules/.bin/config'))
  git('app', 'init', '-q', '-b', 'main')
  execFileSync('sh', ['-c', SCRIPTS.prepare], { cwd: app, env: { ...PLAIN_ENV, ...env } })
  git('app', 'add', '.')
  git('app', '-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'Start')
}

/** Runs git in a checkout, which must succeed. */
function git(name: Name, ...args: string[]) {
  const options = { cwd: join(folder, name), encoding: 'utf8', env: { ...PLAIN_ENV, ...env } } as const
  const done = spawnSync('git', args, options)
  expect({ args, ...done }).toMatchObject({ args, status: 0 })
  return done
}

/** Runs a verb in a checkout, which must succeed. */
async function config(name: Name, ...args: string[]): Promise<Run> {
  const done = await run(join(folder, name), args, { env })
  expect({ name, args, ...done }).toMatchObject({ name, args, code: 0 })
  return done
}

function slotOf(name: Name): number {
  return CHECKOUTS.indexOf(name)
}

function portsOf(name: Name) {
  const shift = slotOf(name) * STRIDE
  return { frontend: declared.frontend + shift, backend: declared.backend + shift }
}

/** A backend as it is started without Node. */
function startBackend(name: Name): Started {
  return start(join(folder, name), '/usr/bin/python3', ['-B', 'backend.py'], { PATH: '/nonexistent' })
}

/** A frontend as `npm run` starts it, with the program of the main checkout. */
function startFrontend(name: Name): Started {
  const PATH = `${join(folder, 'app/node_modules/.bin')}:${PLAIN_ENV.PATH}`
  return start(join(folder, name), 'sh', ['-c', SCRIPTS.frontend], { ...env, PATH })
}

function pythonPorts(name: Name, mode: string): number[] {
  const script = 'from ports_config import BACKEND_PORT, FRONTEND_PORT as page; print([BACKEND_PORT, page])'
  const options = { cwd: join(folder, name), encoding: 'utf8', env: { PORTOLAN_MODE: mode } } as const
  return JSON.parse(execFileSync('/usr/bin/python3', ['-B', '-c', script], options))
}

/** What a page shows of the backend that it talks to. */
async function identityShownBy(name: Name): Promise<unknown> {
  const page = await (await fetch(`http://127.0.0.1:${portsOf(name).frontend}/`)).text()
  const [, shown = ''] = /<pre>(.*)<\/pre>/s.exec(page) ?? []
  return JSON.parse(shown.replaceAll('&lt;', '<').replaceAll('&amp;', '&'))
}
