import { readFileSync } from 'node:fs'
import { load } from 'portolan'

const config = load(JSON.parse(readFileSync('schema/index.json', 'utf8')))
if (config.BACKEND_PORT !== 9100) process.exitCode = 1

export const values = () => config
