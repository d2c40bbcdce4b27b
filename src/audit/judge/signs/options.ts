import type { Place } from '../place.js'
import { certain, type Opinion, type Sign } from '../sign.js'
import { roleOf, speaksOfPorts } from '../words.js'

const OPTION = /(?:^|[\s'"`[(,])(-{1,2}[A-Za-z][\w.-]{0,60})(?:=|\s+|['"]\s*,?\s*['"]?|)["']?$/
const SHORT: ReadonlySet<string> = new Set(['-p', '-P', '-l', '-b', '-S'])
/** Programs to which `-p` is something else: a process, a patch, a password, "keep", "parents". */
const OTHERS =
  /\b(?:mkdir|cp|mv|install|tar|ps|kill|top|htop|pgrep|pkill|pstree|strace|ltrace|gdb|lsof|perf|renice|taskset|nsenter|prlimit|pmap|pidstat|read|patch|rsync|tail|head|ls|wc|cut|ping|chmod|touch|pytest|make|parallel|xargs|ab|hey|wrk|sort|less|jstack|jmap|ulimit|unzip|passwd|split|csplit|fold|grep|rg|find|du|od|xxd|seq|stat|watch|wrk2|psql|openssl|useradd|usermod|sshpass|7z|zip)\s[^|;&]*$/
/** What a loop over ports does with each. */
const WITH_PORT = /\b(?:fuser|lsof|nc|ufw)\b|\/(?:tcp|udp)\b/
/** A loop over numbers. */
const LOOP = /\bfor\s+\w{1,40}\s+in\s+[\d\s]*$/
const POSITIONAL =
  /(?:\b(?:nc|ncat|netcat|telnet|wait-for-port)\s+(?:-\w+\s+(?:\d+\s+)?)*(?:[\w.-]+\s+)?|\bhttp\.server\s+|\bngrok\s+(?:http|tcp)\s+|\bkill-port\s+(?:\d+\s+)*|\bwait-port\s+|\bfuser\s+(?:-\w+\s+)*|\blsof\s+.*-\w*i\s*(?:tcp|udp)?:?|\b(?:ss|netstat|lsof)\b.*\|\s*(?:grep|rg|awk|findstr)\b.*?["'/:\s])$/i

/** What a command line takes as a port: `--port`, `-p`, `--server.port=`, `nc -z localhost 8203`. */
export const options: Sign = {
  name: 'options',
  read(place) {
    if (POSITIONAL.test(place.left)) return certain('a port on a command line')
    if (LOOP.test(place.left) && (speaksOfPorts(place.right) || WITH_PORT.test(place.right)))
      return certain('a port on a command line')
    const name = OPTION.exec(place.filled)?.[1]
    return name === undefined ? itemBelow(place) : ofOption(name, place)
  },
}

function ofOption(name: string, { filled }: Place): Opinion | null {
  if (name.startsWith('--') || name.length > 2) {
    const role = roleOf(name)
    if (role === 'quantity') return 'no port'
    return role === 'port' || role === 'listener' ? certain(name.startsWith('--') ? name : `${name}=`) : null
  }
  if (OTHERS.test(filled)) return 'no port'
  return SHORT.has(name) ? certain(name) : null
}

/** An item of a list below the item that names the option: `- --port`, then `- "8203"`. */
function itemBelow({ filled, candidate }: Place): Opinion | null {
  if (!/^\s*(?:-\s+)?["']?$/.test(filled)) return null
  const name = /^\s*(?:-\s+)?["']?(--?[A-Za-z][\w.-]{0,60})["']?,?\s*\\?$/.exec(candidate.before.at(-1) ?? '')?.[1]
  if (name === undefined) return null
  return roleOf(name) === 'port' || name === '-p' ? certain(name) : 'no port'
}
