import convict from 'convict'
import dotenvFlow from 'dotenv-flow'

dotenvFlow.config()
const config = convict(
  Object.fromEntries(
    Object.entries(DEFAULTS).map(([env, value]) => [env, { doc: env, format: 'port', default: value, env }]),
  ),
).validate({ allowed: 'strict' })
if (config.get('BACKEND_PORT') !== 9100) process.exitCode = 1

export const values = () => config.getProperties()
