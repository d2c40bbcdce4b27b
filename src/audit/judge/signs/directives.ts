import { certain, type Sign } from '../sign.js'

const ADDRESS = String.raw`(?:(?:[\w.*-]{1,100}|\[[\da-fA-F:]{0,40}\]):)?`
const DIRECTIVES: readonly [RegExp, string][] = [
  [/^\s*EXPOSE\s+(?:[\d/\w-]+\s+)*$/i, 'EXPOSE'],
  [new RegExp(`^\\s*listen\\s+${ADDRESS}$`, 'i'), 'nginx listen'],
  [
    new RegExp(`^\\s*(?:default_)?server\\s+(?:[\\w.-]+\\s+)?${ADDRESS.replace('?', '')}$`, 'i'),
    'a server of an upstream',
  ],
  [/^\s*(?:proxy|fastcgi|grpc|uwsgi)_pass\s+\S{0,200}:$/i, 'nginx proxy_pass'],
  [new RegExp(`^\\s*bind\\s+${ADDRESS}$`, 'i'), 'bind'],
  [/^\s*(?:ENV|ARG|LABEL)\s+\w*PORT\w*[\s=]["']?$/i, 'assigned to a name with PORT'],
  [/^\s*Listen(?:Stream|Datagram)=\S{0,100}$/, 'systemd socket'],
  [/^\s*<?VirtualHost\s+\S{0,100}:$/i, 'VirtualHost'],
]

/** A line that begins with a word that takes a port: in Dockerfiles, nginx, HAProxy, Apache, systemd. */
export const directives: Sign = {
  name: 'directives',
  read({ filled }) {
    const directive = DIRECTIVES.find(([pattern]) => pattern.test(filled))
    return directive === undefined ? null : certain(directive[1])
  },
}
