import { UsageError } from '../../errors.js'
import { namesOf } from '../../stack/selection.js'
import { alone } from '../alone.js'
import type { Command } from '../command.js'
import { list } from './list.js'
import { planFor } from './plan.js'
import { printOne } from './print-one.js'
import { write } from './write.js'

export const generate: Command = {
  name: 'generate',
  summary: 'writes the files that are made from the configuration',
  usage: '[TARGET|PATH ...]',
  flags: [
    { name: 'check', summary: 'writes nothing; exits 1 where a file is stale, missing or edited by hand' },
    { name: 'list', summary: 'lists the targets, and where the schema declares them' },
    { name: 'stdout', value: 'TARGET', summary: 'prints the file of one target, and writes nothing' },
    { name: 'local', summary: 'with --stdout, a firewall target as all layers of this machine have it' },
    { name: 'override', summary: 'leaves Compose files alone and writes compose.ports.yml beside them' },
    { name: 'force', summary: 'replaces files that were not generated' },
    { name: 'follow', summary: 'writes through symbolic links that stay under the root' },
  ],
  notes: [
    'Targets and their paths are declared in the schema, under $stack.targets; without a word, all of them are meant.',
    'Shared targets are made of the schema, .env.defaults and .env alone: nothing of this machine gets into a commit.',
    'Local targets hold what `config print` shows.',
    'All files are written, or none.',
  ],
  async run(call) {
    const asked = ['check', 'list', 'stdout'].filter((name) => call.flag(name) !== undefined)
    if (asked.length > 1) throw new UsageError(`--${asked.join(' and --')} ask for two things`, 'leave one of them out')
    if (call.flag('list') !== undefined) return list(call)
    const target = call.flag('stdout')
    if (call.flag('local') !== undefined && target === undefined) {
      throw new UsageError('--local is for what is printed', "write --stdout TARGET, or scope: 'local' in the schema")
    }
    if (target !== undefined) return printOne(call, target)
    const words = namesOf(call)
    const plan = await planFor(call, words)
    // What shows differences is loaded for those who ask for them.
    if (call.flag('check') !== undefined) return (await import('./check.js')).check(call, plan)
    if (plan.files.every(({ state }) => state === 'current')) return write(call, plan)
    // Others may be at work: what is there is looked at again when they are done.
    return alone(plan.root, call.world, async () => write(call, await planFor(call, words)))
  },
}
