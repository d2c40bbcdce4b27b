import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolveProject } from '../../src/load.js'
import { openSchema } from '../../src/schema/index.js'
import { project } from '../support/project.js'
import { GUARD, holds } from '../support/properties.js'

/** Each may refer to those behind it, so that no text goes in circles; the last two are no settings. */
const PORTS = ['A_PORT', 'B_PORT', 'C_PORT', 'D_PORT']
const NAMES = [...PORTS, 'ONE', 'TWO']
/** Lowest first, with those that only this checkout or this command has. */
const FILES = ['.env.defaults', '.env', '.env.local', '.env.production', '.env.production.local']
const LAYERS = ['schema', ...FILES, 'environment']
const LOCAL = ['.env.local', '.env.production.local', 'environment']

/** A number, or a reference to another name with a number in case that it is nowhere set. */
interface Said {
  readonly number: number
  readonly refersTo: string | null
}

const number = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 60000 }) }, fc.constant(0))
const layer = fc.tuple(
  ...NAMES.map((_, index) => {
    const names = NAMES.slice(index + 1)
    const refersTo = names.length === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...names), { freq: 3 })
    // Mostly nothing: of so many layers, the highest would have all to say.
    return fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.record({ number, refersTo }) },
    )
  }),
)
const worlds = fc.record({
  layers: fc.tuple(...LAYERS.map(() => layer)),
  fixed: fc.subarray(PORTS),
  slot: fc.integer({ min: 0, max: 9 }),
  stride: fc.integer({ min: 1, max: 7000 }),
})
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never

/** What a layer says of a name. The schema has a number for each port and no other; the environment refers to nothing. */
function said({ layers }: World, place: string, name: string): Said | null {
  const one = layers[LAYERS.indexOf(place)]?.[NAMES.indexOf(name)] ?? null
  if (place === 'schema') return PORTS.includes(name) ? { number: one?.number ?? 8203, refersTo: null } : null
  return one !== null && place === 'environment' ? { ...one, refersTo: null } : one
}

/**
 * What a name comes to, null beyond the last port, and whether it is meant for this checkout already: the rule in its
 * plainest form.
 */
function expected(world: World, name: string): { value: number | null; isOwn: boolean } | null {
  const place = LAYERS.findLast((one) => said(world, one, name) !== null)
  if (place === undefined) return null
  const { number, refersTo } = said(world, place, name) as Said
  const other = refersTo === null ? null : expected(world, refersTo)
  const isOwn = LOCAL.includes(place) || other?.isOwn === true
  const text = other === null ? number : other.value
  const isShifted = PORTS.includes(name) && !world.fixed.includes(name) && !isOwn && text !== 0
  const value = text !== null && isShifted ? text + world.slot * world.stride : text
  return { value: value === null || value > 65535 ? null : value, isOwn: isOwn || PORTS.includes(name) }
}

function written({ number, refersTo }: Said): string {
  return refersTo === null ? `${number}` : `\${${refersTo}:-${number}}`
}

test('in slot n a port is n strides on if and only if all copies of the stack have its number', {
  timeout: GUARD,
}, async () => {
  const root = project({})
  await holds(
    fc.property(worlds, (world) => {
      const { fixed, slot, stride } = world
      const leaf = (env: string) => ({ doc: '', format: 'port', maker: 'port', env, allowZero: true })
      const ports = PORTS.map((name) => {
        const fallback = said(world, 'schema', name)?.number
        return [name, { ...leaf(name), default: fallback, shift: !fixed.includes(name) }]
      })
      const url = { doc: '', format: 'portolan:url', maker: 'url', env: 'URL', default: 'http://h/${A_PORT}' }
      const facts = { stride, count: 10 }
      const core = {
        slot: { doc: '', format: 'portolan:slot', maker: 'slot', env: 'SLOT', default: 0, ...facts },
        ...Object.fromEntries(ports),
        url,
      }
      const linesIn = (place: string) =>
        NAMES.flatMap((name) => {
          const one = said(world, place, name)
          return one === null ? [] : [[name, written(one)] as const]
        })
      const textOf = (place: string) => linesIn(place).map(([name, text]) => `${name}=${text}\n`)
      const drafts = new Map(FILES.map((path) => [path, textOf(path).join('')]))
      const env = { ...Object.fromEntries(linesIn('environment')), SLOT: `${slot}` }
      const { resolved } = resolveProject(
        openSchema({ core }, root, [root], {}),
        { cwd: root, env, platform: 'linux' },
        { drafts, mode: 'production' },
      )
      for (const name of PORTS) {
        const { value, shift } = resolved.get(name) ?? {}
        const port = expected(world, name)?.value
        expect(value, name).toBe(port)
        if (shift) expect(shift).toEqual({ slot, stride, from: (port ?? 0) - slot * stride })
      }
      const first = resolved.get('A_PORT')?.value ?? null
      expect(resolved.get('URL')?.value).toBe(first === null ? null : `http://h/${first}`)
    }),
  )
})
