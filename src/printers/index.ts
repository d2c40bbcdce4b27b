import { env } from './env.js'
import { json } from './json.js'
import type { Printer } from './printer.js'
import { shell } from './shell.js'
import { table } from './table.js'
import { yaml } from './yaml.js'

/** Every format of `config print`. */
export const printers: Readonly<Record<string, Printer>> = { table, json, env, yaml, shell }
