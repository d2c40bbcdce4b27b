import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, linkPackages, project, REPOSITORY, write } from '../support/project.js'
import { run } from '../support/run.js'

const TSC = join(REPOSITORY, 'node_modules/typescript/bin/tsc')
const PATH = 'web/portolan-env.d.ts'

const SETTINGS = `
  host: host('STACK_HOST', 'localhost', 'Host that the services are reached at'),
  backend: port('BACKEND_PORT', 8203, 'Backend */ API', { role: 'browser', public: true }),
  backendUrl: url('BACKEND_URL', 'http://\${STACK_HOST}:\${BACKEND_PORT}', 'Backend API', { public: true }),
  docsUrl: url('DOCS_URL', 'https://docs.example', 'Documentation', { public: true }),
  api: url('REACT_APP_API', '\${BACKEND_URL}/api', 'What the frontend calls'),
  debug: flag('REACT_APP_DEBUG', false, 'Shows more'),
  kind: choice('KIND', ["it's", 'plain'], 'plain', 'Kind', { public: true }),
  tenant: text('TENANT', null, 'Tenant', { public: true }),
  note: text('NOTE', null, 'Note', { public: true, nullable: true }),
  rag: port('RAG_PORT', 8602, 'RAG service'),
  password: text('DB_PASSWORD', null, 'Password', { sensitive: true }),
`

/** A project that keeps the types. */
function typed({ stack = '', settings = SETTINGS, path = PATH, files = {} as Files } = {}): string {
  const root = project({
    'package.json': { type: 'module' },
    'schema/index.ts': `import { choice, defineSchema, flag, host, port, text, url } from 'portolan'
      export default defineSchema({
        $stack: { targets: { 'vite-types': '${path}' }, ${stack} },
        ${settings}
      })`,
    ...files,
  })
  linkPackages(root, 'portolan', 'vite')
  return root
}

/** The types as they are printed, without their first line. */
async function printed(root: string): Promise<string> {
  const { code, stdout, stderr } = await run(root, ['generate', '--stdout', 'vite-types'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout.slice(stdout.indexOf('\n') + 1)
}

/** What tsc says of the types beside a file that uses them. */
async function tsc(root: string, use: string): Promise<string> {
  expect((await run(root, ['generate'])).code).toBe(0)
  const compilerOptions = { strict: true, noEmit: true, module: 'esnext', moduleResolution: 'bundler', types: [] }
  write(root, {
    'tsconfig.json': { compilerOptions: { ...compilerOptions, lib: ['es2022', 'dom'] }, include: ['web'] },
    'web/use.ts': `${use}\nexport {}\n`,
  })
  const { stdout, stderr } = spawnSync(process.execPath, [TSC, '--pretty', 'false'], { cwd: root, encoding: 'utf8' })
  return stdout + stderr
}

const USE = `
const port: string = import.meta.env.REACT_APP_BACKEND_PORT
const docs: string = import.meta.env.REACT_APP_DOCS_URL
const url: string | undefined = import.meta.env.REACT_APP_BACKEND_URL
const kind: "it's" | 'plain' = import.meta.env.REACT_APP_KIND
// @ts-expect-error: a URL on this machine is left to the page's own host
const wrong: string = import.meta.env.REACT_APP_BACKEND_URL
// @ts-expect-error: a variable is a text
if (import.meta.env.REACT_APP_DEBUG === true) console.log(port, docs, url, kind, wrong)
`

describe('the vite-types target', () => {
  test('declares what the plugin tells every page, and what only some', async () => {
    expect(await printed(typed())).toBe(`interface ImportMetaEnv {
  /** Backend *\\/ API */
  readonly REACT_APP_BACKEND_PORT: string
  /** Backend API */
  readonly REACT_APP_BACKEND_URL: string | undefined
  /** Documentation */
  readonly REACT_APP_DOCS_URL: string
  /** What the frontend calls */
  readonly REACT_APP_API: string
  /** Shows more */
  readonly REACT_APP_DEBUG: 'true' | 'false'
  /** Kind */
  readonly REACT_APP_KIND: 'it\\u0027s' | 'plain'
  /** Tenant */
  readonly REACT_APP_TENANT: string
  /** Note */
  readonly REACT_APP_NOTE: string | undefined
}

interface ImportMeta {
  readonly env: ImportMetaEnv
}
`)
  })

  test('goes by the shared layers: a URL that they set is always there', async () => {
    const root = typed({ files: { '.env': 'STACK_HOST=stack.example\n', '.env.local': 'NOTE=here\n' } })
    const text = await printed(root)
    expect(text).toContain('readonly REACT_APP_BACKEND_URL: string\n')
    expect(text).toContain('readonly REACT_APP_NOTE: string | undefined\n')
  })

  test("has a line for each of the stack's prefixes", async () => {
    const root = typed({ stack: `prefixes: ['VITE_', 'REACT_APP_']` })
    expect(await printed(root)).toMatch(/VITE_BACKEND_PORT: string\n.*\n.*REACT_APP_BACKEND_PORT: string\n/)
  })

  test('holds alone', async () => {
    expect(await tsc(typed(), USE)).toBe('')
  })

  test('holds beside the types of Vite, where misspelt names fail if they are to', async () => {
    const root = typed({
      files: {
        'web/vite-env.d.ts': `/// <reference types="vite/client" />
          interface ViteTypeOptions { strictImportMetaEnv: unknown }`,
      },
    })
    const more = `const isDev: boolean = import.meta.env.DEV
      // @ts-expect-error: misspelt
      console.log(isDev, import.meta.env.REACT_APP_BACKND_PORT)`
    expect(await tsc(root, `${USE}${more}`)).toBe('')
  })

  test('is refused a path of another kind', async () => {
    const { code, stderr } = await run(typed({ path: 'web/env.ts' }), ['generate'])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: [
        'error: web/env.ts holds no declarations, which the vite-types target writes',
        '  help: give the vite-types target a path that ends in .d.ts',
        '',
      ].join('\n'),
    })
  })

  test('is drift where every page is told what only some were told', async () => {
    const root = typed()
    expect((await run(root, ['generate'])).code).toBe(0)
    expect((await run(root, ['generate', '--check'])).code).toBe(0)
    write(root, { '.env': 'STACK_HOST=stack.example\n' })
    const { code, stdout } = await run(root, ['generate', '--check'])
    expect(code).toBe(1)
    expect(stdout).toContain('+  readonly REACT_APP_BACKEND_URL: string\n')
  })
})
