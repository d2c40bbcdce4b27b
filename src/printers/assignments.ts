import { ConfigError } from '../errors.js'
import type { Problem, Resolved } from '../model.js'
import { counted, visible } from '../text.js'
import type { Printed, PrintRequest } from './printer.js'

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/

/** What bash or zsh give a meaning or a value of their own, so that setting it fails, or sets something else. */
const OWN_NAMES: ReadonlySet<string> = new Set(
  `_ ARGC BASHOPTS BASHPID BASH_ALIASES BASH_CMDS BASH_COMMAND BASH_VERSINFO DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID
  FUNCNAME GROUPS HISTCHARS HISTCMD LINENO PPID RANDOM SHELLOPTS SHLVL SRANDOM TTYIDLE UID USERNAME WATCH
  ZSH_EVAL_CONTEXT ZSH_SUBSHELL aliases argv cdpath commands fignore fpath functions histchars mailpath manpath
  module_path options parameters path pipestatus psvar signals status watch zsh_eval_context`.split(/\s+/),
)

/** The text that sets a variable, or null where the format cannot hold the value. */
type Write = (name: string, text: string) => string | null

/**
 * Text for programs, variable by variable. Secrets and settings without a variable are left out and named; a value
 * that cannot be written is a problem, and then nothing is printed.
 */
export function assignments({ selected, reveal }: PrintRequest, format: string, write: Write): Printed {
  const set = selected.filter(({ text }) => text !== null)
  const secrets = set.filter(({ secret }) => secret && !reveal)
  const nameless = set.filter((one) => !secrets.includes(one) && one.setting.variable !== one.setting.name)
  const written = set
    .filter((one) => !secrets.includes(one) && !nameless.includes(one))
    .map((one) => writeOne(one, format, write))
  const problems = written.filter((one) => typeof one !== 'string')
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    text: written.map((line) => `${line}\n`).join(''),
    remarks: [
      ...leftOut(secrets, 'secret', '', '--reveal prints secrets too'),
      ...leftOut(nameless, 'setting', ' without a variable', 'the schema gives one with `env`'),
    ],
  }
}

function writeOne({ setting, text, origin }: Resolved, format: string, write: Write): string | Problem {
  const { name } = setting
  const problem = { check: 'print', severity: 'error', setting: name, origin } as const
  if (!VARIABLE.test(name) || OWN_NAMES.has(name)) {
    const reason = VARIABLE.test(name) ? 'bash or zsh use that name themselves' : 'no shell takes such a name'
    return {
      ...problem,
      message: `${visible(name)} cannot be set by the ${format} format: ${reason}`,
      help: 'give it another variable, or name the settings to print and leave it out',
    }
  }
  return (
    write(name, text ?? '') ?? {
      ...problem,
      message: `the value of ${name} has no text in the ${format} format that all its readers read alike`,
      help: 'print it with --format json, or name the settings to print and leave it out',
    }
  )
}

function leftOut(settings: readonly Resolved[], noun: string, aside: string, help: string): string[] {
  if (settings.length === 0) return []
  const names = settings.map(({ setting }) => visible(setting.name)).join(', ')
  return [`left out ${counted(settings.length, noun)}${aside}: ${names} (${help})`]
}
