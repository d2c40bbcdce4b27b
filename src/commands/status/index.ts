import type { Command } from '../command.js'

export const status: Command = {
  name: 'status',
  summary: 'is to come',
  usage: '',
  flags: [],
  notes: [],
  run: async () => 2,
}
