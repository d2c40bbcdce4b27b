import { describe, expect, test } from 'vitest'
import { linkPackages, project } from '../../support/project.js'
import { run, runBuilt } from '../../support/run.js'
import { leaksIn } from './canaries.js'

const SECRET = 'Qz7Left4kW-Vx9Right2pJ'
const leaks = (text: string) => leaksIn(text, [{ name: 'it', text: SECRET }])
const setting = (more: object) => ({ doc: '', format: 'String', default: null, nullable: true, env: 'TOKEN', ...more })

describe('a schema that cannot be read is told of without the secrets in it', () => {
  test.each([
    ['without quotes in JSON', 'index.json', `{"a": {"default": ${SECRET}}}`],
    ['without its comma in JSON', 'index.json', `{"a": {"default": "${SECRET}" "env": "A"}}`],
    ['on a line of its own in JSON', 'index.json', `{"a":\n${SECRET}\n}`],
    ['alone in JSON', 'index.json', SECRET],
    ['cut off in JSON', 'index.json', `{"a": {"default": "${SECRET}`],
    ['without its end in JavaScript', 'index.mjs', `export default { a: { default: '${SECRET}, env: 'A' } }`],
    ['without its end in TypeScript', 'index.ts', `export default { a: { default: '${SECRET}, env: 'A' } }`],
    ['that it throws', 'index.mjs', "throw new Error('cannot use ' + process.env.API_TOKEN)"],
    ['that it throws in TypeScript', 'index.ts', 'throw process.env.API_TOKEN'],
    ['that a URL is made of', 'index.mjs', 'new URL(process.env.API_TOKEN)'],
    ['that it hands on as a schema', 'index.cjs', 'module.exports = process.env.API_TOKEN'],
  ])('%s', (_, path, text) => {
    const root = project({ [`schema/${path}`]: text })
    const { status, stdout, stderr } = runBuilt(root, ['print'], { env: { API_TOKEN: SECRET } })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^error: schema\/index/)
    expect(leaks(stdout + stderr)).toEqual([])
  })
})

test('a schema whose getter throws a secret is told of without it', () => {
  const getter = "{ get b() { throw new Error('late ' + process.env.API_TOKEN) } }"
  const root = project({ 'schema/index.cjs': `module.exports = { a: ${getter} }` })
  const { status, stdout, stderr } = runBuilt(root, ['print'], { env: { API_TOKEN: SECRET } })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toContain('cannot be read: late ********\n')
})

describe('a schema that is wrong is told of without the secrets in it', () => {
  test.each([
    ['a default that is no number', { format: 'int', default: SECRET, sensitive: true }],
    ['a default that is no port', { format: 'port', default: SECRET, sensitive: true }],
    ['a default that is no choice', { format: ['a', 'b'], default: SECRET, sensitive: true }],
    ['a default that is no URL', { format: 'portolan:url', default: `${SECRET} x`, sensitive: true, maker: 'url' }],
    ['a URL with a bad port', { format: 'portolan:url', default: `http://app:${SECRET}@h:x` }],
    ['a URL with a password for a port', { format: 'port', default: `http://app:${SECRET}@h` }],
    ['a secret for the frontend', { default: SECRET, sensitive: true, public: true }],
    ['a login for the frontend', { default: `http://app:${SECRET}@h`, public: true }],
    ['a secret for the frontend by its name', { default: SECRET, sensitive: true, env: 'REACT_APP_TOKEN' }],
    ['half a reference', { default: `\${${SECRET}`, sensitive: true, maker: 'text' }],
    ['a reference to nothing', { default: `${SECRET}\${NOPE}`, sensitive: true, maker: 'text' }],
    ['a loop', { default: `${SECRET}\${TOKEN}`, sensitive: true, maker: 'text' }],
  ])('%s', async (_, more) => {
    const root = project({ 'schema/index.json': { token: setting(more) } })
    for (const call of [['print'], ['print', '--json'], ['explain', 'TOKEN'], ['check']]) {
      const { code, stdout, stderr } = await run(root, call)
      expect(code).toBe(1)
      expect(leaks(stdout + stderr)).toEqual([])
    }
  })

  test.each([
    ['what stands in for a secret', { default: `\${API_KEY:-${SECRET}}` }],
    ['a login before a reference', { default: `http://app:${SECRET}@\${API_HOST}` }],
    ['a secret of its own with a reference', { default: `${SECRET}\${API_HOST}`, sensitive: true }],
  ])('and so is the template of a default: %s', async (_, more) => {
    const others = {
      key: setting({ env: 'API_KEY', sensitive: true }),
      host: setting({ env: 'API_HOST', default: 'h' }),
    }
    const root = project({ 'schema/index.json': { ...others, token: setting({ ...more, maker: 'text' }) } })
    for (const call of [['print'], ['print', '--json'], ['explain', 'TOKEN'], ['explain', '--json', 'TOKEN']]) {
      const { code, stdout, stderr } = await run(root, call)
      expect(code).toBe(0)
      expect(leaks(stdout + stderr)).toEqual([])
    }
  })
})

describe('what a format of the schema says of a secret is left out', () => {
  test.each([
    ['an error', "throw new Error('no such thing as ' + value)"],
    ['a text that it throws', "throw 'no such thing as ' + value"],
    ['an object that it throws', 'throw { message: value, value }'],
    ['an error with a cause', "throw new Error(value, { cause: new Error('from ' + value) })"],
    ['an error whose name it is', 'throw Object.assign(new Error(), { name: value, stack: value })'],
  ])('%s', async (_, body) => {
    const root = project({
      'schema/index.mjs': `
        import convict from 'convict'
        const judge = (value) => { if (value !== 'x') { ${body} } }
        convict.addFormat({ name: 'judged', validate: judge })
        convict.addFormat({ name: 'made', validate() {}, coerce(value) { judge(value); return value } })
        const secret = (env, format) => ({ format, default: 'x', env, sensitive: true })
        export default {
          judged: secret('JUDGED', 'judged'), made: secret('MADE', 'made'), own: secret('OWN', judge),
          open: { format: 'String', default: 'x', env: 'OPEN' },
        }`,
    })
    linkPackages(root, 'convict')
    const env = { JUDGED: SECRET, MADE: SECRET, OWN: SECRET }
    for (const call of [
      ['print'],
      ['print', '--json'],
      ['explain', 'JUDGED', 'MADE', 'OWN'],
      ['get', 'OPEN'],
      ['check'],
    ]) {
      const { code, stdout, stderr } = await run(root, call, { env })
      expect(code).toBe(1)
      expect(leaks(stdout + stderr)).toEqual([])
      expect(stdout + stderr).toContain('OWN=********')
    }
  })

  test('and a schema that validates itself does not tell one', () => {
    const root = project({
      'schema/index.cjs': `
        const convict = require('convict')
        const format = (value) => { if (value !== 'good') throw new Error('bad ' + value) }
        module.exports = convict({ token: { format, default: 'good', env: 'TOKEN', sensitive: true } })
        module.exports.validate()`,
    })
    linkPackages(root, 'convict')
    const { status, stderr } = runBuilt(root, ['print'], { env: { TOKEN: SECRET } })
    expect(status).toBe(1)
    expect(stderr).toContain('schema/index.cjs cannot be loaded: convict refuses a value in it')
    expect(leaks(stderr)).toEqual([])
  })
})
