import type { Command } from '../command.js'

export const audit: Command = {
  name: 'audit',
  summary: 'is to come',
  usage: '',
  flags: [],
  notes: [],
  run: async () => 2,
}
