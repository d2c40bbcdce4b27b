import dotenv from 'dotenv'
import { cleanEnv, port } from 'envalid'

dotenv.config({ path: [`.env.${process.env.NODE_ENV}`, '.env.local', '.env', '.env.defaults'], quiet: true })
const config = cleanEnv(
  process.env,
  Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, port({ desc: name, default: value })])),
)
if (config.BACKEND_PORT !== 9100) process.exitCode = 1

export const values = () => config
