import { ConfigError } from '../errors.js'
import { EXPORTED } from '../exported.js'
import { handover, setByHand } from '../handover/environment.js'
import { parseDotenv } from '../layers/files/dotenv.js'
import type { Problem, Resolution } from '../model.js'
import { writeEnv } from '../printers/env.js'
import { problemOf } from '../problem.js'
import { reachesFrontend } from '../stack/frontend.js'
import { lastVariableOf } from '../stack/last-of-range.js'
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

/** Nobody's own environment: only what is of the configuration gets into a file. Names are spelt as it spells them. */
const NOBODY = { cwd: '/', platform: 'linux' }

function render({ resolution, path, options }: TargetRequest): Rendered {
  const { env: given, problems } = handover(resolution, { ...NOBODY, env: setByHand(resolution) })
  if (problems.length > 0) throw new ConfigError(problems)
  const secrets = options.secrets === true ? [] : secretsAmong(Object.keys(given), resolution)
  const values = new Map(Object.entries(given).filter(([name]) => !secrets.includes(name) && name !== EXPORTED))
  const record = given[EXPORTED]?.split(' ').filter((entry) => values.has(entry.slice(0, entry.lastIndexOf('='))))
  if (record !== undefined && record.length > 0) values.set(EXPORTED, record.join(' '))
  const lines = [...values].map(([name, text]) => writeEnv(name, text) ?? unwritable(name, resolution))
  const refused = lines.filter((line) => typeof line !== 'string')
  if (refused.length > 0) throw new ConfigError(refused)
  const isSupposed = [...values.keys()].some((name) => isUnknown(name, resolution))
  const secret = options.secrets === true || (isSupposed && 'supposed')
  const remark = `${visible(path)} leaves out ${counted(secrets.length, 'secret')}: ${secrets.join(', ')}`
  return {
    files: [{ path, text: `${lines.join('\n')}\n`, comment: '#', ...(secret && { secret }) }],
    remarks: secrets.length === 0 ? [] : [`${remark} (the option \`secrets: true\` of the target puts them in)`],
  }
}

function valuesIn(text: string): ReadonlyMap<string, string> {
  const { assignments } = parseDotenv(text)
  return new Map(assignments.flatMap(({ key, value }) => (key === EXPORTED ? [] : [[key, value]])))
}

/** The variables that hold a secret, or follow from one as the last port of a range does. */
function secretsAmong(names: readonly string[], { resolved, undeclared, stack }: Resolution): string[] {
  const secret = new Set(
    [...resolved.values()].flatMap((one) =>
      one.secret ? [one.setting.name, lastVariableOf(one.setting, stack) ?? []].flat() : [],
    ),
  )
  return names.filter((name) => {
    const found = resolved.has(name) ? null : undeclared.resolve(name)
    return secret.has(name) || (found !== null && 'text' in found && found.mayBeSecret)
  })
}

/** Whether nobody declared a variable, so that nobody can tell whether it is a secret; what the frontend gets is none. */
function isUnknown(name: string, { resolved, undeclared, stack }: Resolution): boolean {
  return !resolved.has(name) && !reachesFrontend(name, stack.prefixes) && undeclared.resolve(name) !== null
}

function unwritable(name: string, { resolved }: Resolution): Problem {
  const message = `the value of ${name} has no text in an env file that all its readers read alike`
  const origin = resolved.get(name)?.origin ?? null
  return problemOf('target', message, 'hand it on with `config exec`', { setting: name, origin })
}
