import dotenvx from '@dotenvx/dotenvx'

dotenvx.config({ path: [`.env.${process.env.NODE_ENV}`, '.env.local', '.env', '.env.defaults'], quiet: true })
const config = Object.fromEntries(
  Object.entries(DEFAULTS).map(([name, value]) => [name, Number(process.env[name] || value)]),
)
if (config.BACKEND_PORT !== 9100) process.exitCode = 1

export const values = () => config
