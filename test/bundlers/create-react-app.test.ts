import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage, PATIENCE } from '../support/chromium.js'
import { freePorts } from '../support/free-ports.js'
import { install } from '../support/install.js'
import { installedPackage } from '../support/packed.js'
import { follow, shop } from '../support/page.js'
import { linkPackages, REPOSITORY, write } from '../support/project.js'
import { runBuilt, startBuilt } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'

const EXAMPLE = 'examples/create-react-app'
const VITE = ['node', 'node_modules/vite/bin/vite.js']
const NOTHING_TO_ADD = { CI: 'true', GENERATE_SOURCEMAP: 'false', DISABLE_ESLINT_PLUGIN: 'true' }

/** Files that say different things; the frontend's own folder has them too, so that each tool would find them there. */
const LAYERS = {
  '.env': 'REACT_APP_TITLE=title-of-env\n',
  '.env.production': 'REACT_APP_TITLE=title-of-production\nREACT_APP_NOTE=note-of-production\n',
  '.env.local': 'REACT_APP_NOTE=note-of-local\n',
}

/** The same page for Vite, with nothing around it. */
const VITE_PAGE = {
  'page/index.html': '<!doctype html><body><script type="module" src="/main.js"></script></body>',
  'page/vite.config.js': "export default { envPrefix: ['VITE_', 'REACT_APP_'] }\n",
  'page/main.js': `
    const { REACT_APP_TITLE, REACT_APP_NOTE, REACT_APP_API_BASE_URL, VITE_BACKEND_PORT } = import.meta.env
    document.body.append(REACT_APP_TITLE, REACT_APP_NOTE, REACT_APP_API_BASE_URL, VITE_BACKEND_PORT)
  `,
}

/** The example in a folder of its own, with what its frontend needs. */
let root = ''

/** What of the example's frontend Create React App itself would have made. */
const MADE = ['package.json', 'public/index.html', 'src/index.js']

describeWith('chromium', has('chromium'), 'the tools that build React apps, under config exec', () => {
  const installed = installedPackage()

  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-react-')))
    const isSource = (path: string) => !/\/(?:node_modules|build|\.env[^/]*)$/.test(path)
    cpSync(join(REPOSITORY, EXAMPLE), root, { recursive: true, filter: isSource })
    write(root, { 'package.json': { type: 'module' }, '.gitignore': '', ...LAYERS, ...VITE_PAGE })
    for (const folder of ['frontend', 'page']) {
      write(root, Object.fromEntries(Object.entries(LAYERS).map(([path, text]) => [`${folder}/${path}`, text])))
    }
    const index = readFileSync(join(root, 'frontend/src/index.js'), 'utf8')
    const shown = 'document.body.title = process.env.REACT_APP_NOTE'
    write(root, { 'frontend/src/index.js': `${index}\n${shown}\n` })
    linkPackages(root, 'portolan', 'vite')
    install(join(root, 'frontend'))
    // 1,290 packages, on a machine that has other work too.
  }, 2 * PATIENCE)

  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test(
    'a build is given the values of mode production, whatever NODE_ENV; and finds its backend on the host of the page',
    async () => {
      const [backend = 0, frontend = 0] = await freePorts(2)
      const env = { BACKEND_PORT: `${backend}`, FRONTEND_PORT: `${frontend}` }
      const react = builtByReact(env)
      expect(react).toContain('title-of-production')
      expect(react).not.toContain('title-of-env')
      expect(react).toContain('note-of-production')
      expect(react).not.toContain('note-of-local')
      const serve = ['preview', 'frontend', '--outDir', 'build', '--port', `${frontend}`, '--host', '127.0.0.1']
      await Promise.all([
        startBuilt(root, ['exec', '--', 'node', 'backend/server.js'], env).says('listening on'),
        startBuilt(root, ['exec', '--', ...VITE, ...serve, '--strictPort'], env).says('Local:'),
      ])
      const page = await openPage()
      for (const host of ['localhost', '127.0.0.1']) {
        await page.goto(`http://${host}:${frontend}/`)
        await page.waitForSelector('[data-state=good], [data-state=bad]')
        expect({
          title: await page.textContent('h1'),
          api: await page.textContent('[data-testid=api]'),
          health: await page.textContent('[data-testid=health]'),
        }).toEqual({
          title: 'title-of-production',
          api: `http://${host}:${backend}/api`,
          health: `the backend answers on port ${backend}`,
        })
      }
    },
    PATIENCE,
  )

  test(
    "Vite's build is given the same, and public values under its own prefix too",
    () => {
      const bundle = builtByVite({ BACKEND_PORT: '8299' })
      expect(bundle).toContain('title-of-production')
      expect(bundle).not.toContain('title-of-env')
      expect(bundle).toContain('note-of-production')
      expect(bundle).not.toContain('note-of-local')
      expect(bundle).toContain('8299')
    },
    PATIENCE,
  )

  test(
    'a URL of the environment is in both bundles',
    () => {
      const env = { REACT_APP_API_BASE_URL: 'http://custom-host:9000/api' }
      expect(builtByReact(env)).toContain('http://custom-host:9000/api')
      expect(builtByVite(env)).toContain('http://custom-host:9000/api')
    },
    PATIENCE,
  )

  test(
    'the development server listens on the port of the frontend, in mode development',
    async () => {
      const [port = 0] = await freePorts(1)
      const env = { ...NOTHING_TO_ADD, FRONTEND_PORT: `${port}`, HOST: '127.0.0.1', BROWSER: 'none' }
      const server = startBuilt(root, ['exec', '--', 'npm', '--prefix', 'frontend', 'start'], env)
      await server.says('note: mode development, as react-scripts start uses by itself')
      await server.says('ompiled')
      const bundle = await (await fetch(`http://127.0.0.1:${port}/static/js/bundle.js`)).text()
      expect(bundle).toContain('title-of-env')
      expect(bundle).toContain('note-of-local')
      expect(bundle).not.toContain('title-of-production')
    },
    PATIENCE,
  )

  test(
    'tests run in mode test, without what is for this machine',
    () => {
      write(root, { '.env.test': 'REACT_APP_TITLE=The stack, under test\n' })
      const note = `test('no note', () => expect(process.env.REACT_APP_NOTE).toBeUndefined())\n`
      write(root, { 'frontend/src/note.test.js': note })
      const said = run(['npm', '--prefix', 'frontend', 'test'], {})
      expect(said).toContain('note: mode test, as react-scripts test uses by itself')
      expect(said).toMatch(/Tests: +2 passed, 2 total/)
    },
    PATIENCE,
  )

  test(
    'whoever follows docs/tasks/create-react-app.md word by word sees what it shows',
    () => {
      const reader = shop(installed())
      const frontend = join(reader.root, 'frontend')
      for (const path of MADE) cpSync(join(REPOSITORY, EXAMPLE, 'frontend', path), join(frontend, path))
      symlinkSync(join(root, 'frontend/node_modules'), join(frontend, 'node_modules'))
      follow('docs/tasks/create-react-app.md', { ...reader, env: { ...reader.env, ...NOTHING_TO_ADD } })
    },
    PATIENCE,
  )
})

/** Runs a command with the configuration that must succeed, and returns what it says. */
function run(command: readonly string[], env: Readonly<Record<string, string>>): string {
  const options = { env: { ...NOTHING_TO_ADD, ...env } }
  const { status, stdout, stderr } = runBuilt(root, ['exec', '--', ...command], options)
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' })
  return stdout + stderr
}

function builtByReact(env: Readonly<Record<string, string>>): string {
  const said = run(['npm', '--prefix', 'frontend', 'run', 'build'], env)
  expect(said).toContain('note: mode production, as react-scripts build uses by itself; --mode names another')
  return textsIn(join(root, 'frontend/build'))
}

function builtByVite(env: Readonly<Record<string, string>>): string {
  const said = run([...VITE, 'build', 'page'], env)
  expect(said).toContain('note: mode production, as vite build uses by itself; --mode names another')
  return textsIn(join(root, 'page/dist'))
}

/** Everything that a build has written. */
function textsIn(folder: string): string {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = paths.filter((path) => /\.(?:js|html)$/.test(path))
  return files.map((path) => readFileSync(join(folder, path), 'utf8')).join('\n')
}
