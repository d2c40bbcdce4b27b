import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { filesOf, MODE } from './warm-settings.js'

const FILES = filesOf(0).map(([file]) => file)

/**
 * How many settings are loaded: each promises `{ load, valuesIn }`. `load(schema, root, env)` loads them from the files of
 * a folder and an environment; `valuesIn(loaded)` tells name and value of each.
 */
export const loaders = {
  portolan: async () => {
    const { load } = await import('../../../dist/esm/index.js')
    return { load: (schema, root, env) => load(schema, { root, env, mode: MODE }), valuesIn: (config) => config }
  },
  'convict + dotenv, by hand': async () => {
    const { default: convict } = await import('convict')
    const { parse } = await import('dotenv')
    return {
      load(schema, root, env) {
        const read = Object.assign({}, ...textsIn(root).map((text) => parse(text)), env)
        return convict(schema, { env: read, args: [] }).validate({ allowed: 'strict' })
      },
      valuesIn(config) {
        const groups = Object.values(config.getProperties())
        return Object.fromEntries(
          groups.flatMap((group) => Object.entries(group).map(([name, value]) => [name.toUpperCase(), value])),
        )
      },
    }
  },
  'files read by hand, util.parseEnv': async () => ({
    load(schema, root, env) {
      const read = Object.assign({}, ...textsIn(root).map((text) => parseEnv(text)), env)
      const config = {}
      for (const group of Object.values(schema)) {
        for (const setting of Object.values(group)) config[setting.env] = Number(read[setting.env] || setting.default)
      }
      return config
    },
    valuesIn: (config) => config,
  }),
}

function textsIn(root) {
  return FILES.flatMap((file) => {
    const path = join(root, file)
    return existsSync(path) ? [readFileSync(path)] : []
  }).map(String)
}
