import { spawnSync } from 'node:child_process'

/** What a tool prints, asked for its version say; null where this machine has none, or it fails. */
export function printedBy(command, args, options = {}) {
  const { error, status, stdout } = spawnSync(command, args, { encoding: 'utf8', ...options })
  return error === undefined && status === 0 ? stdout : null
}

/** Those contenders whose tool is on this machine, and notes on the others. `needs` is a command that tells whether. */
export function present(contenders) {
  const missing = contenders.filter(({ needs }) => needs !== undefined && printedBy(...needs) === null)
  return {
    there: contenders.filter((contender) => !missing.includes(contender)),
    notes: missing.map(({ name, needs: [command] }) => `left out: ${name} (this machine has no ${command})`),
  }
}
