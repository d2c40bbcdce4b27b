import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { openPage, PATIENCE } from './support/chromium.js'
import { freePorts } from './support/free-ports.js'
import { install } from './support/install.js'
import { linkPackages, REPOSITORY, write } from './support/project.js'
import { runBuilt, startBuilt } from './support/run.js'
import { describeWith, has } from './support/tools.js'

const FRONTEND = 'examples/stack/frontend'
/** A Node program that asks for the backend's port. */
const PROGRAM = `import { load } from 'portolan'
import schema from './schema/index.js'
console.log(load(schema).BACKEND_PORT)
`

/** This repository's stack in a folder of its own, with what its frontend needs. */
let root = ''

describeWith('chromium', has('chromium'), 'the page of examples/stack in Chromium', () => {
  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-stack-')))
    const isSource = (path: string) => !/\/(?:node_modules|dist)$/.test(path)
    for (const path of ['schema', '.env.defaults', 'examples/stack']) {
      cpSync(join(REPOSITORY, path), join(root, path), { recursive: true, filter: isSource })
    }
    write(root, { 'package.json': { type: 'module' }, '.gitignore': '.env.local\n', 'port.ts': PROGRAM })
    linkPackages(root, 'portolan')
    install(join(root, FRONTEND))
  }, PATIENCE)

  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test(
    'one environment variable moves the backend, and the page calls it there, by whatever name it is opened',
    async () => {
      const { env, backend, frontend } = await stackOnFreePorts()
      build(env)
      await serve(env)
      for (const host of ['localhost', '127.0.0.1']) {
        expect(await shownAt(`http://${host}:${frontend}/`)).toEqual({
          BACKEND_URL: `http://${host}:${backend}`,
          LIPSYNC_MANAGER_URL: `http://${host}:8606`,
          WEBRTC_URL: `http://${host}:8615`,
          TTS_URL: `http://${host}:8604`,
          health: `backend answers on port ${backend}`,
        })
      }
    },
    PATIENCE,
  )

  test(
    'a build that is told a URL calls that one',
    async () => {
      const { env, backend, frontend } = await stackOnFreePorts()
      const url = `http://127.0.0.1:${backend}`
      build({
        FRONTEND_PORT: env.FRONTEND_PORT,
        REACT_APP_BACKEND_URL: url,
        REACT_APP_WEBRTC_URL: 'https://rtc.example',
      })
      await serve(env)
      expect(await shownAt(`http://localhost:${frontend}/`)).toMatchObject({
        BACKEND_URL: url,
        WEBRTC_URL: 'https://rtc.example',
        TTS_URL: 'http://localhost:8604',
        health: `backend answers on port ${backend}`,
      })
    },
    PATIENCE,
  )

  test(
    '`config set` moves the backend for Node, Python, the page and Compose alike',
    async () => {
      const { backend, frontend } = await stackOnFreePorts()
      config('set', 'BACKEND_PORT', `${backend}`)
      config('set', 'FRONTEND_PORT', `${frontend}`)
      expect(await backendPorts(frontend)).toEqual(everywhere(backend))
      config('generate', '--check')
    },
    PATIENCE,
  )

  test(
    '`config set --local` moves it for this machine, in every consumer alike, and changes no committed file',
    async () => {
      const { backend, frontend } = await stackOnFreePorts()
      const committed = textsOfCommitted()
      config('set', '--local', 'BACKEND_PORT', `${backend}`)
      config('set', '--local', 'FRONTEND_PORT', `${frontend}`)
      expect(await backendPorts(frontend)).toEqual(everywhere(backend))
      expect(textsOfCommitted()).toEqual(committed)
      config('generate', '--check')
    },
    PATIENCE,
  )
})

/** Runs a verb that must succeed. */
function config(...args: string[]): void {
  const { status, stderr } = runBuilt(root, args)
  expect({ args, status, stderr }).toMatchObject({ args, status: 0 })
}

/** Where each consumer finds the backend, when it is started as a user would. */
async function backendPorts(frontend: number): Promise<Readonly<Record<string, unknown>>> {
  build({ NO_COLOR: '1' })
  await serve({ NO_COLOR: '1' })
  const page = await shownAt(`http://localhost:${frontend}/`)
  return {
    node: Number(said('node', [`--import=${JITI}`, 'port.ts'])),
    python: pythonPort({ PATH: '/nonexistent' }),
    page: page.BACKEND_URL,
    answer: page.health,
    compose: publishedIn(said('docker-compose', ['-f', 'examples/stack/docker-compose.yml', 'config'])),
  }
}

function everywhere(port: number): Readonly<Record<string, unknown>> {
  return {
    node: port,
    python: port,
    page: `http://localhost:${port}`,
    answer: `backend answers on port ${port}`,
    compose: port,
  }
}

const JITI = pathToFileURL(join(REPOSITORY, 'node_modules/jiti/lib/jiti-register.mjs')).href

/** What a command says that `config exec` starts. */
function said(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = runBuilt(root, ['exec', '--', command, ...args])
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

/** The backend's published port in what `docker-compose config` prints. */
function publishedIn(text: string): number {
  const [port] = parse(text).services.backend.ports
  return typeof port === 'string' ? Number.parseInt(port, 10) : Number(port.published)
}

/** What the Python module says, from another folder. */
function pythonPort(env: Readonly<Record<string, string>>): number {
  const script = `import sys; sys.path.insert(0, sys.argv[1]); from ports_config import BACKEND_PORT as port; print(port)`
  const args = ['-B', '-c', script, join(root, 'examples/stack')]
  const { stdout } = spawnSync('/usr/bin/python3', args, { cwd: '/', encoding: 'utf8', env })
  return Number(stdout)
}

/** Every file that git would have in a commit. */
function textsOfCommitted(): ReadonlyMap<string, string> {
  const paths = readdirSync(join(root, 'examples/stack'), { recursive: true, encoding: 'utf8' })
  const sources = paths.filter((path) => /(?:config|ports_config|docker-compose)\.[a-z.]+$/.test(path))
  const all = [...sources.map((path) => join('examples/stack', path)), 'schema/index.ts', '.env.defaults']
  const kept = all.filter((path) => !path.includes('node_modules'))
  return new Map(kept.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

/** Ports that nobody has, and the environment that gives them to the stack. */
async function stackOnFreePorts() {
  const [backend = 0, frontend = 0] = await freePorts(2)
  return { backend, frontend, env: { BACKEND_PORT: `${backend}`, FRONTEND_PORT: `${frontend}`, NO_COLOR: '1' } }
}

/** Builds the page with what the configuration hands on in an environment. */
function build(env: Readonly<Record<string, string>>): void {
  const { status, stdout, stderr } = runBuilt(root, ['exec', '--', 'npm', '--prefix', FRONTEND, 'run', 'build'], {
    env,
  })
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' })
}

/** Starts the backend and serves the built page, until the test ends. */
async function serve(env: Readonly<Record<string, string>>): Promise<void> {
  const backend = startBuilt(root, ['exec', '--', '/usr/bin/python3', 'examples/stack/backend/server.py'], env)
  const frontend = startBuilt(root, ['exec', '--', 'npm', '--prefix', FRONTEND, 'run', 'preview'], env)
  await Promise.all([backend.says('listening on'), frontend.says('Local:')])
}

/** The values that the page shows in Debian's Chromium, and what the backend answered it. */
async function shownAt(url: string): Promise<Readonly<Record<string, string | null>>> {
  const page = await openPage()
  await page.goto(url)
  await page.waitForSelector('[data-state=good], [data-state=bad]')
  const names = ['BACKEND_URL', 'LIPSYNC_MANAGER_URL', 'WEBRTC_URL', 'TTS_URL', 'health']
  const texts = names.map(async (name) => [name, await page.textContent(`[data-testid=${name}]`)] as const)
  return Object.fromEntries(await Promise.all(texts))
}
