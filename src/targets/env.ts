import { ConfigError } from '../errors.js'
import { EXPORTED } from '../exported.js'
import { handover } from '../handover/environment.js'
import { parseDotenv } from '../layers/files/dotenv.js'
import type { Problem, Resolution } from '../model.js'
import { writeEnv } from '../printers/env.js'
import { problemOf } from '../problem.js'
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
  reads: () => [],
  render,
  valuesIn,
}

/** No environment of anybody: only what the configuration says gets into a file. Names are spelt as it spells them. */
const NOBODY = { cwd: '/', env: {}, platform: 'linux' }

function render({ resolution, path, options }: TargetRequest): Rendered {
  const { env: given, problems } = handover(resolution, NOBODY)
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

function valuesIn(text: string): ReadonlyMap<string, string> {
  const { assignments } = parseDotenv(text)
  return new Map(assignments.flatMap(({ key, value }) => (key === EXPORTED ? [] : [[key, value]])))
}

function isSecret(name: string, { resolved, undeclared }: Resolution): boolean {
  const setting = resolved.get(name)
  if (setting !== undefined) return setting.secret
  const found = undeclared.resolve(name)
  return found !== null && 'text' in found && found.mayBeSecret
}

function unwritable(name: string, { resolved }: Resolution): Problem {
  const message = `the value of ${name} has no text in an env file that all its readers read alike`
  const origin = resolved.get(name)?.origin ?? null
  return problemOf('target', message, 'hand it on with `config exec`', { setting: name, origin })
}
