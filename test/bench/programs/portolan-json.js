import { load } from 'portolan'
import schema from './schema/index.json' with { type: 'json' }

const config = load(schema)
if (config.BACKEND_PORT !== 9100) process.exitCode = 1

export const values = () => config
