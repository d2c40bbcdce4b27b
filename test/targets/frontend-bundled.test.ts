import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { createServer } from 'vite'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import stack from '../../schema/index.js'
import { REPOSITORY, write } from '../support/project.js'
import { PLAIN_ENV } from '../support/run.js'
import { imported, written } from './frontend-files.js'

type Environment = Readonly<Record<string, string>>

const { values } = stack.$stack.targets.frontend
const LOCAL = {
  BACKEND_URL: 'http://localhost:8203',
  LIPSYNC_MANAGER_URL: 'http://localhost:8606',
  WEBRTC_URL: 'http://localhost:8615',
  TTS_URL: 'http://localhost:8604',
}
const TOLD = { REACT_APP_BACKEND_PORT: '9000', REACT_APP_LIPSYNC_MANAGER_URL: 'https://live.example' }
const PAGE = 'page.example'
const ON_PAGE = {
  BACKEND_URL: `http://${PAGE}:9000`,
  LIPSYNC_MANAGER_URL: 'https://live.example',
  WEBRTC_URL: `http://${PAGE}:8615`,
  TTS_URL: `http://${PAGE}:8604`,
}

/** The shipped stack's module, with what bundlers need beside it. */
function bundle(env: string) {
  const made = written(stack, { path: 'src/config.js', options: { env, values } })
  write(made.root, {
    'package.json': { type: 'module' },
    'src/main.js': "export { default } from './config.js'\n",
    'vite.config.js': `export default {
      envPrefix: ['VITE_', 'REACT_APP_'],
      build: {
        rolldownOptions: {
          input: 'src/main.js',
          preserveEntrySignatures: 'strict',
          output: { entryFileNames: 'main.js' },
        },
      },
    }`,
  })
  return made
}

function viteBuild(root: string, env: Environment = {}): { root: string; path: string } {
  const program = join(REPOSITORY, 'node_modules/vite/bin/vite.js')
  const options = { cwd: root, env: { ...PLAIN_ENV, ...env }, encoding: 'utf8' } as const
  const { status, stderr } = spawnSync(process.execPath, [program, 'build', '--logLevel', 'warn'], options)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return { root, path: 'dist/main.js' }
}

describe('built by Vite', () => {
  test('`import.meta.env` has the variables of the build, and nothing of where the page runs', () => {
    const { root } = bundle('import.meta.env')
    expect(imported(viteBuild(root, TOLD), { REACT_APP_TTS_URL: 'http://too.late' }, PAGE)).toEqual(ON_PAGE)
  })

  test('without variables the page has what is configured', () => {
    const { root } = bundle('import.meta.env')
    expect(imported(viteBuild(root))).toEqual(LOCAL)
  })

  test('`process.env`, which Vite leaves empty, is no error', () => {
    const { root } = bundle('process.env')
    const { TTS_URL } = ON_PAGE
    expect(imported(viteBuild(root, TOLD), TOLD, PAGE)).toMatchObject({ BACKEND_URL: `http://${PAGE}:8203`, TTS_URL })
  })

  test('a port that is none stops the page with the reason', () => {
    const { root } = bundle('import.meta.env')
    const built = viteBuild(root, { REACT_APP_BACKEND_PORT: '9000x' })
    expect(() => imported(built)).toThrow('REACT_APP_BACKEND_PORT="9000x" is not a TCP port (1-65535)')
  })
})

test.each(['process.env', 'import.meta.env'])('not built at all, and without %s', (env) => {
  const { root } = bundle(env)
  const program = "delete globalThis.process\nexport default (await import('./src/config.js')).default\n"
  write(root, { 'browser.js': program })
  expect(imported({ root, path: 'browser.js' }, TOLD)).toEqual(LOCAL)
})

test('served by Vite while developing', async () => {
  const { root } = bundle('import.meta.env')
  for (const [name, text] of Object.entries(TOLD)) vi.stubEnv(name, text)
  onTestFinished(() => void vi.unstubAllEnvs())
  const server = await createServer({
    root,
    logLevel: 'silent',
    server: { middlewareMode: true, ws: false, hmr: false },
  })
  onTestFinished(() => server.close())
  const { code = '' } = (await server.transformRequest('/src/config.js')) ?? {}
  write(root, { 'served.mjs': code })
  expect(imported({ root, path: 'served.mjs' }, {}, PAGE)).toEqual(ON_PAGE)
})

describe('built as other bundlers do it, which put texts in place of expressions', () => {
  async function define(env: string, replaced: Environment): Promise<{ root: string; path: string }> {
    const { root } = bundle(env)
    const build = await rolldown({
      input: join(root, 'src/main.js'),
      transform: { define: replaced },
      logLevel: 'silent',
    })
    await build.write({ file: join(root, 'dist/main.js'), minify: true })
    await build.close()
    return { root, path: 'dist/main.js' }
  }
  const texts = (prefix: string) =>
    Object.fromEntries(Object.entries(TOLD).map(([name, text]) => [`${prefix}.${name}`, JSON.stringify(text)]))

  test.each(['process.env', 'import.meta.env'])('each variable of %s', async (env) => {
    expect(imported(await define(env, texts(env)), {}, PAGE)).toEqual(ON_PAGE)
  })

  test.each(['process.env', 'import.meta.env'])('%s as a whole', async (env) => {
    const built = await define(env, { [env]: JSON.stringify(TOLD) })
    expect(imported(built, {}, PAGE)).toEqual(ON_PAGE)
    expect(readFileSync(join(built.root, built.path), 'utf8')).not.toContain(env)
  })
})
