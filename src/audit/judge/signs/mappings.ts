import type { Place } from '../place.js'
import { certain, type Opinion, type Sign } from '../sign.js'
import { speaksOfPorts } from '../words.js'

const PORTS = String.raw`\d{1,5}(?:-\d{1,5})?`
const HOST = String.raw`(?:(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-fA-F:]{0,40}\]|localhost|value|\*)?:)?`
const PAIR = new RegExp(`^${HOST}(?:${PORTS}|value):(?:${PORTS}|value)$`)
const TUNNEL = /^(?:[\w.*-]{1,100}:)?\d{1,5}:[\w.[\]-]{1,100}:\d{1,5}$/
const PUBLISH = /(?:\s|^|['"])(?:-p|--publish)(?:\s+|=|['"],\s*['"]|)$/
const FORWARD = /\bport-forward\b|\bforward(?:ed|_)?ports?\b/i

/** Two ports, one for the other: Compose's short form, `docker run -p`, `kubectl port-forward`, `ssh -L`. */
export const mappings: Sign = {
  name: 'mappings',
  read(place) {
    const [start, token] = tokenAround(place)
    const before = place.filled.slice(0, start)
    if (TUNNEL.test(token)) return /-[NfgTnvq]*[LR]\s*$|\bssh\b/.test(before) ? certain('an SSH forward') : null
    return PAIR.test(token) ? ofPair(place, before) : null
  },
}

function ofPair({ left }: Place, before: string): Opinion | null {
  if (PUBLISH.test(before)) return certain('a published port')
  if (FORWARD.test(before)) return certain('a forwarded port')
  if (/^\s*-\s+['"]?$/.test(before)) return certain('Compose mapping')
  if (/(?:^\s*|[,[]\s*)["']$/.test(before)) return certain('a mapping of ports')
  return speaksOfPorts(left) ? certain('a mapping of ports') : null
}

/** Where the word that holds the number begins, and the word without quotes and transport. */
function tokenAround({ filled, right, candidate }: Place): [number, string] {
  const head = /[^\s'"`,;=({<]*$/.exec(filled)?.[0] ?? ''
  const tail = /^[^\s'"`,;)}<\\]*/.exec(right)?.[0] ?? ''
  const token = head + candidate.number + tail.replace(/\$\{[^}]*$/, 'value')
  return [
    filled.length - head.length,
    token
      .replace(/^-p(?=\d)/, '')
      .replace(/\/(?:tcp|udp)$/, '')
      .replace(/[.\]]$/, ''),
  ]
}
