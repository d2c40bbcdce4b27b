import { accessSync, constants } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { sections } from './sections/index.js'

export const USAGE = `usage: npm run bench -- [SECTION...] [FLAG...]
  measures Portolan beside what users would pick instead

sections
${sections.map(({ name, title }) => `  ${name.padEnd(12)}${title}`).join('\n')}

flags
  --rounds N   how many rounds are measured; otherwise 31, or 3 with --short
  --short      the sections that take seconds, and few rounds: for CI
  --node PATH  a Node binary to measure with; may be repeated; otherwise this one
  --json       prints JSON
  --markdown   writes the sections' tables into docs/performance.md too
  --help       prints this
`

/**
 * What the command line asks for: `{ chosen, rounds, short, nodes, json, markdown, help }`, where `chosen` are sections
 * and `nodes` absolute paths.
 *
 * @throws UsageError
 */
export function readOptions(args) {
  const { values, positionals } = parsed(args)
  const unknown = positionals.find((word) => !sections.some(({ name }) => name === word))
  if (unknown !== undefined) throw new UsageError(`there is no section ${unknown}`)
  const { short = false, rounds = short ? '3' : '31', node = [process.execPath], ...flags } = values
  if (!/^[1-9]\d{0,3}$/.test(rounds)) throw new UsageError(`--rounds ${rounds} is no number from 1 to 9999`)
  return {
    ...flags,
    short,
    rounds: Number(rounds),
    nodes: node.map(runnable),
    chosen: sections.filter(({ name, light }) =>
      positionals.length > 0 ? positionals.includes(name) : light || !short,
    ),
  }
}

function parsed(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        rounds: { type: 'string' },
        short: { type: 'boolean' },
        node: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(error.message)
  }
}

function runnable(path) {
  try {
    accessSync(path, constants.X_OK)
  } catch {
    throw new UsageError(`--node ${path} cannot be run`)
  }
  return resolve(path)
}

/** A command line that asks for what there is not. */
export class UsageError extends Error {}
