import { DEFAULTS, EXPECTED } from '../stack.js'

const byProperty = { valueIn: (config, name) => config[name], read: property }
const byGet = { valueIn: (config, name) => config.get(name), read: method }

/**
 * How a value is read that was loaded: each promises `{ config, valueIn, read }`. `valueIn(config, name)` reads one value;
 * `read(configs, count)` reads one so many times, of one of two configurations each time, so that V8 cannot read it once
 * for all; they may be the same. The environment says all values.
 */
export const readers = {
  'a plain object': async () => ({ config: { ...EXPECTED }, ...byProperty }),
  portolan: async () => {
    const { load } = await import('../../../dist/esm/index.js')
    return { config: load(convictSchema()), ...byProperty }
  },
  't3-env': async () => {
    const { createEnv } = await import('@t3-oss/env-core')
    const { z } = await import('zod/v4')
    const port = z.coerce.number().int().min(1).max(65535)
    const server = of((value) => port.default(value))
    return { config: createEnv({ server, runtimeEnv: process.env }), ...byProperty }
  },
  envalid: async () => {
    const { cleanEnv, port } = await import('envalid')
    return {
      config: cleanEnv(
        process.env,
        of((value) => port({ default: value })),
      ),
      ...byProperty,
    }
  },
  'process.env, as text': async () => ({ config: process.env, valueIn: byProperty.valueIn, read: text }),
  'node-config': async () => {
    const { default: config } = await import('config')
    return { config, ...byGet }
  },
  'convict, get': async () => {
    const { default: convict } = await import('convict')
    return { config: convict(convictSchema(), { args: [] }).validate(), ...byGet }
  },
}

function of(setting) {
  return Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, setting(value, name)]))
}

function convictSchema() {
  return of((value, env) => ({ doc: `What ${env} is for`, format: 'port', default: value, env }))
}

function property(configs, count) {
  let sum = 0
  for (let index = 0; index < count; index++) sum += configs[index & 1].BACKEND_PORT
  return sum
}

function text(configs, count) {
  let sum = 0
  for (let index = 0; index < count; index++) sum += configs[index & 1].BACKEND_PORT.length
  return sum
}

function method(configs, count) {
  let sum = 0
  for (let index = 0; index < count; index++) sum += configs[index & 1].get('BACKEND_PORT')
  return sum
}
