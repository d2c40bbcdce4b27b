import type { Command } from './command.js'

export const free: Command = {
  name: 'free',
  summary: 'is to come',
  usage: '',
  flags: [],
  notes: [],
  run: async () => 2,
}
