import { accessSync, constants, readFileSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { parseEnv } from 'node:util'

const files = ['.env.defaults', '.env', '.env.local', `.env.${process.env.NODE_ENV}`]
const env = Object.assign({}, ...files.map((file) => parseEnv(readFileSync(file, 'utf8'))), process.env)
const found = (process.env.PATH ?? '').split(delimiter).map((folder) => resolve(folder, process.argv[2]))
const program = found.find((path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
})
process.execve(program, process.argv.slice(2), env)
