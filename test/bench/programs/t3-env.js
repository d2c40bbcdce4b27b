import { createEnv } from '@t3-oss/env-core'
import dotenv from 'dotenv'
import { z } from 'zod4'

dotenv.config({ path: [`.env.${process.env.NODE_ENV}`, '.env.local', '.env', '.env.defaults'], quiet: true })
const port = z.coerce.number().int().min(1).max(65535)
const config = createEnv({
  server: Object.fromEntries(
    Object.entries(DEFAULTS).map(([name, value]) => [name, port.default(value).describe(name)]),
  ),
  runtimeEnv: process.env,
  emptyStringAsUndefined: true,
})
if (config.BACKEND_PORT !== 9100) process.exitCode = 1

export const values = () => config
