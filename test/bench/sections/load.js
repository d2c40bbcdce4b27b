import { inRounds, roundsTable } from '../rounds.js'

export const load = {
  name: 'load',
  title: 'Load',
  light: true,
  measure(bench) {
    const { node, empty, env, folder } = bench
    const contenders = [{ name: 'an empty program', command: node, args: [empty], cwd: folder, env }]
    return [roundsTable('Load', inRounds(bench, contenders))]
  },
}
