import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linkPackages, REPOSITORY } from '../support/project.js'
import { PLAIN_ENV } from '../support/run.js'
import { app, build, shownBy } from './app.js'

const CONFIG = (rest: string, options = '') => `
  import portolan from 'portolan/vite'
  export default { plugins: [portolan(${options})], ${rest} }
`

describe('vite build with the plugin', () => {
  test('tells the page every public value, wherever Vite puts variables, and nothing else', () => {
    const built = build(
      app({ '.env': 'REACT_APP_TITLE=Portolan\nRAG_URL=http://rag\n', 'web/.env': 'VITE_OWN=mine\n' }),
    )
    expect(built.said).toContain('built in')
    expect(built.html).toContain('<title>8203,,mine</title>')
    expect(shownBy(built)).toEqual({
      port: '8203',
      old: '8203',
      MODE: 'production',
      told: {
        REACT_APP_API_BASE_URL: 'http://localhost:8203/api',
        REACT_APP_BACKEND_PORT: '8203',
        REACT_APP_TITLE: 'Portolan',
        VITE_OWN: 'mine',
      },
    })
    expect(built.script).not.toMatch(/fixture-pw|8602|rag/)
  })

  test('puts values that are hostile to a script there as they are', () => {
    const hostile = `</script><script>alert("\\'$&\`\${x}\u2028`
    const built = build(app({ '.env.local': 'DB_PASSWORD=fixture-pw\n' }), [], { REACT_APP_TITLE: hostile })
    expect(shownBy(built)).toMatchObject({ told: { REACT_APP_TITLE: hostile } })
    expect(built.script).not.toContain('</script')
  })

  test("reads a file of both as Portolan does, and what is Vite's own as Vite does", () => {
    const root = app({
      'web/vite.config.js': CONFIG(`envDir: '..', envPrefix: ['VITE_', 'REACT_APP_']`),
      '.env': 'NAME=x\nREACT_APP_PRICE=$NAME 5\nVITE_PRICE=$NAME 5\n',
    })
    expect(shownBy(build(root))).toMatchObject({ told: { REACT_APP_PRICE: '$NAME 5', VITE_PRICE: 'x 5' } })
  })

  test("leaves a URL on this machine to the page, whatever a file of Vite's says, and its html empty", () => {
    const root = app({
      'web/.env': 'REACT_APP_BACKEND_URL=http://stale:1\nREACT_APP_BACKEND_PORT=1\nREACT_APP_OWN=mine\n',
      'web/vite.config.js': CONFIG(`envPrefix: ['VITE_', 'REACT_APP_']`),
    })
    const built = build(root)
    expect(built.html).toContain('<title>8203,,')
    expect(Object.keys(shownBy(built).told as object)).not.toContain('REACT_APP_BACKEND_URL')
    expect(shownBy(built)).toMatchObject({ port: '8203', told: { REACT_APP_OWN: 'mine' } })
    expect(shownBy(build(root, [], { STACK_HOST: 'stack.example' }))).toMatchObject({
      url: 'http://stack.example:8203',
    })
  })

  test.each([
    ['vite build is of mode production', [], {}, '8001'],
    ['--mode names another', ['--mode', 'staging'], {}, '8002'],
    ['PORTOLAN_MODE, which an outer `config exec --mode` sets, beats both', [], { PORTOLAN_MODE: 'staging' }, '8002'],
    ['NODE_ENV changes nothing', [], { NODE_ENV: 'staging' }, '8001'],
    ['the environment beats every file', [], { BACKEND_PORT: '8003' }, '8003'],
  ] as const)('%s', (_, args, env, port) => {
    const root = app({ '.env.production': 'BACKEND_PORT=8001\n', '.env.staging': 'BACKEND_PORT=8002\n' })
    expect(shownBy(build(root, args, env))).toMatchObject({ port })
  })

  test('tells everything that is wrong at once, and fails', () => {
    const root = app({ '.env': 'BACKEND_PORT=9000x\nRAG_PORT=0\nREACT_APP_KEY=${DB_PASSWORD}\n' })
    const { code, said } = build(root)
    expect(code).toBe(1)
    expect(said).toContain('error: BACKEND_PORT="9000x" is not a TCP port (1-65535)\n  from .env:1\n')
    expect(said).toContain('error: RAG_PORT="0" is not a TCP port')
    expect(said).toContain('error: REACT_APP_KEY is handed to the frontend, yet it is made of DB_PASSWORD')
    expect(said).not.toContain('fixture-pw')
    expect(said).not.toContain('at ')
  })

  test('fails where Vite itself would show a secret, under a prefix of its own', () => {
    const root = app({
      'web/vite.config.js': CONFIG(`envDir: '..', envPrefix: ['VITE_', 'DB_']`),
      '.env.local': 'DB_PASSWORD=fixture-pw\nVITE_KEY=x${DB_PASSWORD}\nVITE_OWN=mine\n',
    })
    const { code, said } = build(root)
    expect(code).toBe(1)
    expect(said).toContain('error: DB_PASSWORD is handed to the frontend, yet it is a secret\n  from .env.local:1\n')
    expect(said).toContain('error: VITE_KEY is handed to the frontend, yet it is made of DB_PASSWORD')
    expect(said).not.toContain('fixture-pw')
    expect(said).not.toContain('VITE_OWN')
  })

  test('tells Vitest the same, in mode test', () => {
    const root = app({
      '.env.test': 'BACKEND_PORT=8004\n',
      'web/told.test.js': `import { expect, test } from 'vitest'
        test('told', () => {
          const { MODE, REACT_APP_BACKEND_PORT: port, REACT_APP_BACKEND_URL: url } = import.meta.env
          expect([MODE, port, process.env.REACT_APP_BACKEND_PORT, url]).toEqual(['test', '8004', '8004', undefined])
        })`,
    })
    linkPackages(root, 'vitest')
    const vitest = join(REPOSITORY, 'node_modules/vitest/vitest.mjs')
    const options = { cwd: join(root, 'web'), encoding: 'utf8', env: PLAIN_ENV } as const
    const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run'], options)
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' })
  })

  test('needs no password to build a page', () => {
    expect(build(app({ '.env.local': '' })).said).toContain('built in')
  })

  test('says where it looked where there is no schema', () => {
    const { code, said } = build(app({ 'web/vite.config.js': CONFIG('', `{ root: 'none' }`) }))
    expect(code).toBe(1)
    expect(said).toContain('error: there is no folder')
  })

  test('fails where it is told a port that no setting has', () => {
    const { code, said } = build(app({ 'web/vite.config.js': CONFIG('', `{ port: 'ADMIN_PROT' }`) }))
    expect(code).toBe(1)
    expect(said).toContain('error: ADMIN_PROT is no setting\n  help: did you mean ADMIN_PORT?')
  })
})
