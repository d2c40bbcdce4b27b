import type { Files } from '../../support/project.js'

/** The secret of every mistake. */
export const SECRET = 'Qz7Left4kW-Vx9Right2pJ'

interface Mistake {
  readonly files?: Files
  readonly env?: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
}

const file = (text: string | Buffer): Mistake => ({ files: { '.env': text } })
const variable = (name: string, text: string): Mistake => ({ env: { [name]: text } })
const flag = (name: string, text: string): Mistake => ({ flags: ['--set', `${name}=${text}`] })

/** Ways in which a secret is written down wrongly, or in the wrong place. */
export const MISTAKES: Readonly<Record<string, Mistake>> = {
  // Values that their format refuses.
  'a word for a port': variable('ADMIN_PORT', SECRET),
  'a word for a number': file(`PIN=${SECRET}\n`),
  'a word for a number, by a flag': flag('PIN', SECRET),
  'none of the choices': variable('TIER', SECRET),
  'a host with a space': variable('HIDDEN_HOST', `${SECRET}/ x`),
  'no URL': variable('HOOK_URL', SECRET),
  'a URL with a bad port': variable('DB_URL', `postgres://app:${SECRET}@h:x`),
  'half an object': variable('LOGIN', `{"key": "${SECRET}"`),
  'a word for a list': file(`KEYS=${SECRET}\n`),
  'a word for a list, by a flag': flag('KEYS', SECRET),
  'a list for an object': variable('LOGIN', `["${SECRET}"]`),
  'a space behind it': variable('PIN', `${SECRET} `),
  'a service link': variable('ADMIN_PORT', `tcp://${SECRET}:6379`),
  'a word below another': { ...file(`ADMIN_PORT=${SECRET}\n`), env: { ADMIN_PORT: 'x' } },
  'very much of it': file(`BACKEND_PORT=y\nPIN=${SECRET.repeat(1000)}\n`),
  'what steers a terminal': variable('PIN', `\u001b[31m${SECRET}\u202e`),
  // A file that is damaged around it.
  'a NUL behind it': file(`PASSWORD=${SECRET}\0\n`),
  'another encoding': file(Buffer.from(`PASSWORD=${SECRET}\xe9\n`, 'latin1')),
  'too large a file': file(`PASSWORD=${SECRET}\n#${'x'.repeat(1 << 20)}\n`),
  'too many lines': file(`PASSWORD=${SECRET}\n${'\n'.repeat(10_001)}`),
  'an open quote': file(`PASSWORD="${SECRET}\n`),
  'an open quote above it': file(`PASSWORD="\n${SECRET}\nBACKEND_PORT ${SECRET}\n`),
  "an open quote of somebody else's above it": file(`OPEN_TEXT="x\nPASSWORD=${SECRET}\n`),
  'a quote that takes it in': file(`BACKEND_PORT="8203\nPASSWORD=${SECRET}\n"\n`),
  'a quote that takes in an undeclared one': file(`BACKEND_PORT="8203\nDB_TOKEN=${SECRET}\n"\n`),
  'a quote that is open to the end of the file': file(`PASSWORD="-----BEGIN\nBACKEND_PORT ${SECRET}\n`),
  'a key of several lines without quotes': file(`PASSWORD=-----BEGIN KEY-----\n${SECRET}\nBACKEND_PORT ${SECRET}==\n`),
  'a line that goes on as a shell has it': file(`PASSWORD=x\\\n${SECRET}\n`),
  'a second line of the same key': file(`PIN=${SECRET}1\nPIN=${SECRET}2\n`),
  // Lines that are no assignments.
  'export with a space': file(`export PASSWORD ${SECRET}\n`),
  'a space for =': file(`PASSWORD ${SECRET}\n`),
  'a colon without a space': file(`PASSWORD:${SECRET}\n`),
  'a flag of a shell': file(`--password ${SECRET}\n`),
  'a login in a line of an open URL': file(`BACKEND_URL https://app:${SECRET}@h\n`),
  'an open quote of an open URL': file(`BACKEND_URL="https://app:${SECRET}@h\n`),
  'an open setting before it': file(`BACKEND_PORT 8203 PASSWORD=${SECRET}\n`),
  'an open quote before it': file(`OPEN_TEXT="x PASSWORD=${SECRET}\n`),
  // Secrets in the values, and beside the values, of open settings.
  'two assignments on one line': file(`BACKEND_PORT=x PASSWORD=${SECRET}\n`),
  'two assignments, of an undeclared one': file(`BACKEND_PORT=x DB_PASSWD=${SECRET}\n`),
  'two assignments in the environment': variable('BACKEND_PORT', `x PASSWORD=${SECRET}`),
  'two assignments for a text': file(`OPEN_TEXT=x PASSWORD=${SECRET}\n`),
  'a comment that sets it': file(`BACKEND_PORT=x # PASSWORD=${SECRET}\n`),
  'a comment with a login': file(`BACKEND_PORT=x # was http://app:${SECRET}@h\n`),
  'a URL for a port': file(`BACKEND_PORT=postgres://app:${SECRET}@h\n`),
  'a URL for a port, in the environment': variable('BACKEND_PORT', `postgres://app:${SECRET}@h`),
  'a URL for a port, by a flag': flag('BACKEND_PORT', `postgres://app:${SECRET}@h`),
  'a URL for a text': file(`OPEN_TEXT=postgres://app:${SECRET}@h\n`),
  'a URL within a text': variable('OPEN_TEXT', `see postgres://app:${SECRET}@h/db for it`),
  'a URL of a page': file(`BACKEND_URL=http://app:${SECRET}@h\n`),
  'a URL with a port written out': file(`OPEN_TEXT=http://app:${SECRET}@localhost:8203/x\n`),
  'a URL that lost': { ...file(`BACKEND_URL=http://app:${SECRET}@h\n`), env: { BACKEND_URL: 'http://h' } },
  'a text that lost': { ...file(`OPEN_TEXT=x PASSWORD=${SECRET}\n`), env: { OPEN_TEXT: 'y' } },
  'a secret that lost': { ...file(`PASSWORD=${SECRET}\nPIN=${SECRET}\n`), env: { PASSWORD: 'y', PIN: 'z' } },
  // References.
  'a text that stands in for it': file(`OPEN_TEXT=\${PASSWORD:-${SECRET}}\n`),
  'a text that stands in for an undeclared one': file(`OPEN_TEXT=\${DB_TOKEN:-${SECRET}}\n`),
  'a text that stands in, and lost': { ...file(`OPEN_TEXT=\${DB_TOKEN-${SECRET}}\n`), env: { OPEN_TEXT: 'y' } },
  'a text that stands in, without its brace': file(`OPEN_TEXT=\${PASSWORD:-${SECRET}\n`),
  'a login before a reference': file(`BACKEND_URL=http://app:${SECRET}@\${OPEN_TEXT}\n`),
  'a login before a bad reference': file(`BACKEND_URL=http://app:${SECRET}@\${NOPE}\n`),
  'a login before half a reference': file(`BACKEND_URL=http://app:${SECRET}@\${\n`),
  'a login before a loop': file(`BACKEND_URL=http://app:${SECRET}@\${BACKEND_URL}\n`),
  'a login before what is blocked': file(`OPEN_TEXT=\${NOPE}\nBACKEND_URL=http://app:${SECRET}@\${OPEN_TEXT}\n`),
  'a secret as a reference': file(`PASSWORD=\${${SECRET}}\n`),
  'a secret as half a reference': file(`PASSWORD=\${${SECRET}\n`),
  'a secret as a message': file(`PASSWORD=\${NOPE:?${SECRET}}\n`),
  'a loop through it': file(`PASSWORD=${SECRET}\${ONCE}\n`),
  'much made of it': file(`PASSWORD=${SECRET}\nOPEN_TEXT=${'${PASSWORD}'.repeat(10_000)}\n`),
  'an undeclared URL behind a reference': file(`OPEN_TEXT=\${UPSTREAM}\nUPSTREAM=http://app:${SECRET}@h\n`),
  // Names.
  'a misspelt name': file(`PASWORD=${SECRET}\nBACKEND_PROT=${SECRET}\n`),
  'a misspelt name in the environment': { env: { PASWORD: SECRET, BACKEND_PROT: SECRET, SOMETHING: SECRET } },
  'a name that files may not set': file(`NODE_OPTIONS=${SECRET}\nconstructor=${SECRET}\n`),
  'the name of a mode': file(`NODE_ENV=${SECRET}\n`),
  'a secret for the frontend': file(`REACT_APP_X=\${PASSWORD}\nPASSWORD=${SECRET}\n`),
  'a login for the frontend': file(`REACT_APP_X=http://app:${SECRET}@h\n`),
  'readers that differ': file(
    `PASSWORD='${SECRET}' x\nSOMETHING=a\\n${SECRET} #x\nBACKEND_URL=http://app:${SECRET}@h/#x y\n`,
  ),
  'readers that take it in': file(`OPEN_TEXT=a'b\nPASSWORD=${SECRET}\nOTHER=c'd\n`),
}
