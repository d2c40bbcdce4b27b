import { expect, test } from 'vitest'
import { load } from '../../src/index.js'
import { linkPackages, project } from '../support/project.js'
import { run } from '../support/run.js'
import { describeWith } from '../support/tools.js'
import { faultsOf, hasValidator } from '../support/validator.js'

const SCHEMA = {
  net: {
    backend: { doc: 'Backend API', format: 'port', default: 8203, env: 'BACKEND_PORT' },
    range: { format: 'port', default: 8600, count: 10, env: 'RANGE_PORT' },
    free: { format: 'port', default: 0, env: 'ANY_PORT' },
    url: { format: 'portolan:url', default: 'http://localhost:${BACKEND_PORT}', env: 'BACKEND_URL', maker: 'url' },
    host: { format: 'portolan:host', default: 'localhost', env: 'HOST_NAME' },
    old: { format: 'port', default: null, nullable: true, env: 'OLD_PORT', deprecated: true },
  },
  plain: {
    text: { format: 'String', default: '', env: 'TEXT' },
    level: { format: ['low', 'high'], default: 'low', env: 'LEVEL' },
    size: { format: [1, 2, null], default: 1, env: 'SIZE', nullable: true },
    whole: { format: 'int', default: -1, env: 'WHOLE' },
    count: { format: 'nat', default: 3, env: 'COUNT' },
    ratio: { format: 'Number', default: 0.5, env: 'RATIO' },
    debug: { format: 'Boolean', default: false, env: 'DEBUG' },
    pattern: { format: 'RegExp', default: '^a.*$', env: 'PATTERN' },
    list: { format: 'Array', default: ['a', 'b'], env: 'LIST' },
    tree: { format: 'Object', default: { a: [1] }, env: 'TREE' },
    any: { format: '*', default: { a: 1 }, env: 'ANY' },
    required: { format: 'String', default: null, env: 'REQUIRED' },
  },
  secret: {
    password: { format: 'String', default: 's3cret-default', env: 'PASSWORD', sensitive: true },
    pin: { format: ['1234', '4321'], default: '1234', env: 'PIN', sensitive: true },
    database: { format: 'String', default: 'postgres://me:pa55word@db/x', env: 'DATABASE' },
  },
}

/** A set of values that all settings may have. */
const ENV = {
  REQUIRED: 'x',
  BACKEND_PORT: '9000',
  LIST: 'x,y',
  TREE: '{"b":null}',
  DEBUG: 'yes',
  SIZE: '2',
  OLD_PORT: '1',
}

async function schemaOf(root: string, ...words: string[]) {
  const { code, stdout, stderr } = await run(root, ['print', '--format', 'json-schema', ...words])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

async function valuesIn(root: string, env: Record<string, string>) {
  const report = JSON.parse((await run(root, ['print', '--json', '--reveal'], { env })).stdout)
  return Object.fromEntries(report.settings.map((one: { name: string; value: unknown }) => [one.name, one.value]))
}

describeWith('python3-jsonschema', hasValidator, 'a JSON Schema of the values', () => {
  test('takes every value that a good configuration has, the defaults and others', async () => {
    const root = project({ 'schema/index.json': SCHEMA })
    const schema = await schemaOf(root)
    const documents = [await valuesIn(root, { REQUIRED: 'x' }), await valuesIn(root, ENV)]
    expect(documents[0]?.OLD_PORT).toBeNull()
    expect(documents[1]?.TREE).toEqual({ b: null })
    expect(faultsOf(documents.map((document) => ({ schema, document })))).toEqual([[], []])
  })

  test('takes what load() returns, as JSON has it', async () => {
    const { net, plain } = SCHEMA
    const { pattern: _, ...others } = plain
    const root = project({ 'schema/index.json': { net, plain: others } })
    const schema = await schemaOf(root)
    const document = JSON.parse(JSON.stringify(load({ net, plain: others } as never, { root, env: ENV })))
    expect(document.BACKEND_PORT).toBe(9000)
    expect(faultsOf([{ schema, document }])).toEqual([[]])
  })

  test('refuses what no configuration has', async () => {
    const root = project({ 'schema/index.json': SCHEMA })
    const schema = await schemaOf(root)
    const good = await valuesIn(root, ENV)
    const wrong: Record<string, unknown> = {
      ...{ BACKEND_PORT: 65_536, RANGE_PORT: 65_527, ANY_PORT: -1, HOST_NAME: 1, OLD_PORT: '1', TEXT: null },
      ...{ LEVEL: 'middle', SIZE: 3, WHOLE: 0.5, COUNT: -1, RATIO: '1', DEBUG: 'yes', LIST: 'a', TREE: [] },
      ...{ REQUIRED: null, UNKNOWN: 1, BACKEND_URL: undefined },
    }
    const cases = Object.entries(wrong).map(([name, value]) => ({ schema, document: { ...good, [name]: value } }))
    const faults = faultsOf([{ schema, document: good }, ...cases])
    expect(faults[0]).toEqual([])
    const passed = Object.keys(wrong).filter((_name, index) => faults[index + 1]?.length === 0)
    expect(passed).toEqual([])
  })

  test('has descriptions, defaults, bounds and choices', async () => {
    const { $schema, properties } = await schemaOf(project({ 'schema/index.json': SCHEMA }))
    expect($schema).toBe('https://json-schema.org/draft/2020-12/schema')
    const port = { type: 'integer', minimum: 1, maximum: 65535, default: 8203 }
    expect(properties.BACKEND_PORT).toEqual({ description: 'Backend API', ...port })
    expect(properties.RANGE_PORT).toMatchObject({ maximum: 65526 })
    expect(properties.ANY_PORT).toMatchObject({ minimum: 0 })
    expect(properties.BACKEND_URL).toEqual({ type: 'string', format: 'uri' })
    expect(properties.OLD_PORT).toMatchObject({ type: ['integer', 'null'], default: null, deprecated: true })
    expect(properties.LEVEL).toEqual({ enum: ['low', 'high'], default: 'low' })
    expect(properties.SIZE).toEqual({ enum: [1, 2, null], default: 1 })
    expect(properties.ANY).toEqual({ default: { a: 1 } })
    expect(properties.REQUIRED).toEqual({ type: 'string' })
  })

  test('says of a secret that there is one, and neither its default nor its choices', async () => {
    const root = project({ 'schema/index.json': SCHEMA, '.env': 'PASSWORD=layer-secret\n' })
    const { properties } = await schemaOf(root)
    expect(properties.PASSWORD).toEqual({ type: 'string', writeOnly: true })
    expect(properties.PIN).toEqual({ writeOnly: true })
    expect(properties.DATABASE).toEqual({ type: 'string', writeOnly: true })
    expect(JSON.stringify(await schemaOf(root, '--reveal'))).not.toMatch(/s3cret|layer-secret|pa55word|1234/)
  })

  test('is the same whatever the layers say, bad values too', async () => {
    const root = project({ 'schema/index.json': SCHEMA })
    const schema = await schemaOf(root)
    expect(await schemaOf(project({ 'schema/index.json': SCHEMA, '.env': 'BACKEND_PORT=9x\nOLD_PORT=7\n' }))).toEqual(
      schema,
    )
    expect(await schemaOf(root, '--mode', 'production')).toEqual(schema)
  })

  test('is of the settings that are named', async () => {
    const schema = await schemaOf(project({ 'schema/index.json': SCHEMA }), 'BACKEND_PORT', 'plain.level')
    expect(Object.keys(schema.properties)).toEqual(['BACKEND_PORT', 'LEVEL'])
    expect(schema.required).toEqual(['BACKEND_PORT', 'LEVEL'])
  })

  test('takes what a format of the schema makes, whatever that is', async () => {
    const source = `import convict from 'convict'
      convict.addFormat({ name: 'even', validate(value) { if (value % 2) throw new Error('odd') }, coerce: Number })
      export default { even: { format: 'even', default: 2, env: 'EVEN' },
        own: { format: (value) => { if (value === 'no') throw new Error('no') }, default: 'yes', env: 'OWN' } }`
    const root = project({ 'schema/index.mjs': source })
    linkPackages(root, 'convict')
    const schema = await schemaOf(root)
    expect(schema.properties).toEqual({ EVEN: { default: 2 }, OWN: { default: 'yes' } })
    expect(faultsOf([{ schema, document: await valuesIn(root, { EVEN: '4' }) }])).toEqual([[]])
  })
})
