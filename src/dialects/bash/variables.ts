import { Budget } from '../budget.js'
import type { Lack, Reading } from '../dialect.js'
import { Discard, type Parameter, type Part, type Setting, Stop } from './script.js'

/** What bash sets again, or lets nobody set. */
const FIXED = new Set(
  (
    'BASHOPTS BASHPID BASH_ARGV0 BASH_COMMAND BASH_SUBSHELL BASH_VERSINFO DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID ' +
    'FUNCNAME GROUPS HISTCMD LINENO PIPESTATUS PPID RANDOM SECONDS SHELLOPTS SRANDOM UID _'
  ).split(' '),
)
/** What else it has of its own accord. */
const OWN = new Set(
  (
    '0 BASH BASH_VERSION COMP_WORDBREAKS HOSTNAME HOSTTYPE IFS MACHTYPE OLDPWD OPTERR OPTIND OSTYPE PATH PS4 PWD ' +
    'SHELL SHLVL TERM'
  ).split(' '),
)

/** The shell's variables, as far as a file sets them. */
export class Variables {
  readonly readings = new Map<string, Reading>()
  readonly #budget = new Budget()

  /** Sets a variable. */
  set(name: string, reading: Reading): void {
    this.readings.set(name, FIXED.has(name) ? { lack: 'shell' } : reading)
  }

  /** What an assignment sets; `lack` says why that cannot be told. */
  read({ name, appends, value }: Setting, lack?: Lack): Reading {
    return lack === undefined ? this.#assigned(name, appends, value?.parts ?? null) : { lack }
  }

  #assigned(name: string, appends: boolean, parts: readonly Part[] | null): Reading {
    if (parts === null) return { lack: 'nothing' }
    const read = this.textOf(parts)
    const old = appends ? this.#valueOf(name) : null
    if (old === null || 'lack' in read) return read
    return 'lack' in old ? old : { text: old.text + read.text }
  }

  /**
   * The text of a word without its quotes.
   * @throws Stop where a variable must be set and is not
   * @throws Discard where the shell cannot make out a substitution
   */
  textOf(parts: readonly Part[]): Reading {
    const texts: string[] = []
    let lack: Lack | null = null
    for (const part of parts) {
      const reading = this.#partOf(part)
      if ('text' in reading) texts.push(reading.text)
      else if (lack !== 'command') lack = reading.lack
    }
    const text = texts.join('')
    this.#budget.spend(text.length)
    return lack === null ? { text } : { lack }
  }

  #partOf(part: Part): Reading {
    if (typeof part === 'string') return { text: part }
    if (!('lack' in part)) return this.#filled(part)
    if (part.lack === 'failure') throw new Discard()
    return part
  }

  /** Null where the variable is not set. */
  #valueOf(name: string): Reading | null {
    const reading = this.readings.get(name)
    if (reading === undefined) return OWN.has(name) || FIXED.has(name) ? { lack: 'shell' } : null
    return 'lack' in reading && reading.lack !== 'command' ? { lack: 'shell' } : reading
  }

  #filled({ name, operator, word }: Parameter): Reading {
    const value = this.#valueOf(name)
    if (operator === undefined) return value ?? { text: '' }
    if (value !== null && 'lack' in value) return value
    const isSet = value !== null && (value.text !== '' || !operator.startsWith(':'))
    if (operator.endsWith('+')) return isSet ? this.textOf(word) : { text: '' }
    if (isSet) return value
    if (operator.endsWith('?')) throw new Stop('failure')
    const reading = this.textOf(word)
    if (operator.endsWith('=')) {
      if (/^\d/.test(name)) throw new Stop('failure')
      this.readings.set(name, reading)
    }
    return reading
  }
}
