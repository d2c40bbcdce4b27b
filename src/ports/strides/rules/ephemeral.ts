import { outside } from './outside.js'

/**
 * The ports that Linux gives to outgoing connections where nobody changed that (ip-sysctl, `ip_local_port_range`). What
 * this machine says of itself does not count: a stride holds for all who use the schema.
 */
const EPHEMERAL = { first: 32_768, last: 60_999 }

export const ephemeral = outside(
  { name: 'ephemeral', summary: 'none lies in 32768-60999, where an outgoing connection can take it' },
  { zones: [{ zone: EPHEMERAL, met: null }] },
)
