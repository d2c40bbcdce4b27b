import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import stack from '../../schema/index.js'
import { frontendRuntime } from '../../src/targets/frontend-runtime/index.js'
import { type Files, project, write } from '../support/project.js'
import { type RunOptions, run } from '../support/run.js'
import { imported, written } from './frontend-files.js'

const text = { doc: '', format: 'String', default: null, nullable: true }

/** A project of a backend, its URL and an API's, that keeps a `config.js`, with what else its schema and files say. */
function runtimeProject(files: Files = {}, settings: object = {}, declared: unknown = 'config.js') {
  const derived = { doc: '', format: 'portolan:url', maker: 'url' }
  return project({
    'schema/index.json': {
      $stack: { targets: { 'frontend-runtime': declared } },
      host: { doc: '', format: 'portolan:host', default: 'localhost', env: 'STACK_HOST' },
      port: { doc: '', format: 'port', default: 8203, env: 'BACKEND_PORT', public: true },
      url: { ...derived, default: 'http://${STACK_HOST}:${BACKEND_PORT}', env: 'BACKEND_URL', public: true },
      api: { ...derived, default: '${BACKEND_URL}/api', env: 'REACT_APP_API_BASE_URL' },
      inner: { doc: '', format: 'port', default: 8602, env: 'RAG_PORT' },
      ...settings,
    },
    '.gitignore': '*\n',
    ...files,
  })
}

/** What a page of a host finds when it has loaded a script; without a host, as a worker has no window. */
function toldBy(script: string, hostname?: string): Readonly<Record<string, string>> {
  const self: Record<string, unknown> = hostname === undefined ? {} : { location: { hostname } }
  runInContext(script, createContext({ self }))
  return { ...(self.__PORTOLAN__ as object) }
}

/** The script that a project's one `config.js` is, in an environment. */
async function scriptIn(root: string, options: RunOptions = {}, flags: readonly string[] = []): Promise<string> {
  const { code, stdout, stderr } = await run(root, ['generate', '--stdout', 'config.js', ...flags], options)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

describe('a page is told', () => {
  const onPage = (host: string, port: number) => ({
    REACT_APP_BACKEND_PORT: `${port}`,
    REACT_APP_BACKEND_URL: `http://${host}:${port}`,
    REACT_APP_API_BASE_URL: `http://${host}:${port}/api`,
  })

  test('what is public, as all layers have it, and on the page’s own host where no layer says another', async () => {
    const root = runtimeProject({ '.env.local': 'BACKEND_PORT=8300\n' })
    expect(toldBy(await scriptIn(root), 'a.example')).toEqual(onPage('a.example', 8300))
    const script = await scriptIn(root, { env: { BACKEND_PORT: '9000' } })
    expect(toldBy(script, '[::1]')).toEqual(onPage('[::1]', 9000))
    expect(toldBy(script)).toEqual(onPage('localhost', 9000))
    expect(toldBy(script, '')).toEqual(onPage('localhost', 9000))
  })

  test('a host and a URL that a layer says, whatever its own host is', async () => {
    const root = runtimeProject({ '.env.production': 'STACK_HOST=prod.internal\n' })
    const script = await scriptIn(root, {}, ['--mode', 'production'])
    expect(toldBy(script, 'a.example')).toEqual(onPage('prod.internal', 8203))
    const env = { REACT_APP_API_BASE_URL: 'https://api.example/v1' }
    expect(toldBy(await scriptIn(root, { env }), 'a.example')).toEqual({ ...onPage('a.example', 8203), ...env })
  })

  test('variables with the prefix that nobody declared, of files and of the environment, but no empty ones', async () => {
    const root = runtimeProject({ '.env': 'REACT_APP_FILE=one\nREACT_APP_EMPTY=\nOTHER=x\n' })
    const env = { REACT_APP_TITLE: 'two', REACT_APP_NOTHING: '', HOME: '/root' }
    const said = { REACT_APP_FILE: 'one', REACT_APP_TITLE: 'two' }
    expect(toldBy(await scriptIn(root, { env }), 'a')).toEqual({ ...onPage('a', 8203), ...said })
  })

  test('what is set under a prefixed name, which the URLs made of it follow', async () => {
    const script = await scriptIn(runtimeProject(), { env: { REACT_APP_BACKEND_PORT: '9000' } })
    expect(toldBy(script, 'a.example')).toEqual(onPage('a.example', 9000))
  })

  test('nothing of what an outer `config exec` handed on, once a layer says something else', async () => {
    const root = runtimeProject({ '.env': 'BACKEND_PORT=8300\n' })
    const { handover } = await import('../../src/handover/environment.js')
    const { resolveProject } = await import('../../src/load.js')
    const { openSchema } = await import('../../src/schema/index.js')
    const schema = JSON.parse(readFileSync(join(root, 'schema/index.json'), 'utf8'))
    const place = { cwd: root, env: {}, platform: 'linux' }
    const { env } = handover(resolveProject(openSchema(schema, root, [root], {}), place, {}), place)
    write(root, { '.env': 'BACKEND_PORT=8400\n' })
    expect(toldBy(await scriptIn(root, { env }), 'a')).toEqual(onPage('a', 8400))
  })

  test('nothing of what is unset, so that the built-in value stays', async () => {
    const settings = { unset: { ...text, env: 'UNSET', public: true }, empty: { ...text, env: 'EMPTY', public: true } }
    const root = runtimeProject({}, { ...settings, empty: { ...settings.empty, allowEmpty: true } })
    expect(toldBy(await scriptIn(root, { env: { UNSET: '', EMPTY: '' } }), 'a')).toEqual({
      ...onPage('a', 8203),
      REACT_APP_EMPTY: '',
    })
  })

  test('the same under each prefix of the stack', async () => {
    const port = { doc: '', format: 'port', default: 1234, env: 'A_PORT', public: true }
    const $stack = { prefixes: ['VITE_', 'NEXT_PUBLIC_'], targets: { 'frontend-runtime': 'config.js' } }
    const script = await scriptIn(project({ 'schema/index.json': { $stack, port } }))
    expect(toldBy(script)).toEqual({ VITE_A_PORT: '1234', NEXT_PUBLIC_A_PORT: '1234' })
  })
})

describe('the script', () => {
  test('sets one frozen object that has texts and no prototype', async () => {
    const scope: Record<string, unknown> = {}
    runInContext(await scriptIn(runtimeProject()), createContext({ self: scope }))
    expect(Object.keys(scope)).toEqual(['__PORTOLAN__'])
    const told = scope.__PORTOLAN__ as object
    expect([Object.isFrozen(told), Object.getPrototypeOf(told), 'constructor' in told]).toEqual([true, null, false])
  })

  test('is ASCII without a word newer than ES5, and says the same in whatever encoding it is served', async () => {
    const odd = 'größe </script><!-- \u2028 \u{1f600} \u0000'
    const settings = { odd: { ...text, default: odd, env: 'ODD', public: true } }
    const script = await scriptIn(runtimeProject({}, settings))
    expect(script).toMatch(/^[\n -~]*$/)
    expect(script.replace(/^\/\/.*$/gm, '')).not.toMatch(/=>|`|<\/|<!|^\s*(?:const|let|class|import|export)\b/m)
    expect(toldBy(Buffer.from(script).toString('latin1')).REACT_APP_ODD).toBe(odd)
  })

  test('states its texts for whoever asks what would change, whatever the line ends', async () => {
    const script = await scriptIn(runtimeProject({}, { odd: { ...text, default: "it's", env: 'ODD', public: true } }))
    const stated = { ...toldBy(script) }
    expect(stated.REACT_APP_ODD).toBe("it's")
    expect(Object.fromEntries(frontendRuntime.valuesIn(script))).toEqual(stated)
    expect(Object.fromEntries(frontendRuntime.valuesIn(script.replaceAll('\n', '\r\n')))).toEqual(stated)
    expect(frontendRuntime.valuesIn('window.config = {}')).toEqual(new Map())
  })
})

describe('the generated module reads it', () => {
  const { values } = stack.$stack.targets.frontend

  /** What the module of the shipped stack exports on a page that loaded a script before. */
  function moduleWith(script: string, env: Readonly<Record<string, string>> = {}, host = 'a.example') {
    const { root } = written(stack, { options: { values } })
    write(root, {
      'page.mjs': `globalThis.location = ${JSON.stringify({ hostname: host })}\n`,
      'told.cjs': script,
      'all.mjs': "import './page.mjs'\nimport './told.cjs'\nexport { default } from './config.mjs'\n",
    })
    return imported({ root, path: 'all.mjs' }, env, host)
  }

  const built = { REACT_APP_BACKEND_URL: 'https://built.example', REACT_APP_TTS_PORT: '9001' }

  test('before what the build says, and that before what the configuration said', () => {
    const script = "globalThis.__PORTOLAN__ = { REACT_APP_BACKEND_URL: 'https://told.example' }"
    expect(moduleWith(script, built)).toEqual({
      BACKEND_URL: 'https://told.example',
      LIPSYNC_MANAGER_URL: 'http://a.example:8606',
      WEBRTC_URL: 'http://a.example:8615',
      TTS_URL: 'http://a.example:9001',
    })
  })

  test('as the target writes it, so that nothing of the build is left where the deployment has a value', async () => {
    const root = project({ 'schema/index.json': runtimeOf(stack) })
    const script = await scriptIn(root, { env: { BACKEND_PORT: '9000', REACT_APP_TTS_URL: 'https://tts.example' } })
    expect(moduleWith(script, { ...built, REACT_APP_LIVE_SERVER_URL: 'https://built.example' })).toEqual({
      BACKEND_URL: 'http://a.example:9000',
      LIPSYNC_MANAGER_URL: 'http://a.example:8606',
      WEBRTC_URL: 'http://a.example:8615',
      TTS_URL: 'https://tts.example',
    })
  })

  test.each([
    ['is not there', ''],
    ['is the page itself, as a server for single pages answers', 'try { eval("<!doctype html>") } catch {}'],
    ['holds no texts', 'globalThis.__PORTOLAN__ = { REACT_APP_BACKEND_URL: 1, REACT_APP_TTS_PORT: { a: 1 } }'],
    ['holds empty texts', "globalThis.__PORTOLAN__ = { REACT_APP_BACKEND_URL: '', REACT_APP_TTS_PORT: '' }"],
    ['is null', 'globalThis.__PORTOLAN__ = null'],
    ['is of a prototype', "Object.prototype.__PORTOLAN__ = { REACT_APP_BACKEND_URL: 'https://x.example' }"],
    [
      'has a prototype with it',
      "globalThis.__PORTOLAN__ = {}; Object.prototype.REACT_APP_BACKEND_URL = 'https://x.example'",
    ],
    [
      'is an element of that id',
      "Object.setPrototypeOf(globalThis, { __PORTOLAN__: { REACT_APP_TTS_URL: 'https://x.example' } })",
    ],
  ])('and has the built-in values where it %s', (_, script) => {
    expect(moduleWith(script, built)).toMatchObject({
      BACKEND_URL: 'https://built.example',
      TTS_URL: 'http://a.example:9001',
    })
  })

  test('and stops with the reason at a text that is none of the setting: no other backend is called', () => {
    const script = "globalThis.__PORTOLAN__ = { REACT_APP_BACKEND_PORT: '9000x' }"
    expect(() => moduleWith(script)).toThrow('__PORTOLAN__.REACT_APP_BACKEND_PORT="9000x" is not a TCP port (1-65535)')
  })
})

/** A schema, as JSON, that keeps a `config.js` and nothing else. */
function runtimeOf({ $stack, ...groups }: typeof stack): object {
  const leaves = JSON.parse(JSON.stringify(groups, (_, value) => (typeof value === 'function' ? value.name : value)))
  return { ...leaves, $stack: { ...$stack, targets: { 'frontend-runtime': 'config.js' } } }
}

describe('refuses by name', () => {
  test('what is made of a secret', async () => {
    const settings = { token: { ...text, env: 'TOKEN', sensitive: true } }
    const root = runtimeProject({ '.env': 'TOKEN=c4n4ry\nREACT_APP_A="x ${TOKEN}"\n' }, settings)
    const { code, stderr } = await run(root, ['generate'])
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('REACT_APP_A is handed to the') })
    expect(stderr).not.toContain('c4n4ry')
  })

  test('a prefixed name whose text the page would stop at', async () => {
    const { code, stderr } = await run(runtimeProject(), ['generate'], { env: { REACT_APP_BACKEND_PORT: '9000x' } })
    expect(code).toBe(1)
    expect(stderr).toBe(`error: REACT_APP_BACKEND_PORT="9000x" is not a TCP port (1-65535)
  from environment
  help: write digits only
`)
  })

  test.each([
    ['config.json', 'config.json is no script'],
    ['config.mjs', 'config.mjs is no script'],
    [{ path: 'config.js', mode: '../x' }, 'mode is no mode, as in production'],
    [{ path: 'config.js', mode: 'local' }, 'mode is no mode, as in production'],
    [{ path: 'config.js', env: 'process.env' }, 'has no option "env"'],
  ])('%j', async (declared, message) => {
    const { code, stderr } = await run(runtimeProject({}, {}, declared), ['generate'])
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(message) })
  })
})

describe('a file with a mode of its own', () => {
  const declared = [
    { path: 'staging/config.js', mode: 'staging' },
    { path: 'production/config.js', mode: 'production' },
    'config.js',
  ]
  const files = { '.env.staging': 'BACKEND_PORT=8300\n', '.env.production': 'BACKEND_PORT=8400\n' }

  test('keeps it, whatever mode is asked for', async () => {
    const root = runtimeProject(files, {}, declared)
    const portsIn = () =>
      ['staging/config.js', 'production/config.js', 'config.js'].map(
        (path) => toldBy(readFileSync(join(root, path), 'utf8')).REACT_APP_BACKEND_PORT,
      )
    expect(await run(root, ['generate'])).toMatchObject({ code: 0 })
    expect(portsIn()).toEqual(['8300', '8400', '8203'])
    expect(await run(root, ['generate', '--mode', 'staging'])).toMatchObject({ code: 0 })
    expect(portsIn()).toEqual(['8300', '8400', '8300'])
    expect(await run(root, ['generate', '--check', '--mode', 'staging'])).toMatchObject({ code: 0 })
  })

  test('follows an edit of its mode’s file', async () => {
    const root = runtimeProject(files, {}, declared)
    await run(root, ['generate'])
    const { stdout, code } = await run(root, ['set', 'BACKEND_PORT', '9000', '--in', '.env.production', '--plan'])
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('would write  production/con') })
    expect(stdout).not.toContain('would write  staging')
  })
})

test('`set` says that the page is to be loaded again, and `check` judges the file where it is', async () => {
  const root = runtimeProject()
  expect(await run(root, ['generate', '--check'])).toMatchObject({ code: 0, stdout: '' })
  await run(root, ['generate'])
  const { stdout } = await run(root, ['set', '--local', 'BACKEND_PORT', '9000'])
  expect(stdout).toContain('frontend-runtime: config.js changed (reload the page)')
  write(root, { '.env.local': 'BACKEND_PORT=9001\n' })
  expect(await run(root, ['generate', '--check'])).toMatchObject({ code: 1, stdout: expect.stringContaining('stale') })
})
