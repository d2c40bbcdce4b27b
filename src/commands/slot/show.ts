import type { Action } from './action.js'

export const show: Action = {
  name: 'show',
  summary: "tells this checkout's slot",
  usage: '',
  flags: [],
  async run() {
    return 0
  },
}
