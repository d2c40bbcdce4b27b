import type { Command } from './command.js'

export const wait: Command = {
  name: 'wait',
  summary: 'is to come',
  usage: '',
  flags: [],
  notes: [],
  run: async () => 2,
}
