import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

const files = ['.env.defaults', '.env', '.env.local', `.env.${process.env.NODE_ENV}`]
const env = Object.assign({}, ...files.map((file) => parseEnv(readFileSync(file, 'utf8'))), process.env)
const child = spawn(process.argv[2], process.argv.slice(3), { env, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  if (signal === null) process.exitCode = code
  else process.kill(process.pid, signal)
})
