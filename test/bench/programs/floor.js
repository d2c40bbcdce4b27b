import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

const files = ['.env.defaults', '.env', '.env.local', `.env.${process.env.NODE_ENV}`]
const read = Object.assign({}, ...files.map((file) => parseEnv(readFileSync(file, 'utf8'))), process.env)
const config = Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, Number(read[name] || value)]))
if (config.BACKEND_PORT !== 9100) process.exitCode = 1

export const values = () => config
