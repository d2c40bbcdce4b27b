import { loadConfig } from 'c12'

const { config } = await loadConfig({
  name: 'c12',
  dotenv: { fileName: ['.env.defaults', '.env', '.env.local', `.env.${process.env.NODE_ENV}`] },
})
if (config.BACKEND_PORT !== 9100) process.exitCode = 1

export const values = () => config
