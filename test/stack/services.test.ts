import { describe, expect, test } from 'vitest'
import { defineSchema, host, port, text, url } from '../../src/index.js'
import type { Stack } from '../../src/model.js'
import { openSchema } from '../../src/schema/index.js'
import { settingOf } from '../../src/stack/lookup.js'
import { defaultHost, portSettings, serviceIn, urlHelper, urlHelpers } from '../../src/stack/services.js'
import { choices } from '../../src/stack/variants.js'
import { lookups } from '../../src/targets/python/lookups.js'
import { REPOSITORY } from '../support/project.js'

const stackOf = (schema: object): Stack => openSchema(schema, REPOSITORY, [REPOSITORY], {}).stack

describe('the service of a setting is called', () => {
  test.each([
    ['BACKEND_PORT', 'backend'],
    ['LLM_PORT_ORIGINAL', 'llm_original'],
    ['AVATAR_BASE_PORT', 'avatar_base'],
    ['LIVE_SERVER_URL', 'live_server'],
    ['BACKEND', 'backend'],
    ['REPORT_PORTAL', 'report_portal'],
    ['PORT', 'port'],
    ['URL', 'url'],
    ['PORT_URL', 'port_url'],
    ['_A__B_PORT_', 'a_b'],
    ['__', '__'],
    ['core.backend', 'core_backend'],
    ['http.port', 'http'],
    ['core.backendPort', 'core_backendport'],
    ['größe', 'gr_e'],
    ['порт', 'порт'],
  ])('%s: %s', (name, service) => {
    expect(serviceIn(name)).toBe(service)
  })
})

describe('ports by service', () => {
  test('are all ports, in schema order, by their own name for it or else their variable', () => {
    const ports = portSettings(
      stackOf({
        z: port('Z_PORT', 1, ''),
        h: host('STACK_HOST', 'localhost', ''),
        m: port('MANAGER_API_PORT', 2, '', { service: 'manager' }),
        plain: { port: { format: 'port', default: 3 } },
      }),
    )
    expect([...ports].map(([service, { name }]) => [service, name])).toEqual([
      ['z', 'Z_PORT'],
      ['manager', 'MANAGER_API_PORT'],
      ['plain', 'plain.port'],
    ])
  })

  test('are all there where plain leaves would be called alike', () => {
    const plain = { format: 'port', default: 1 }
    const ports = portSettings(
      stackOf({ http: { port: plain, url: { port: plain } }, a: { ...plain, env: 'HTTP_PORT' } }),
    )
    expect([...ports].map(([service, { name }]) => [service, name])).toEqual([
      ['http', 'http.port'],
      ['http.url.port', 'http.url.port'],
      ['http_port', 'HTTP_PORT'],
    ])
  })
})

/** How a default is made of a host and a port. */
function made(template: string, options: object = {}, host_: string | null = 'localhost') {
  const stack = stackOf({
    h: host('STACK_HOST', host_, ''),
    t: text('DIR', 'dir', ''),
    p: port('A_PORT', 8203, '', { count: 10 }),
    u: url('A_URL', template, '', options),
  })
  const setting = settingOf('A_URL', stack)
  const helper = setting === null ? null : urlHelper(setting, stack)
  if (helper === null) return null
  const { scheme, host: at, rest, service } = helper
  expect(helper.port.name).toBe('A_PORT')
  return { service, scheme, host: typeof at === 'string' ? at : at.name, rest, by: defaultHost(helper) }
}

describe('a URL is made of a host and a port', () => {
  const HERE = { service: 'a', scheme: 'http://', host: 'STACK_HOST', rest: '', by: 'localhost' }

  test.each([
    ['http://${STACK_HOST}:${A_PORT}', HERE],
    ['http://${h}:${p}', HERE],
    ['redis://${STACK_HOST}:${A_PORT}/0', { ...HERE, scheme: 'redis://', rest: '/0' }],
    ['HTTPS://${STACK_HOST}:${A_PORT}/api?q=1#x', { ...HERE, scheme: 'HTTPS://', rest: '/api?q=1#x' }],
    ['http://${STACK_HOST}:${A_PORT}?q', { ...HERE, rest: '?q' }],
    ['http://${STACK_HOST}:${A_PORT}/$${x}/$y', { ...HERE, rest: '/${x}/$y' }],
    ['http://api.example.org:${A_PORT}', { ...HERE, host: 'api.example.org', by: 'api.example.org' }],
    ['http://127.0.0.1:${A_PORT}/', { ...HERE, host: '127.0.0.1', by: '127.0.0.1', rest: '/' }],
    ['http://[::1]:${A_PORT}/', { ...HERE, host: '[::1]', by: '[::1]', rest: '/' }],
  ])('%s', (template, expected) => {
    expect(made(template)).toEqual(expected)
  })

  test('whose host a layer has to say', () => {
    expect(made('http://${STACK_HOST}:${A_PORT}', {}, null)).toEqual({ ...HERE, by: null })
  })
})

describe('a URL is not made of a host and a port', () => {
  test.each([
    'http://localhost:8203',
    'http://localhost/${A_PORT}',
    'http://${STACK_HOST}/api',
    'http://${STACK_HOST}:80/${A_PORT}',
    'http://${STACK_HOST:-localhost}:${A_PORT}',
    'http://${STACK_HOST}:${A_PORT:-1}',
    'http://${STACK_HOST}:${A_PORT}/${DIR}',
    'http://${STACK_HOST}:1${A_PORT}',
    'http://api.${STACK_HOST}:${A_PORT}',
    'http://${STACK_HOST}.local:${A_PORT}',
    'http://user:pass@${STACK_HOST}:${A_PORT}',
    'http://user@localhost:${A_PORT}',
    '${A_BASE}:${A_PORT}',
    'http://localhost?x:${A_PORT}',
  ])('%s', (template) => {
    const schema = {
      base: text('A_BASE', 'http://localhost', ''),
      h: host('STACK_HOST', 'localhost', ''),
      t: text('DIR', 'dir', ''),
      p: port('A_PORT', 820, ''),
      u: url('A_URL', template, ''),
    }
    expect(urlHelpers(stackOf(schema))).toEqual([])
  })

  test('where what follows the port would be more of its digits', () => {
    const schema = { p: port('A_PORT', 820, ''), u: url('A_URL', 'http://h:${A_PORT}3', '') }
    expect(urlHelpers(stackOf(schema))).toEqual([])
  })

  test('where it is sensitive', () => {
    expect(made('http://${STACK_HOST}:${A_PORT}', { sensitive: true })).toBeNull()
  })
})

describe('variants', () => {
  const stack = stackOf(
    defineSchema({
      $stack: {
        variants: {
          A_URL: { fast: { false: 'A_URL', true: 'B_URL' }, site: { b: 'B_URL' } },
          a: { model: { Bee: 'B_PORT' } },
        },
      },
      a: port('A_PORT', 1, '', { service: 'ay' }),
      b: port('B_PORT', 2, ''),
      aUrl: url('A_URL', 'http://h:${A_PORT}', ''),
      bUrl: url('B_URL', 'http://h:${B_PORT}', ''),
    }),
  )

  test('by true and false are a switch of the URL', () => {
    const [a, b] = urlHelpers(stack)
    expect(a?.switch).toEqual({ parameter: 'fast', otherwise: false, other: settingOf('B_URL', stack) })
    expect(b?.switch).toBeNull()
  })

  test('by other names are lookups, with the service of their owner', () => {
    const found = lookups(stack).map(({ setting, service, parameter, members }) => ({
      setting: setting.name,
      service,
      parameter,
      members: [...members].map(([name, member]) => [name, member.name]),
    }))
    expect(found).toEqual([
      { setting: 'A_URL', service: 'a', parameter: 'site', members: [['b', 'B_URL']] },
      { setting: 'A_PORT', service: 'ay', parameter: 'model', members: [['Bee', 'B_PORT']] },
    ])
    expect(choices(stack)).toHaveLength(3)
  })
})
