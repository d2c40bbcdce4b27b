import type { Action } from './action.js'

export const plan: Action = {
  name: 'plan',
  summary: 'solves for the stride, with its proof',
  usage: '[--count N]',
  flags: [{ name: 'count', value: 'N', summary: 'how many copies; otherwise as many as the schema says' }],
  async run() {
    return 0
  },
}
