import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import * as dotenv from 'dotenv'
import { loadEnv } from 'vite'
import { parse } from 'yaml'
import { project } from '../support/project.js'
import { PLAIN_ENV, run } from '../support/run.js'
import { has, hasPythonModule } from '../support/tools.js'

export type Values = Readonly<Record<string, unknown>>

/** A program that users read a printed text with; `read` is given the folder that has it as `.env`. */
export interface Reader {
  readonly name: string
  /** What it needs of the machine. */
  readonly need: string
  readonly present: boolean
  read(folder: string): Values
}

const ENVIRONMENT = 'JSON.stringify(process.env)'

function output(command: string, args: readonly string[], folder: string): Values {
  const { stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    env: PLAIN_ENV,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  try {
    return JSON.parse(stdout)
  } catch {
    return { unreadable: `${command} printed ${JSON.stringify(stdout)}, and ${stderr}` }
  }
}

function inShell(shell: string, script: string) {
  return (folder: string) =>
    output(shell, ['-c', `${script}; exec "$1" -p '${ENVIRONMENT}'`, shell, process.execPath], folder)
}

function inPython(script: string) {
  return (folder: string) => output('/usr/bin/python3', ['-c', script], folder)
}

function textIn(folder: string): string {
  return readFileSync(join(folder, '.env'), 'utf8')
}

const here = { need: 'Node', present: true }

export const envReaders: readonly Reader[] = [
  { ...here, name: 'dotenv', read: (folder) => dotenv.parse(textIn(folder)) },
  { ...here, name: 'util.parseEnv', read: (folder) => parseEnv(textIn(folder)) },
  { ...here, name: 'Vite', read: (folder) => loadEnv('production', folder, '') },
  {
    ...here,
    name: 'node --env-file',
    read: (folder) => output(process.execPath, ['--env-file', '.env', '-p', ENVIRONMENT], folder),
  },
  {
    name: 'python-dotenv',
    need: 'python3-dotenv',
    present: hasPythonModule('dotenv'),
    read: inPython('import dotenv, json; print(json.dumps(dotenv.dotenv_values(".env")))'),
  },
  { name: 'bash', need: 'bash', present: has('bash'), read: inShell('bash', 'set -a; source ./.env') },
]

export const shellReaders: readonly Reader[] = ['dash', 'bash', 'zsh'].map((shell) => ({
  name: shell,
  need: shell,
  present: has(shell),
  read: inShell(shell, 'eval "$(cat .env)"'),
}))

export const yamlReaders: readonly Reader[] = [
  { ...here, name: 'yaml, as 1.2', read: (folder) => parse(textIn(folder), { version: '1.2' }) },
  { ...here, name: 'yaml, as 1.1', read: (folder) => parse(textIn(folder), { version: '1.1' }) },
  {
    name: 'PyYAML',
    need: 'python3-yaml',
    present: hasPythonModule('yaml'),
    read: inPython('import json, yaml; print(json.dumps(yaml.safe_load(open(".env", encoding="utf-8"))))'),
  },
]

/** The values as settings V0, V1, ... */
export function named(texts: readonly unknown[]): Values {
  return Object.fromEntries(texts.map((text, index) => [`V${index}`, text]))
}

/** A project whose schema says the texts as defaults. */
export function projectOf(values: Values): string {
  const leaf = ([name, text]: [string, unknown]) => [
    name.replaceAll('.', '_'),
    { format: 'String', default: text, env: name },
  ]
  return project({ 'schema/index.json': Object.fromEntries(Object.entries(values).map(leaf)) })
}

/** What a format prints of texts, the names that it refused left out, in a folder as `.env`. */
export async function printed(values: Values, format: string) {
  const root = projectOf(values)
  const whole = await run(root, ['print', '--format', format])
  const refused = [...whole.stderr.matchAll(/^error: the value of (\w+) /gm)].map(([, name = '']) => name)
  const accepted = Object.keys(values).filter((name) => !refused.includes(name))
  const rest =
    refused.length === 0 || accepted.length === 0 ? whole : await run(root, ['print', '--format', format, ...accepted])
  writeFileSync(join(root, '.env'), rest.stdout)
  const written = Object.fromEntries(accepted.map((name) => [name, values[name]]))
  return { whole, rest, folder: root, refused: refused.map((name) => values[name]), written }
}

/** Of what a reader sees, the part that was printed. */
export function seen(reader: Reader, folder: string, names: Values): Values {
  const values = reader.read(folder)
  return 'unreadable' in values ? values : Object.fromEntries(Object.keys(names).map((name) => [name, values[name]]))
}
