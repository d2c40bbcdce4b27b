import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPage, PATIENCE } from './support/chromium.js'
import { freePorts } from './support/free-ports.js'
import { install } from './support/install.js'
import { linkPackages, REPOSITORY, write } from './support/project.js'
import { runBuilt, startBuilt } from './support/run.js'
import { describeWith, has } from './support/tools.js'

const EXAMPLE = 'examples/build-once-deploy-twice'
const DEPLOYMENTS = ['staging', 'production'] as const
type Deployment = (typeof DEPLOYMENTS)[number]

/** The example in a folder of its own, with its page built once. */
let root = ''
/** What each deployment has for itself. */
let ports: Readonly<Record<Deployment, { readonly site: number; readonly backend: number }>>

const TOOLS = ['chromium', 'nginx']

describeWith(TOOLS.join(', '), TOOLS.every(has), 'the one build of examples/build-once-deploy-twice', () => {
  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-once-')))
    // nginx that root starts reads as nobody.
    chmodSync(root, 0o755)
    const isSource = (path: string) => !/\/(?:node_modules|dist|deploy)$/.test(path)
    cpSync(join(REPOSITORY, EXAMPLE), root, { recursive: true, filter: isSource })
    linkPackages(root, 'portolan')
    install(join(root, 'frontend'))
    config('exec', '--', 'npm', '--prefix', 'frontend', 'run', 'build')
  }, PATIENCE)

  afterAll(() => rmSync(root, { recursive: true, force: true }))

  beforeEach(async () => {
    const [a = 0, b = 0, c = 0, d = 0] = await freePorts(4)
    ports = { staging: { site: a, backend: b }, production: { site: c, backend: d } }
    for (const name of DEPLOYMENTS) {
      say(name)
      rmSync(join(root, 'deploy', name), { recursive: true, force: true })
      cpSync(join(root, 'frontend/dist'), join(root, 'deploy', name), { recursive: true })
    }
    config('generate')
  })

  test('is of what the schema says: its generated module is current', () => {
    const { status, stdout } = runBuilt(join(REPOSITORY, EXAMPLE), ['generate', '--check', 'frontend'])
    expect({ status, stdout }).toMatchObject({ status: 0 })
  })

  test(
    'shows two backends where it is deployed twice, with nothing but config.js to tell them apart',
    async () => {
      const differing = spawnSync('diff', ['-rq', 'deploy/staging', 'deploy/production'], { cwd: root })
      expect(`${differing.stdout}`).toBe('Files deploy/staging/config.js and deploy/production/config.js differ\n')
      for (const name of DEPLOYMENTS) {
        await serve(name)
        const { page, complaints } = await opened()
        for (const host of ['127.0.0.1', 'localhost']) {
          await page.goto(siteOf(name, host))
          expect(await shownOn(page)).toEqual({
            title: name,
            backend: `http://${host}:${ports[name].backend}`,
            answer: `The backend on port ${ports[name].backend} answers`,
          })
        }
        expect(complaints).toEqual([])
      }
    },
    PATIENCE,
  )

  test(
    'is under a policy that lets no script into the page, and only what never changes is kept by browsers',
    async () => {
      await serve('staging')
      const [script = ''] = /\/assets\/[^"]+\.js/.exec(await (await fetch(siteOf('staging'))).text()) ?? []
      const kept = Object.entries({ '/': 'no-cache', '/config.js': 'no-store', '/deep/link': 'no-cache' })
      for (const [path, caching] of [...kept, [script, 'public, max-age=31536000, immutable'] as const]) {
        const { status, headers } = await fetch(siteOf('staging') + path)
        expect({ path, status, caching: headers.get('cache-control') }).toEqual({ path, status: 200, caching })
        expect(headers.get('content-security-policy')).toBe("script-src 'self'")
      }
      const { page, complaints } = await opened()
      await page.goto(siteOf('staging'))
      await page.evaluate('document.head.append(Object.assign(document.createElement("script"), { text: "x = 1" }))')
      expect(complaints.join()).toContain('Content Security Policy')
    },
    PATIENCE,
  )

  test(
    'has what the deployment says next when the page is loaded again',
    async () => {
      await serve('production')
      const { page, complaints } = await opened()
      await page.goto(siteOf('production'))
      await shownOn(page)
      const [other = 0] = await freePorts(1)
      ports = { ...ports, production: { ...ports.production, backend: other } }
      say('production')
      config('generate')
      await startBackend('production')
      await page.goto(siteOf('production'))
      expect(await shownOn(page)).toMatchObject({ answer: `The backend on port ${other} answers` })
      expect(complaints).toEqual([])
    },
    PATIENCE,
  )

  test(
    'shows hostile text as text',
    async () => {
      const title = `</script><script>x=1</script><img src=x onerror="x=1">'"\\\${}\u2028größe`
      expect(runBuilt(root, ['generate'], { env: { REACT_APP_TITLE: title } }).status).toBe(0)
      await serve('staging')
      const { page, complaints } = await opened()
      await page.goto(siteOf('staging'))
      expect(await shownOn(page)).toMatchObject({ title })
      expect(await page.evaluate('typeof x')).toBe('undefined')
      expect(complaints).toEqual([])
    },
    PATIENCE,
  )

  test.each([
    ['is not there', null],
    ['is a page', '<!doctype html>'],
  ])(
    'has what it was built with where config.js %s',
    async (_, text) => {
      if (text === null) rmSync(join(root, 'deploy/staging/config.js'))
      else write(root, { 'deploy/staging/config.js': text })
      await serve('staging')
      const { page } = await opened()
      await page.goto(siteOf('staging'))
      expect(await shownOn(page)).toMatchObject({ title: 'Production', backend: 'http://127.0.0.1:8401' })
    },
    PATIENCE,
  )
})

/** Writes what a deployment's .env file says: its ports, and its name for a title. */
function say(name: Deployment): void {
  const { site, backend } = ports[name]
  write(root, { [`.env.${name}`]: `SITE_PORT=${site}\nBACKEND_PORT=${backend}\nREACT_APP_TITLE=${name}\n` })
}

/** Runs a verb that must succeed. */
function config(...args: string[]): void {
  const { status, stdout, stderr } = runBuilt(root, args)
  expect({ args, status, said: status === 0 ? '' : stdout + stderr }).toEqual({ args, status: 0, said: '' })
}

/** Starts a deployment's backend and web server, until the test ends. */
async function serve(name: Deployment): Promise<void> {
  const site = startBuilt(root, ['exec', '--mode', name, '--', 'sh', 'nginx/serve.sh'])
  await Promise.all([site.says('serving'), startBackend(name)])
  await answering(siteOf(name))
}

async function startBackend(name: Deployment): Promise<void> {
  const node = [process.execPath, 'backend/server.mjs']
  await startBuilt(root, ['exec', '--mode', name, '--', ...node]).says('listening on')
}

/** nginx says nothing when it listens. */
async function answering(url: string): Promise<void> {
  for (;;) {
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    )
    if (isThere) return
    await new Promise((done) => setTimeout(done, 20))
  }
}

function siteOf(name: Deployment, host = '127.0.0.1'): string {
  return `http://${host}:${ports[name].site}`
}

/** A page, and what its console and its scripts complain of. */
async function opened(): Promise<{ page: Page; complaints: readonly string[] }> {
  const page = await openPage()
  const complaints: string[] = []
  page.on('console', (message) => void complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => void complaints.push(error.message))
  return { page, complaints }
}

async function shownOn(page: Page): Promise<Readonly<Record<string, string | null>>> {
  await page.waitForSelector('[data-state=good], [data-state=bad]')
  const texts = ['title', 'backend', 'answer'].map(async (name) => [
    name,
    await page.textContent(`[data-testid=${name}]`),
  ])
  return Object.fromEntries(await Promise.all(texts))
}
