import { ConfigError } from '../errors.js'
import { EXPORTED } from '../exported.js'
import { handover } from '../handover/environment.js'
import { parseDotenv } from '../layers/files/dotenv.js'
import type { Problem, Resolution } from '../model.js'
import { writeEnv } from '../printers/env.js'
import { counted, visible } from '../text.js'
import type { Rendered, Target, TargetRequest } from './target.js'

/** What `config exec` hands on, as a file for tools that read one. */
export const env: Target = {
  name: 'env',
  summary: 'every resolved value, for tools that read an env file',
  scope: 'local',
  usualPath: 'resolved.env',
  options: { secrets: (value) => (typeof value === 'boolean' ? null : 'not true or false') },
  afterwards: 'restart what reads it',
  render,
  valuesIn: (text) => new Map(parseDotenv(text).assignments.map(({ key, value }) => [key, value])),
}

function render({ resolution, path, options }: TargetRequest): Rendered {
  if (/^\.env(?:\.|$)/.test(path)) throw new ConfigError([isLayer(path)])
  const { env: given, problems } = handover(resolution, { cwd: resolution.root, env: {}, platform: 'linux' }, undefined)
  if (problems.length > 0) throw new ConfigError(problems)
  const secrets = options.secrets === true ? [] : Object.keys(given).filter((name) => isSecret(name, resolution))
  const values = new Map(Object.entries(given).filter(([name]) => !secrets.includes(name) && name !== EXPORTED))
  const record = given[EXPORTED]?.split(' ').filter((entry) => values.has(entry.slice(0, entry.lastIndexOf('='))))
  if (record !== undefined && record.length > 0) values.set(EXPORTED, record.join(' '))
  const lines = [...values].map(([name, text]) => writeEnv(name, text) ?? unwritable(name, resolution))
  const refused = lines.filter((line) => typeof line !== 'string')
  if (refused.length > 0) throw new ConfigError(refused)
  const remark = `${visible(path)} leaves out ${counted(secrets.length, 'secret')}: ${secrets.join(', ')}`
  return {
    files: [{ path, text: `${lines.join('\n')}\n`, comment: '#', ...(options.secrets === true && { secret: true }) }],
    remarks: secrets.length === 0 ? [] : [`${remark} (the option \`secrets: true\` of the target puts them in)`],
  }
}

function isSecret(name: string, { resolved, undeclared }: Resolution): boolean {
  const setting = resolved.get(name)
  if (setting !== undefined) return setting.secret
  const found = undeclared.resolve(name)
  return found !== null && 'text' in found && found.mayBeSecret
}

function isLayer(path: string): Problem {
  return {
    ...problemOf(null),
    message: `${visible(path)} would be read as a layer of the configuration`,
    help: 'give the env target another path, as in resolved.env',
  }
}

function unwritable(name: string, { resolved }: Resolution): Problem {
  return {
    ...problemOf(name),
    message: `the value of ${name} has no text in an env file that all its readers read alike`,
    origin: resolved.get(name)?.origin ?? null,
    help: 'hand it on with `config exec`',
  }
}

function problemOf(setting: string | null): Omit<Problem, 'message' | 'help'> {
  return { check: 'target', severity: 'error', setting, origin: null }
}
