import { once } from 'node:events'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openPage, until } from '../support/chromium.js'
import { write } from '../support/project.js'
import type { Started } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'
import { app, EXEC, freePort, SCHEMA, serve } from './app.js'

/** In milliseconds. A guard against hanging: on a busy machine Chromium takes its time. */
const PATIENCE = 180_000

const OVERLAY = `document.querySelector('vite-error-overlay')?.shadowRoot.textContent ?? ''`

/** A module of a schema that does what dotenv does. */
const LOADER = `
import { readFileSync } from 'node:fs'
for (const line of readFileSync(new URL('../.env.local', import.meta.url), 'utf8').split('\\n')) {
  const [name, text] = line.split('=')
  if (text) process.env[name] ??= text
}
export const backend = 8203
`

/** A project with a port for its frontend that nobody has. */
async function appOnFreePort() {
  const port = await freePort()
  const local = (...lines: string[]) => ['DB_PASSWORD=fixture-pw', `FRONTEND_PORT=${port}`, ...lines, ''].join('\n')
  const root = app({ '.env.local': local() })
  return {
    port,
    root,
    edit: (...lines: string[]) => write(root, { '.env.local': local(...lines) }),
    /** The same, of which a watcher hears once. */
    replace: (...lines: string[]) => replace(root, '.env.local', local(...lines)),
  }
}

/** Writes a file in one step: a watcher may hear twice of one that is made and then filled. */
function replace(root: string, path: string, text: string): void {
  write(root, { 'new.txt': text })
  renameSync(join(root, 'new.txt'), join(root, path))
}

/** How often a text was said so far, whenever it is asked. */
function counter({ process: { stdout, stderr } }: Started): (text: string) => number {
  let heard = ''
  for (const stream of [stdout, stderr]) {
    stream?.on('data', (text) => {
      heard += text
    })
  }
  return (text) => heard.split(text).length - 1
}

/** What the dev server puts into `import.meta.env`; it answers nobody while it restarts. */
async function toldAt(port: number): Promise<string> {
  for (;;) {
    try {
      const answer = await fetch(`http://localhost:${port}/main.js`)
      return /import\.meta\.env = (\{.*?\});/.exec(await answer.text())?.[1] ?? ''
    } catch {
      await new Promise((done) => setTimeout(done, 50))
    }
  }
}

describeWith('chromium', has('chromium'), 'a page of the dev server in Chromium', () => {
  test.each([
    ['`vite`', []],
    ['`config exec -- vite`', EXEC],
  ])(
    'under %s it follows every edit, and is told what is wrong',
    async (_, under) => {
      const { port, root, edit } = await appOnFreePort()
      const server = serve(root, [], { under })
      const count = counter(server)
      await server.says(`http://localhost:${port}/`)
      const page = await openPage()
      await page.goto(`http://localhost:${port}/`)
      const shows = (value: string) => until(page, 'window.shown?.port', (shown) => shown === value)
      await shows('8203')

      edit('BACKEND_PORT=9000')
      await shows('9000')
      expect(count('BACKEND_PORT 8203 -> 9000, .env.local:3')).toBe(1)
      expect(count('REACT_APP_API_BASE_URL http://localhost:8203/api -> http://localhost:9000/api')).toBe(1)

      edit('BACKEND_PORT=9000x')
      await until(page, OVERLAY, (text) =>
        `${text}`.includes('error: BACKEND_PORT="9000x" is not a TCP port (1-65535)'),
      )
      expect(await toldAt(port)).toContain('"REACT_APP_BACKEND_PORT": "9000"')
      edit('BACKEND_PORT=9000')
      await until(page, OVERLAY, (text) => text === '')
      await shows('9000')

      edit('BACKEND_PORT=9000', 'RAG_PORT=8700')
      writeFileSync(join(root, '.env.local.new'), 'DB_PASSWORD=fixture-pw\nREACT_APP_BACKEND_URL=http://far.example\n')
      write(root, { '.env': `FRONTEND_PORT=${port}\n`, 'schema/ports.ts': 'export const backend = 8300\n' })
      renameSync(join(root, '.env.local.new'), join(root, '.env.local'))
      await shows('8300')
      await until(page, 'window.shown?.url', (url) => url === 'http://far.example')

      rmSync(join(root, '.env.local'))
      await until(page, 'String(window.shown?.url)', (url) => url === 'undefined')
      await shows('8300')
    },
    PATIENCE,
  )
})

describe('the dev server with the plugin', () => {
  test('restarts for what the page is told, and for nothing else', async () => {
    const { port, root, edit } = await appOnFreePort()
    const server = serve(root)
    const count = counter(server)
    await server.says('Local:')
    edit('RAG_PORT=8700')
    await new Promise((done) => setTimeout(done, 1500))
    edit('RAG_PORT=8700', 'REACT_APP_TITLE=Portolan', 'REACT_APP_TOKEN=c4n4ry')
    await server.says('REACT_APP_TITLE (unset) -> Portolan, .env.local:4')
    await server.says('REACT_APP_TOKEN (unset) -> ********, .env.local:5')
    await server.says('server restarted')
    expect(count('server restarted')).toBe(1)
    expect(count('RAG_PORT')).toBe(0)
    expect(await toldAt(port)).toContain('"REACT_APP_TITLE": "Portolan"')
  })

  test("under `config exec` it follows variables that nobody declared too, Vite's own among them", async () => {
    const { port, root } = await appOnFreePort()
    write(root, { '.env': 'REACT_APP_TITLE=one\nVITE_OWN=one\nVITE_OTHER=one\n' })
    const server = serve(root, [], { under: EXEC })
    await server.says('Local:')
    expect(await toldAt(port)).toMatch(/"REACT_APP_TITLE": "one".*"VITE_OTHER": "one", "VITE_OWN": "one"/)
    write(root, { '.env': 'VITE_OWN=two\n' })
    await server.says('REACT_APP_TITLE one -> (unset)')
    await server.says('server restarted')
    const told = await toldAt(port)
    expect(told).toContain('"VITE_OWN": "two"')
    expect(told).not.toMatch(/TITLE|OTHER/)
  })

  test('is not held up by a schema that loads .env files into the environment itself', async () => {
    const { port, root, edit } = await appOnFreePort()
    write(root, { 'schema/ports.ts': LOADER })
    edit('BACKEND_PORT=8400')
    const server = serve(root)
    await server.says('Local:')
    edit('BACKEND_PORT=8500')
    await server.says('BACKEND_PORT 8400 -> 8500')
    await server.says('server restarted')
    expect(await toldAt(port)).toContain('"REACT_APP_BACKEND_PORT": "8500"')
  })

  test('moves with FRONTEND_PORT', async () => {
    const { root, edit } = await appOnFreePort()
    const server = serve(root)
    await server.says('Local:')
    const other = await freePort()
    edit(`FRONTEND_PORT=${other}`)
    await server.says(`-> ${other}, .env.local:3`)
    await server.says(`http://localhost:${other}/`)
    expect(await toldAt(other)).toContain('"REACT_APP_BACKEND_PORT": "8203"')
  })

  test.each([
    ['', ''],
    [' that Vite reads too', "envDir: '..',"],
  ])('stays where it is while another program has the port of an edit, in a file%s', async (_, option) => {
    const { port, root, edit } = await appOnFreePort()
    write(root, {
      'web/vite.config.js': `import portolan from 'portolan/vite'
        export default { ${option} plugins: [portolan()] }`,
    })
    const other = createServer().listen(0, 'localhost')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port: taken } = other.address() as { port: number }
    const server = serve(root)
    await server.says('Local:')
    edit(`FRONTEND_PORT=${taken}`)
    await server.says(`error: FRONTEND_PORT=${taken} is no port for this server: another program has it`)
    edit('BACKEND_PORT=9000')
    await expect.poll(() => toldAt(port), { timeout: 30_000 }).toContain('"REACT_APP_BACKEND_PORT": "9000"')
  })

  test('goes on following edits where another plugin has made a restart fail', async () => {
    const { port, root, edit } = await appOnFreePort()
    write(root, {
      'web/vite.config.js': `import { existsSync } from 'node:fs'
        import portolan from 'portolan/vite'
        const other = {
          name: 'other',
          configureServer() {
            if (existsSync('broken')) throw new Error('another plugin broke')
          },
        }
        export default { plugins: [portolan(), other] }`,
    })
    const server = serve(root)
    await server.says('Local:')
    write(root, { 'web/broken': '' })
    edit('BACKEND_PORT=9000')
    await server.says('another plugin broke')
    rmSync(join(root, 'web/broken'))
    edit('BACKEND_PORT=9001')
    await expect.poll(() => toldAt(port), { timeout: 30_000 }).toContain('"REACT_APP_BACKEND_PORT": "9001"')
  })

  test('restarts once where Vite reads the same file, and tells a mistake in it once', async () => {
    const { port, root, replace } = await appOnFreePort()
    write(root, {
      'web/vite.config.js': `import portolan from 'portolan/vite'
        export default { envDir: '..', plugins: [portolan()] }`,
    })
    const server = serve(root)
    const count = counter(server)
    await server.says('Local:')
    replace('BACKEND_PORT=9000', 'VITE_OWN=mine')
    await server.says('server restarted')
    expect(await toldAt(port)).toContain('"VITE_OWN": "mine"')
    replace('BACKEND_PORT=9000x')
    await server.says('server restart failed')
    await new Promise((done) => setTimeout(done, 2500))
    expect(count('error: BACKEND_PORT="9000x"')).toBe(1)
    replace('BACKEND_PORT=9001')
    await server.says('.env.local changed, restarting server...')
    await expect.poll(() => toldAt(port), { timeout: 30_000 }).toContain('"REACT_APP_BACKEND_PORT": "9001"')
    await expect.poll(() => count('server restarted'), { timeout: 30_000 }).toBe(2)
  })

  test('follows a file that is new where Vite reads the same ones, and does not hear of it', async () => {
    const { port, root } = await appOnFreePort()
    write(root, {
      'web/vite.config.js': `import portolan from 'portolan/vite'
        export default { envDir: '..', plugins: [portolan()] }`,
    })
    const server = serve(root)
    await server.says('Local:')
    write(root, { '.env.development': 'BACKEND_PORT=9000\n' })
    await server.says('BACKEND_PORT 8203 -> 9000, .env.development:1')
    await expect.poll(() => toldAt(port), { timeout: 30_000 }).toContain('"REACT_APP_BACKEND_PORT": "9000"')
  })

  test('leaves a restart to Vite where its own configuration imports what the schema does', async () => {
    const { port, root } = await appOnFreePort()
    write(root, {
      'web/vite.config.js': `import portolan from 'portolan/vite'
        import { backend } from '../schema/ports.ts'
        export default { define: { BACKEND: backend }, plugins: [portolan()] }`,
    })
    const server = serve(root)
    const count = counter(server)
    await server.says('Local:')
    write(root, { 'schema/ports.ts': 'export const backend = 8300\n' })
    await server.says('schema/ports.ts changed, restarting server...')
    await expect.poll(() => toldAt(port), { timeout: 30_000 }).toContain('"REACT_APP_BACKEND_PORT": "8300"')
    await new Promise((done) => setTimeout(done, 2500))
    expect(count('server restarted')).toBe(1)
  })

  test('tells of an edit that comes to nothing, since the environment wins', async () => {
    const { root, edit } = await appOnFreePort()
    const server = serve(root, [], { env: { BACKEND_PORT: '9000' } })
    await server.says('Local:')
    edit('BACKEND_PORT=9001')
    await server.says('BACKEND_PORT stays 9000: environment beats .env.local:3')
  })

  test('goes on without a secret that Vite itself would show, and says so until it is taken out', async () => {
    const { port, root, replace } = await appOnFreePort()
    write(root, {
      'web/vite.config.js': `import portolan from 'portolan/vite'
        export default { envDir: '..', plugins: [portolan()] }`,
    })
    const server = serve(root)
    const count = counter(server)
    await server.says('Local:')
    replace('VITE_KEY=x${DB_PASSWORD}')
    await server.says('server restart failed')
    await new Promise((done) => setTimeout(done, 2500))
    expect(count('error: VITE_KEY is handed to the frontend')).toBe(1)
    expect(count('is good again')).toBe(0)
    expect(await toldAt(port)).not.toContain('fixture-pw')
    replace('VITE_KEY=mine')
    await expect.poll(() => toldAt(port), { timeout: 30_000 }).toContain('"VITE_KEY": "mine"')
  })

  test('follows files that are made and deleted where Vite reads them too, and tells what changed', async () => {
    const port = await freePort()
    const root = app({
      'web/schema/index.ts': SCHEMA,
      'web/schema/ports.ts': 'export const backend = 8203\n',
      'web/.env': `DB_PASSWORD=fixture-pw\nFRONTEND_PORT=${port}\n`,
    })
    const server = serve(root)
    const count = counter(server)
    await server.says('Local:')
    replace(root, 'web/.env.local', 'BACKEND_PORT=9000\n')
    await server.says('.env.local changed, restarting server...')
    await server.says('BACKEND_PORT 8203 -> 9000, .env.local:1')
    await server.says('server restarted')
    rmSync(join(root, 'web/.env.local'))
    await server.says('BACKEND_PORT 9000 -> 8203, schema')
    await server.says('server restarted')
    expect(await toldAt(port)).toContain('"REACT_APP_BACKEND_PORT": "8203"')
    replace(root, 'web/.env.local', 'BACKEND_PORT=9001\n')
    await server.says('.env.local changed, restarting server...')
    await server.says('BACKEND_PORT 8203 -> 9001, .env.local:1')
    await server.says('server restarted')
    expect(count('.env.local changed')).toBe(3)
  })

  test('takes the port strictly: another program on it is an error', async () => {
    const { port, root } = await appOnFreePort()
    const other = createServer().listen(port, 'localhost')
    await once(other, 'listening')
    const { code, stderr } = await serve(root).end
    other.close()
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`Port ${port} is already in use`) })
  })

  test('leaves the port to --port, without a word', async () => {
    const { root } = await appOnFreePort()
    const other = await freePort()
    const server = serve(root, ['--port', `${other}`])
    const count = counter(server)
    await server.says(`http://localhost:${other}/`)
    expect(count('warning')).toBe(0)
  })

  test('leaves the port to vite.config, and says that it is not the one that others look for', async () => {
    const { port, root } = await appOnFreePort()
    const other = await freePort()
    write(root, {
      'web/vite.config.js': `import portolan from 'portolan/vite'
        export default { plugins: [portolan()], server: { port: ${other} } }`,
    })
    const server = serve(root)
    await server.says(`http://localhost:${other}/`)
    await server.says(
      `warning: vite.config sets server.port to ${other}, yet FRONTEND_PORT is ${port} (.env.local:2)\n  help: take`,
    )
  })

  test('takes the port of the setting that its options name', async () => {
    const { root, edit } = await appOnFreePort()
    const admin = await freePort()
    edit(`ADMIN_PORT=${admin}`)
    write(root, {
      'web/vite.config.js': `import portolan from 'portolan/vite'
        export default { plugins: [portolan({ port: 'ADMIN_PORT' })] }`,
    })
    await serve(root).says(`http://localhost:${admin}/`)
  })

  test('leaves the port to Vite where it is told to', async () => {
    const { port, root } = await appOnFreePort()
    write(root, {
      'web/vite.config.js': `import portolan from 'portolan/vite'
        export default { plugins: [portolan({ port: false })] }`,
    })
    const server = serve(root)
    const count = counter(server)
    await server.says('Local:')
    expect(count(`:${port}`)).toBe(0)
  })

  test('listens where the schema binds the port', async () => {
    const { port, root } = await appOnFreePort()
    write(root, { 'schema/index.ts': SCHEMA.replace("'Frontend', {", "'Frontend', { bind: '127.0.0.1',") })
    await serve(root).says(`http://127.0.0.1:${port}/`)
  })

  test('does not start with a bad configuration', async () => {
    const { root, edit } = await appOnFreePort()
    edit('BACKEND_PORT=9000x')
    const { code, stderr } = await serve(root).end
    expect(code).toBe(1)
    expect(stderr).toContain('error: BACKEND_PORT="9000x" is not a TCP port (1-65535)\n  from .env.local:3\n')
  })

  test('answers for the run-time file that the schema declares, until there is one', async () => {
    const { port, root, edit } = await appOnFreePort()
    const declared = `$stack: { targets: { 'frontend-runtime': 'web/dist/config.js' } },\n  host:`
    write(root, {
      'schema/index.ts': SCHEMA.replace('host:', declared),
      'web/vite.config.js': `import portolan from 'portolan/vite'
        export default { base: '/app/', plugins: [portolan()] }`,
    })
    const server = serve(root)
    await server.says('Local:')
    const at = (path: string) => fetch(`http://localhost:${port}/app/${path}`)
    const answer = await at('config.js')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-type')).toBe('text/javascript')
    const scope: { __PORTOLAN__?: Record<string, string> } = {}
    new Function('self', await answer.text())(scope)
    expect(scope.__PORTOLAN__?.REACT_APP_BACKEND_PORT).toBe('8203')
    edit('BACKEND_PORT=9000')
    await server.says('server restarted')
    expect(await (await at('config.js?v=1')).text()).toContain("'9000'")
    expect((await at('other.js')).headers.get('cache-control')).not.toBe('no-store')
    write(root, { 'web/public/config.js': 'written by hand' })
    await expect.poll(async () => (await at('config.js')).text(), { timeout: 30_000 }).toBe('written by hand')
  })

  test('`vite preview` serves at the same port', async () => {
    const { port, root } = await appOnFreePort()
    write(root, { 'web/dist/index.html': '<p>built</p>' })
    await serve(root, ['preview']).says(`http://localhost:${port}/`)
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('<p>built</p>')
  })
})
