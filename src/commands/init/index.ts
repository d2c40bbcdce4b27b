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
    'Reads Python constants, code that reads variables, .env files, Compose, package.json, Procfiles, Dockerfiles, nginx.',
    'Runs nothing of the project, overwrites nothing, and changes nothing where it is run again.',
    'A convict schema that is there already is used as it is.',
  ],
  // What reads projects is loaded for those who ask for it, not for the help.
  run: async (call) => (await import('./carry-out.js')).carryOut(call),
}
