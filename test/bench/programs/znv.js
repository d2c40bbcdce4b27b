import dotenv from 'dotenv'
import { parseEnv, port } from 'znv'

dotenv.config({ path: [`.env.${process.env.NODE_ENV}`, '.env.local', '.env', '.env.defaults'], quiet: true })
const config = parseEnv(
  process.env,
  Object.fromEntries(
    Object.entries(DEFAULTS).map(([name, value]) => [
      name,
      { schema: port(), description: name, defaults: { _: value } },
    ]),
  ),
)
if (config.BACKEND_PORT !== 9100) process.exitCode = 1

export const values = () => config
