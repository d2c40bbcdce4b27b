import { describe, expect, test } from 'vitest'
import { linkPackages, project } from './support/project.js'
import { run } from './support/run.js'

const CANARY = 'hunter2hunter2xx'

const schema = {
  password: { format: 'String', default: null, nullable: true, env: 'DB_PASSWORD', sensitive: true },
  user: { format: 'String', default: 'app', env: 'DB_USER' },
  url: { format: 'portolan:url', default: 'postgres://localhost', env: 'DB_URL', maker: 'url' },
  admin: { format: 'port', default: 8203, env: 'ADMIN_PORT', sensitive: true },
}

describe('a value made of a secret is a secret', () => {
  const files = { 'schema/index.json': schema, '.env': 'DB_URL=postgres://app:${DB_PASSWORD}@localhost/db\n' }
  const env = { DB_PASSWORD: CANARY }

  test('print masks it, and says that it is sensitive', async () => {
    const root = project(files)
    const { stdout } = await run(root, ['print', '--json'], { env })
    expect(stdout).not.toContain(CANARY)
    const { settings } = JSON.parse(stdout)
    expect(settings.find(({ name }: { name: string }) => name === 'DB_URL')).toMatchObject({
      value: '********',
      sensitive: true,
    })
  })

  test('get says what it is made of, and prints it with --reveal', async () => {
    const root = project(files)
    const withheld = await run(root, ['get', 'DB_URL'], { env })
    expect(withheld).toMatchObject({ code: 1, stdout: '' })
    expect(withheld.stderr).toContain('DB_URL is made of DB_PASSWORD')
    const revealed = await run(root, ['get', '--reveal', 'DB_URL'], { env })
    expect(revealed.stdout).toBe(`postgres://app:${CANARY}@localhost/db\n`)
  })

  test('a line that lost keeps it', async () => {
    const root = project({ ...files, '.env.local': 'DB_URL=postgres://other\n' })
    const { stdout } = await run(root, ['explain', 'DB_URL'], { env })
    expect(stdout).toContain('DB_URL = postgres://other')
    expect(stdout).toContain('******** from .env:1')
    expect(stdout).not.toContain(CANARY)
  })

  test('an undeclared variable that is called like a secret counts as one, another does not', async () => {
    const root = project({
      'schema/index.json': schema,
      '.env': 'DB_USER=${API_TOKEN}\nDB_URL=http://${SOME_HOST}\n',
    })
    const variables = { API_TOKEN: CANARY, SOME_HOST: 'h' }
    const { stdout } = await run(root, ['print'], { env: variables })
    expect(stdout).not.toContain(CANARY)
    expect(stdout).toMatch(/DB_USER +\*{8}/)
    expect(stdout).toMatch(/DB_URL +http:\/\/h /)
  })

  test('a public setting made of a secret is refused', async () => {
    const root = project({
      'schema/index.json': { ...schema, url: { ...schema.url, public: true } },
      '.env': files['.env'],
    })
    const { code, stderr } = await run(root, ['print'], { env })
    expect(code).toBe(1)
    expect(stderr).toContain('DB_URL is handed to the frontend, yet its value is made of DB_PASSWORD')
    expect(stderr).not.toContain(CANARY)
  })
})

describe('a secret that is wrong is not shown', () => {
  test.each([
    ['in the environment', '', { ADMIN_PORT: CANARY }],
    ['in a file', `ADMIN_PORT=${CANARY}\n`, {}],
    ['below a wrong one', `ADMIN_PORT=${CANARY}\n`, { ADMIN_PORT: 'x' }],
    ['in a reference of its own', `DB_PASSWORD=\${${CANARY}}\n`, {}],
    ['in a broken reference', `DB_PASSWORD=\${${CANARY} x}\n`, {}],
    ['in the message of a reference', `DB_PASSWORD=\${NOPE:?${CANARY}}\n`, {}],
    ['behind an open quote', `DB_PASSWORD="${CANARY}\n`, {}],
    ['on a line of its own', `${CANARY} x\n`, {}],
  ])('%s', async (_, dotenv, env) => {
    const root = project({ 'schema/index.json': schema, '.env': dotenv })
    for (const args of [
      ['print'],
      ['print', '--json'],
      ['get', 'DB_USER'],
      ['explain', 'ADMIN_PORT', 'DB_PASSWORD'],
    ]) {
      const { code, stdout, stderr } = await run(root, args, { env: env as Record<string, string> })
      expect(code).toBe(1)
      expect(stdout + stderr).not.toContain(CANARY)
      expect(stdout + stderr).toContain('help')
    }
  })

  test('nor is what a format of the schema says about it', async () => {
    const root = project({
      'schema/index.mjs': `
        export default {
          token: {
            format(value) { throw new Error('bad token ' + value) },
            default: null, env: 'TOKEN', sensitive: true,
          },
        }`,
    })
    linkPackages(root, 'portolan')
    const { code, stdout, stderr } = await run(root, ['print'], { env: { TOKEN: CANARY } })
    expect(code).toBe(1)
    expect(stderr).toContain('TOKEN=******** is refused by its format')
    expect(stdout + stderr).not.toContain(CANARY)
  })
})
