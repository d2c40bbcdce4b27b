import { UsageError } from '../../errors.js'
import { namesOf } from '../../stack/selection.js'
import { alone } from '../alone.js'
import type { Command } from '../command.js'

export const init: Command = {
  name: 'init',
  summary: 'writes a schema of the ports that a project has today',
  usage: '',
  flags: [
    { name: 'yes', summary: 'asks nothing, and writes' },
    { name: 'dry-run', summary: 'shows every file, and writes nothing' },
    { name: 'follow', summary: 'writes through symbolic links that stay under the root' },
  ],
  notes: [
    'Reads Python and other code, .env files, Compose, package.json, Procfiles, Makefiles, Dockerfiles, nginx and others.',
    'All of it is read as text. It overwrites nothing, and changes nothing where it is run again.',
    'A convict schema that is there already is used as it is, and not run before you agree or say --yes.',
  ],
  async run(call) {
    const { world, flag } = call
    if (namesOf(call).length > 0) {
      throw new UsageError('init takes no word', 'write --root with the folder of the project')
    }
    // The verb's own work takes packages that its help does without.
    const { rootFor } = await import('./root.js')
    const { ask, show, write } = await import('./actions.js')
    const root = rootFor(world.cwd, flag('root'))
    const { person } = world
    if (flag('dry-run') !== undefined) return show(call, root)
    if (flag('yes') !== undefined) return alone(root, world, () => write(call, root))
    if (person !== null && flag('json') === undefined) return ask(call, root, person)
    await show(call, root)
    throw new UsageError('nothing was written, as there is nobody to ask', 'config init --yes writes it')
  },
}
