import { describe, expect, test } from 'vitest'
import { project } from './support/project.js'
import { run, runBuilt } from './support/run.js'

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
    expect(stderr).toContain('DB_URL is handed to the frontend, yet it is made of DB_PASSWORD')
    expect(stderr).not.toContain(CANARY)
  })
})

describe('a setting whose default is made of a secret is a secret whatever sets it', () => {
  const made = { ...schema, url: { ...schema.url, default: 'postgres://app:${DB_PASSWORD}@localhost' } }

  test("print and explain mask it, and explain shows the schema's own text", async () => {
    const root = project({ 'schema/index.json': made })
    const set = await run(root, ['print'], { env: { DB_URL: `postgres://app:${CANARY}` } })
    expect(set.stdout).not.toContain(CANARY)
    const { stdout } = await run(root, ['explain', 'DB_URL'], { env: { DB_PASSWORD: CANARY } })
    expect(stdout).toContain('written as   postgres://app:${DB_PASSWORD}@localhost')
    expect(stdout).not.toContain(CANARY)
  })

  test('an error does not show it', async () => {
    const root = project({ 'schema/index.json': made })
    const { code, stderr } = await run(root, ['print'], { env: { DB_URL: CANARY } })
    expect(code).toBe(1)
    expect(stderr).toContain('DB_URL=******** is not an absolute URL')
    expect(stderr).not.toContain(CANARY)
  })
})

describe('a URL that holds a password is a secret', () => {
  test.each([
    `postgres://app:${CANARY}@localhost/db`,
    `app:${CANARY}@localhost`,
    `http//x:${CANARY}@h`,
    `postgres://user:pa/${CANARY}@host/db`,
    `postgres://user:pa#${CANARY}@host/db`,
    `"postgres://user:${CANARY}@host/db"`,
    ` postgres://user:${CANARY}@host`,
    `jdbc:mysql://root:${CANARY}@db/x`,
    `https:/user:${CANARY}@host`,
  ])('%s', async (text) => {
    const root = project({ 'schema/index.json': schema })
    for (const args of [['print'], ['print', '--json'], ['explain', 'DB_URL'], ['get', 'DB_URL']]) {
      const { stdout, stderr } = await run(root, args, { env: { DB_URL: text } })
      expect(stdout + stderr).not.toContain(CANARY)
      expect(stdout + stderr).toMatch(/DB_URL/)
    }
  })

  test('get says so; a URL with a user, a port or an @ in its path is none', async () => {
    const root = project({ 'schema/index.json': schema })
    const withheld = await run(root, ['get', 'DB_URL'], { env: { DB_URL: `redis://:${CANARY}@h` } })
    expect(withheld.stderr).toContain('DB_URL holds a password')
    for (const url of ['redis://app@h:1', 'http://h:8203/a@b', 'http://h/?a:b@c']) {
      expect((await run(root, ['get', 'DB_URL'], { env: { DB_URL: url } })).stdout).toBe(`${url}\n`)
    }
  })

  test('it is masked where it lost, also in a text whose references are wrong', async () => {
    const url = { doc: '', format: 'portolan:url', default: 'http://localhost', env: 'SERVICE_URL', maker: 'url' }
    const root = project({ 'schema/index.json': { url }, '.env': 'SERVICE_URL=https://u:hunter2@h${\n' })
    for (const args of [['print'], ['explain', 'SERVICE_URL'], ['explain', 'SERVICE_URL', '--json']]) {
      const { stdout, stderr } = await run(root, args, { env: { SERVICE_URL: 'x' } })
      expect(stdout + stderr).not.toContain('hunter2')
      expect(stdout + stderr).toContain('********')
    }
  })

  test('a default that holds one makes the setting a secret, which no generated file has', async () => {
    const url = (more: object) => ({ doc: '', format: 'portolan:url', env: 'DB_URL', maker: 'url', ...more })
    for (const text of [`postgres://u:${CANARY}@db/x`, `postgres://u:${CANARY}@\${HOST}/x`]) {
      const root = project({
        'schema/index.json': {
          $stack: { targets: { python: 'made.py' } },
          host: { doc: '', format: 'portolan:host', default: 'db', env: 'HOST' },
          url: url({ default: text }),
        },
      })
      expect((await run(root, ['generate', '--stdout', 'python'])).stdout).not.toContain(CANARY)
      const open = project({ 'schema/index.json': { url: url({ default: `http://u:${CANARY}@db`, public: true }) } })
      const { code, stdout, stderr } = await run(open, ['print'])
      expect([code, (stdout + stderr).includes(CANARY)]).toEqual([1, false])
    }
  })

  test('it does not reach the frontend', async () => {
    const root = project({ 'schema/index.json': { ...schema, url: { ...schema.url, public: true } } })
    const { code, stderr } = await run(root, ['print'], { env: { DB_URL: `http://x:${CANARY}@h` } })
    expect(code).toBe(1)
    expect(stderr).toContain('DB_URL is handed to the frontend, yet it holds a password')
  })
})

test('an undeclared REACT_APP variable that is made of a secret does not reach a command', async () => {
  const root = project({ 'schema/index.json': schema, '.env': 'REACT_APP_LEAK=x${DB_PASSWORD}y\n' })
  const { status, stdout, stderr } = runBuilt(root, ['exec', '--', 'env'], { env: { DB_PASSWORD: CANARY } })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toContain('REACT_APP_LEAK is handed to the frontend, yet it is made of DB_PASSWORD')
})

test.each([
  ...['Enter your PASSWORD:', 'PASSWORD: ', 'API_KEY=${PLAIN}', 'key: value, token = 3', '%h %l %u "%r" %>s'],
  ...['12:30@x', 'TIME=12:30@x', 'mailto:a@b.c', 'git@github.com:org/repo', 'ssh://git@github.com:22/x'],
  ...['-Dx.key=1 -Dapi.KEY=2', '--env=KEY=1', 'https://x.com/a:b@c', 'http://h:8080?x=a@b', 'http://[::1]:3000/@'],
  ...['oci://reg:5000/x@sha256:abc', 'npm:foo@1.2', 'jdbc:postgresql://h:5432/db?user=a'],
])('an ordinary text is shown, and may be public: %s', async (text) => {
  const leaf = { doc: 'x', format: 'String', default: '', env: 'REACT_APP_TEXT', public: true }
  const root = project({ 'schema/index.json': { text: leaf }, '.env': `PLAIN=\nREACT_APP_TEXT='${text}'\n` })
  const { code, stdout } = await run(root, ['get', 'REACT_APP_TEXT'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${text}\n` })
  expect((await run(root, ['check', 'values'])).code).toBe(0)
})

test('the choices of a secret are not shown', async () => {
  const key = { format: ['one-secret', CANARY], default: 'one-secret', env: 'KEY', sensitive: true }
  const root = project({ 'schema/index.json': { key } })
  for (const args of [
    ['print', '--json'],
    ['explain', 'KEY'],
  ]) {
    const { stdout, stderr } = await run(root, args, { env: { KEY: 'wrong' } })
    expect(stdout + stderr).not.toContain(CANARY)
    expect((await run(root, args)).stdout).not.toContain(CANARY)
  }
})
