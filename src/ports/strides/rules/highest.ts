import { outside } from './outside.js'
import { HIGHEST } from './rule.js'

export const highest = outside(
  { name: 'highest', summary: 'none lies above 65535' },
  { zones: [{ zone: { first: HIGHEST + 1, last: Number.MAX_SAFE_INTEGER }, met: null }] },
)
