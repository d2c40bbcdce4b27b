import { certain, type Sign } from '../sign.js'

const COMMANDS: readonly [RegExp, string][] = [
  [/\bufw\b.*\b(?:allow|deny|limit|reject|delete)\b/i, 'a firewall rule'],
  [/\bfirewall-cmd\b|--add-port|\bsemanage\s+port\b/i, 'a firewall rule'],
  [/(?:--dports?|--sports?|--to-ports?|\b[ds]port)\s*(?:[!=]=?\s*)?\{?[\d\s,:-]*$/i, 'a firewall rule'],
]

/** A number beside the name of a transport: `8203/tcp`, `tcp dport 8203`, `TCP-LISTEN:8203`, `/dev/tcp/host/8203`. */
export const transports: Sign = {
  name: 'transports',
  read({ left, right }) {
    const rule = COMMANDS.find(([pattern]) => pattern.test(left))
    if (rule !== undefined && !/[\w.]$/.test(left)) return certain(rule[1])
    if (/^(?:[-:]\d{1,5})?\/(?:tcp|udp|sctp)\b/i.test(right)) return certain('beside its transport')
    return /\b(?:tcp|udp|sctp)[46]?(?:-listen|-connect|-l)?(?:[:/]|\/\S{1,100}\/|\s+)$/i.test(left)
      ? certain('beside its transport')
      : null
  },
}
