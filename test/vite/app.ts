import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Files, linkPackages, project, REPOSITORY } from '../support/project.js'
import { PLAIN_ENV, PROGRAM, type Started, start } from '../support/run.js'

export const VITE = join(REPOSITORY, 'node_modules/vite/bin/vite.js')

export const SCHEMA = `
import { choice, defineSchema, flag, host, port, text, url } from 'portolan'
import { backend } from './ports.ts'

export default defineSchema({
  host: host('STACK_HOST', 'localhost', 'Host that the services are reached at'),
  backend: port('BACKEND_PORT', backend, 'Backend API', { role: 'browser', public: true }),
  frontend: port('FRONTEND_PORT', 3000, 'Frontend', { role: 'browser' }),
  admin: port('ADMIN_PORT', 3001, 'Administration', { role: 'browser' }),
  rag: port('RAG_PORT', 8602, 'RAG service', { role: 'http' }),
  backendUrl: url('BACKEND_URL', 'http://\${STACK_HOST}:\${BACKEND_PORT}', 'Backend API', { public: true }),
  apiBaseUrl: url('REACT_APP_API_BASE_URL', '\${BACKEND_URL}/api', 'What the frontend calls'),
  password: text('DB_PASSWORD', null, 'Password of the database', { sensitive: true }),
})
`

const CONFIG = `
import portolan from 'portolan/vite'

export default { plugins: [portolan()] }
`

/** A page that shows everything it is told. */
const PAGE = `<!doctype html>
<html>
  <head><title>%REACT_APP_BACKEND_PORT%,%REACT_APP_BACKEND_URL%,%VITE_OWN%</title></head>
  <body><script type="module" src="/main.js"></script></body>
</html>
`

const SCRIPT = `
const told = { ...import.meta.env }
for (const name of ['BASE_URL', 'DEV', 'MODE', 'PROD', 'SSR']) delete told[name]
const { MODE } = import.meta.env
const port = import.meta.env.REACT_APP_BACKEND_PORT
window.shown = { port, url: import.meta.env.REACT_APP_BACKEND_URL, old: process.env.REACT_APP_BACKEND_PORT, MODE, told }
document.body.append(JSON.stringify(window.shown))
`

/** A project whose frontend is in a folder of its own, and uses the plugin. */
export function app(files: Files = {}): string {
  const root = project({
    'package.json': { type: 'module' },
    'schema/index.ts': SCHEMA,
    'schema/ports.ts': 'export const backend = 8203\n',
    '.env.local': 'DB_PASSWORD=fixture-pw\n',
    'web/vite.config.js': CONFIG,
    'web/index.html': PAGE,
    'web/main.js': SCRIPT,
    ...files,
  })
  linkPackages(root, 'portolan', 'vite')
  return root
}

export interface Built {
  readonly code: number | null
  readonly said: string
  readonly html: string
  readonly script: string
}

/** Builds the frontend as a user does. */
export function build(root: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Built {
  const { status, stdout, stderr } = spawnSync(process.execPath, [VITE, 'build', ...args], {
    cwd: join(root, 'web'),
    encoding: 'utf8',
    env: { ...PLAIN_ENV, NO_COLOR: '1', ...env },
  })
  const assets = join(root, 'web/dist/assets')
  const read = () => readdirSync(assets).map((name) => readFileSync(join(assets, name), 'utf8'))
  return {
    code: status,
    said: stdout + stderr,
    html: status === 0 ? readFileSync(join(root, 'web/dist/index.html'), 'utf8') : '',
    script: status === 0 ? read().join('\n') : '',
  }
}

/** What the page of a build would show; the script is run without a browser. */
export function shownBy({ script }: Built): Readonly<Record<string, unknown>> {
  const window: { shown: Readonly<Record<string, unknown>> } = { shown: {} }
  const link = { relList: { supports: () => true } }
  const document = { body: { append() {} }, createElement: () => link, querySelectorAll: () => [] }
  new Function('window', 'document', script)(window, document)
  return window.shown
}

/** Starts the dev server as a user does, alone or under `config exec`. */
export function serve(
  root: string,
  args: readonly string[] = [],
  { under = [] as readonly string[], env = {} as Readonly<Record<string, string>> } = {},
): Started {
  const words = [...under, VITE, ...args]
  return start(join(root, 'web'), process.execPath, words, { NO_COLOR: '1', ...env })
}

/** What stands before a command that `config exec` starts. */
export const EXEC = [PROGRAM, 'exec', '--no-check', '--', process.execPath]

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
