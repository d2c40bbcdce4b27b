import convict from 'convict'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConfigError, inspect, load } from '../../src/index.js'
import { project } from '../support/project.js'
import { GUARD, holds } from '../support/properties.js'

type Leaf = { format?: unknown; default: unknown; env?: string; nullable?: boolean }

const LEAVES: Leaf[] = [
  { format: 'port', default: 8203 },
  { format: 'port', default: null, nullable: true },
  { format: 'int', default: -1 },
  { format: 'nat', default: 0 },
  { format: Number, default: 0.5 },
  { default: 7 },
  { format: Boolean, default: true },
  { default: false },
  { format: String, default: '' },
  { format: String, default: null },
  { default: 'x' },
  { format: '*', default: null },
  { format: ['a', 'b'], default: 'a' },
  { format: [1, 2, 8203], default: 1 },
  { format: Array, default: ['a'] },
  { format: 'Object', default: {} },
  { default: { a: 1 } },
  { format: RegExp, default: /x/ },
]

const text = fc.oneof(
  fc.constantFrom('8203', '65535', '65536', '0', '-1', '1.5', 'true', 'FALSE', 'a', 'b', 'a,b', '{"a":[1]}', '[', '('),
  fc.integer().map(String),
  fc.double().map(String),
  fc.json(),
  fc.string({ unit: 'grapheme' }),
)

/** A nested schema, and texts for some of its leaves. */
const stack = fc
  .array(fc.tuple(fc.constantFrom(...LEAVES), fc.option(text), fc.boolean()), { minLength: 1, maxLength: 6 })
  .map((leaves) => {
    const schema: Record<string, unknown> = {}
    const env: Record<string, string> = {}
    const paths: string[] = []
    for (const [index, [leaf, given, nested]] of leaves.entries()) {
      const declared = { ...leaf, env: `V${index}` }
      schema[`k${index}`] = nested ? { inner: declared } : declared
      paths.push(nested ? `k${index}.inner` : `k${index}`)
      if (given !== null) env[`V${index}`] = given
    }
    return { schema, env, paths, leaves: leaves.map(([leaf]) => leaf) }
  })

/** Whether convict took a text for something that it does not say, or for no number, or an empty text for a value. */
function isLenient({ format, default: fallback }: Leaf, given: string | undefined, value: unknown): boolean {
  if (given === undefined) return false
  if (given === '') return true
  if (typeof value === 'number') {
    const isInexact = (format === 'int' || format === 'nat') && !Number.isSafeInteger(value)
    return String(value) !== given || !Number.isFinite(value) || (format === 'port' && value === 0) || isInexact
  }
  if (typeof value === 'object' && given.includes('"__proto__"')) return true
  return typeof fallback === 'boolean' && !/^(?:true|false)$/i.test(given)
}

function byConvict(schema: object, env: Record<string, string>, paths: string[]): unknown[] | null {
  try {
    const config = convict(schema as convict.Schema<Record<string, unknown>>, { env, args: [] })
    config.validate({ allowed: 'strict' })
    return paths.map((path) => config.get(path) ?? null)
  } catch {
    return null
  }
}

function byPortolan(root: string, schema: object, env: Record<string, string>): unknown[] | null {
  try {
    const config = load(schema, { root, env }) as Record<string, unknown>
    return inspect(config).settings.map(({ name }) => config[name])
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}

test("the values are convict's, wherever convict is not lenient", { timeout: GUARD }, async () => {
  const root = project({})
  await holds(
    fc.property(stack, ({ schema, env, paths, leaves }) => {
      const expected = byConvict(schema, env, paths)
      const lenient = leaves.some((leaf, index) => isLenient(leaf, env[`V${index}`], expected?.[index]))
      fc.pre(!lenient)
      expect(byPortolan(root, schema, env)).toEqual(expected)
    }),
  )
})
