import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { choice, defineSchema, flag, host, integer, port, text, url } from '../../src/api/makers.js'
import { PROTOTYPE_NAMES } from '../../src/names.js'
import { project } from '../support/project.js'
import { describeWith, has } from '../support/tools.js'
import { type Case, opened, outcomesInPython, outcomesInTypeScript, writeCases } from './python/rendered.js'

/** A setting of each format. */
const SCHEMA = defineSchema({
  $stack: { fileMaySet: ['GIT_PAGER'] },
  a: {
    host: host('HOST', 'localhost', 'Host'),
    port: port('PORT', 8203, 'Port'),
    range: port('RANGE_PORT', 8615, 'Ports', { count: 10 }),
    udp: port('UDP_PORT', 514, 'Log', { role: 'udp', allowZero: true }),
    url: url('SITE_URL', 'http://${HOST}:${PORT}', 'Site', { public: true }),
    api: url('API_URL', '${SITE_URL}/api', 'Interface'),
  },
  b: {
    whole: integer('WHOLE', 5, 'A number'),
    natural: { doc: '', format: 'nat', default: 1, env: 'NATURAL' },
    ratio: { doc: '', format: Number, default: 0.5, env: 'RATIO' },
    on: flag('ON', false, 'A flag'),
    level: choice('LEVEL', ['debug', 'info'], 'info', 'How much is said'),
    size: { doc: '', format: [1, 2, 4], default: 2, env: 'SIZE' },
    pipe: { doc: '', format: 'port_or_windows_named_pipe', default: 80, env: 'PIPE' },
    list: { doc: '', format: Array, default: ['a', 'b'], env: 'LIST' },
    data: { doc: '', format: Object, default: { a: 1 }, env: 'DATA' },
    name: text('NAME', 'stack', 'A name'),
    plain: { doc: '', format: String, default: 'costs ${5}', env: 'PLAIN' },
    note: text('NOTE', 'none', 'A note', { allowEmpty: true }),
    maybe: text('MAYBE', null, 'Perhaps', { nullable: true }),
    twin: { doc: '', format: 'int', default: 7, env: 'TWIN' },
    twin2: { doc: '', format: 'int', default: 8, env: 'TWIN' },
    pathOnly: { doc: '', format: 'int', default: 3 },
  },
  c: {
    key: text('SERVICE_KEY', null, 'Key of a service', { sensitive: true, nullable: true }),
    pin: { doc: '', format: 'int', default: null, nullable: true, sensitive: true, env: 'PIN' },
  },
})

const FORBIDDEN = (
  'NODE_OPTIONS NODE_TLS_REJECT_UNAUTHORIZED NODE_EXTRA_CA_CERTS LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_X PATH IFS ' +
  'PYTHONPATH PYTHONSTARTUP PYTHONHOME BASH_ENV COMSPEC GIT_SSH GIT_SSH_COMMAND GIT_CONFIG_COUNT GIT_EXEC_PATH ' +
  'GIT_EXTERNAL_DIFF GIT_ASKPASS GIT_EDITOR GIT_PAGER_ GITX LD_PRELOADX'
).split(' ')

const env = (...lines: string[]): Case => ({ files: { '.env': lines.join('\n') } })
const set = (values: Record<string, string>, ...lines: string[]): Case => ({ ...env(...lines), env: values })

const CASES: Readonly<Record<string, Case>> = {
  nothing: {},
  'a port': env('PORT=9000'),
  'a port with letters': env('PORT=9000x'),
  'a port of 0': env('PORT=0'),
  'a port with a leading zero': env('PORT=09000'),
  'a port that is too high': env('PORT=65536'),
  'a port as a range': env('PORT=3000-3010'),
  'a port as a fraction': env('PORT=8203.5'),
  'a hexadecimal port': env('PORT=0x2000'),
  'a negative port': env('PORT=-1'),
  'a port with a command': env('PORT="8203;rm -rf /"'),
  'a port with Arabic digits': env('PORT=٨٢٠٣'),
  'a port in quotes that is none': env('PORT="90x0" # why'),
  'the first of a range that is too high': env('RANGE_PORT=65530'),
  'the last first of a range': env('RANGE_PORT=65526'),
  'a UDP port of 0': env('UDP_PORT=0'),
  'a UDP port that is none': env('UDP_PORT=x'),
  'a port with white space in the environment': set({ PORT: '9000 ' }),
  'a port of letters in the environment': set({ PORT: '9000x' }, 'PORT=9000'),
  'a service link': set({ PORT: 'tcp://10.0.0.11:6379' }),
  'a service link for a port by its name': set({ RANGE_PORT: 'tcp://10.0.0.11:6379' }),
  'an integer': env('WHOLE=-12'),
  'an integer of minus zero': env('WHOLE=-0'),
  'an integer with a plus': env('WHOLE=+1'),
  'an integer with a leading zero': env('WHOLE=-012'),
  'an integer that is too large': env('WHOLE=9007199254740992'),
  'the largest integer': env('WHOLE=9007199254740991'),
  'a negative natural number': env('NATURAL=-1'),
  'a number': env('RATIO=-1.5e3'),
  'a number in words': env('RATIO=NaN'),
  'a number without bound': env('RATIO=1e999'),
  'a number with a comma': env('RATIO=1,5'),
  'a number that ends in a point': env('RATIO=1.'),
  true: env('ON=TRUE'),
  yes: env('ON=Yes'),
  off: env('ON=off'),
  'a boolean that is none': env('ON=ja'),
  'a boolean in another setting': env('ON=yes', 'NAME=${ON}'),
  'a choice': env('LEVEL=debug'),
  'a choice in another case': env('LEVEL=Debug'),
  'a number as a choice': env('SIZE=4'),
  'a number as a choice in another spelling': env('SIZE=4.0'),
  'a number that is no choice': env('SIZE=3'),
  'a pipe': env("PIPE='\\\\.\\pipe\\x'"),
  'a port instead of a pipe': env('PIPE=81'),
  'a pipe that begins with something else': env("PIPE='81\\\\.\\pipe\\x'"),
  'neither port nor pipe': env('PIPE=x'),
  'a list': env('LIST=x,y,,z'),
  JSON: env(`DATA='{"a":[1,true,null,"é"]}'`),
  'JSON that is none': env('DATA={a:1}'),
  'JSON with NaN': env('DATA=NaN'),
  'a number in JSON': env('DATA=0'),
  'a text in JSON': env(`DATA='"x"'`),
  'a list in JSON': env('DATA=[1]'),
  'null in JSON': env('DATA=null'),
  'a whole number in JSON that no double holds': env(`DATA='{"a":[9007199254740993,-0,1e2,10000000000000000000000]}'`),
  'a number in JSON that is too large': env(`DATA='{"a":[1e400]}'`),
  'a whole number in JSON that is too large': env(`DATA='{"a":${'9'.repeat(400)}}'`),
  'a prototype in JSON': env(`DATA='{"a":{"__proto__":{"b":1}}}'`),
  'JSON of 100 levels': env(`DATA='{"a":${'['.repeat(99)}${']'.repeat(99)}}'`),
  'JSON of 101 levels': env(`DATA='{"a":${'['.repeat(100)}${']'.repeat(100)}}'`),
  'JSON of 70,000 levels': env(`DATA='{"a":${'['.repeat(70_000)}${']'.repeat(70_000)}}'`),
  'a URL': env('SITE_URL=https://api.example.org/x?y=1#z'),
  'a URL without a scheme': env('SITE_URL=localhost:80'),
  'a URL without a host': env('SITE_URL=http://:80/'),
  'a URL with what stands for bytes that are no UTF-8': env('SITE_URL=http://a/\ufffd'),
  'a URL with a space': env('SITE_URL="http://a b/"'),
  'a URL with a backslash': env("SITE_URL='http://a\\b'"),
  'a URL with a bad port': env('SITE_URL=http://a:99999'),
  'a URL with a bad address': env('SITE_URL=http://256.1.1.1/'),
  'a URL with an odd address': env('SITE_URL=http://0x7f.1/'),
  'a URL with an IPv6 address': env('SITE_URL=http://[::1]:80/'),
  'a URL with a bad IPv6 address': env('SITE_URL=http://[::1::2]:80/'),
  'a URL with an escaped slash': env('SITE_URL=http://a%2Fb/'),
  'a URL of another scheme': env('SITE_URL=redis://a%b:1'),
  'a URL with a bracket': env('SITE_URL=http://a[b/'),
  'a URL with an umlaut': env('SITE_URL=http://bücher.example/'),
  'a URL with a password that is public': env('SITE_URL=https://u:p@example.org'),
  'a URL with a password': env('API_URL=https://u:hunter2@example.org'),
  'a URL with a password that is none': env('API_URL=https://u:hunter2@example.org:99999'),
  'a user alone': env('SITE_URL=https://u@example.org'),
  'a host': env('HOST=a_b.example.org.'),
  'a host with a port': env('HOST=a:80'),
  'a host with a scheme': env('HOST=http://a'),
  'a bare IPv6 address': env('HOST=::1'),
  'an IPv6 address': env('HOST=[::1]'),
  'a bad IPv6 address': env('HOST=[::1'),
  'an IPv4 address': env('HOST=127.0.0.1'),
  'a bad IPv4 address': env('HOST=0x7f.1'),
  'a host with an umlaut': env('HOST=bücher'),
  'a host that begins with a hyphen': env('HOST=-a'),
  'a host that is too long': env(`HOST=${'a.'.repeat(130)}`),
  quotes: env('NAME="a \\"b\\" c"', "NOTE='${X} # y'", 'PLAIN=`a\'"b`'),
  'line breaks in double quotes': env('NAME="a\\nb"', "NOTE='a\\nb'"),
  'several lines': env('NAME="a', 'b', 'c"', 'PORT=x'),
  'a value on a later line': env('PORT=', '9000x'),
  comments: env('# one', 'NAME=a#b', 'NOTE="a # b" # c', '  # PORT=1'),
  'export and colons': env('export PORT=9000', 'NAME: a', 'export=1', 'WHOLE = 6'),
  'white space of other kinds': env('NAME=\u00a0a\u2003b\u00a0', '\u00a0PORT=9000', 'NOTE=a\u2028PLAIN=b'),
  'carriage returns': env('PORT=9000\r', 'NAME=a\r\nWHOLE=6\rNATURAL=2'),
  'a byte order mark': env('\ufeffPORT=9000x'),
  'a key twice': env('PORT=1x', 'PORT=9000'),
  'an open quote': env('PORT=1', 'NAME="abc', 'NOTE=x'),
  'an open quote of a secret': env('SERVICE_KEY="abc', 'NAME x', "OTHER='y"),
  'a line that is no assignment': env('PORT 9000', 'what?', 'NAME=a', '  SERVICE_KEY hunter2'),
  'a forbidden name': env('LD_PRELOAD=x', 'PATH=y', 'GIT_SSH_COMMAND=z', '__proto__=1', 'toString=2'),
  'every forbidden name': env(...[...PROTOTYPE_NAMES, ...FORBIDDEN].map((name) => `${name}=x`)),
  'a name that the schema allows': env('GIT_PAGER=cat', 'GIT_EDITOR=vi'),
  'a reference': env('NAME=${PORT}-${HOST}', 'PORT=9000'),
  'a reference to a path': env('NAME=${b.pathOnly}${a.port}'),
  'a reference to an undeclared name': env('BASE=x', 'NAME=${BASE}y'),
  'a reference to nothing': env('NAME=a${NOWHERE}b'),
  'a reference to nothing with a text': env('NAME=${NOWHERE:-a${PORT}}', 'NOTE=${EMPTY-x}${EMPTY:-y}', 'EMPTY='),
  'a reference with a message': env('NAME=${NOWHERE:?set it, please}'),
  'a reference with a message for the empty': env('NAME=a ${EMPTY:?set it}', 'EMPTY='),
  'a literal reference': env('NAME=$${PORT} $PORT $', "NOTE='${PORT}'"),
  'a malformed reference': env('NAME=x${5}', 'NOTE=${PORT', 'PLAIN=${A:-${B}'),
  'a malformed reference behind one to nothing': env('NAME=${NOWHERE} ${5}'),
  'a reference to a bad value': env('PORT=x'),
  'a reference to a bad undeclared value': env('BASE=${NOWHERE}', 'NAME=${BASE}', 'NOTE=${BASE}'),
  'a loop': env('NAME=${NOTE}', 'NOTE=${PLAIN}', 'PLAIN=${NAME}'),
  'a loop of one': env('NAME=a${NAME}'),
  'a loop of undeclared names': env('NAME=${B1}', 'B1=${B2}', 'B2=${B1}'),
  'a reference that is not expanded in the environment': set({ NAME: '${PORT}' }),
  'a chain of 99': env('NAME=${C1}', ...Array.from({ length: 99 }, (_, i) => `C${i + 1}=\${C${i + 2}}`), 'C100=x'),
  'a chain of 200': env('NAME=${C1}', ...Array.from({ length: 200 }, (_, i) => `C${i + 1}=\${C${i + 2}}`), 'C201=x'),
  'a nest of 17': env(`NAME=${'${A:-'.repeat(17)}x${'}'.repeat(17)}`),
  'a nest of 17 around a name': env(`NAME=${'${A:-'.repeat(17)}\${PORT}${'}'.repeat(17)}`),
  'a nest of 16 around a name': env(`NAME=${'${A:-'.repeat(16)}\${PORT}${'}'.repeat(16)}`),
  'a nest of 30': env(`NAME=${'${A:-'.repeat(30)}x${'}'.repeat(30)}`),
  doubling: env(
    'D0=xxxxxxxxxx',
    ...Array.from({ length: 20 }, (_, i) => `D${i + 1}=\${D${i}}\${D${i}}`),
    'NAME=${D20}',
  ),
  'empty means unset': env('PORT=', 'NAME=""', 'NOTE=', "MAYBE=''"),
  'an empty environment': set({ PORT: '', NOTE: '' }, 'PORT=9000', 'NOTE=x'),
  'the layers': {
    files: {
      '.env.defaults': 'PORT=1\nNAME=d',
      '.env': 'PORT=2\nNOTE=e',
      '.env.local': 'PORT=3',
      '.env.production': 'PORT=4',
    },
    env: { WHOLE: '6' },
  },
  'a mode': {
    files: { '.env': 'PORT=2', '.env.local': 'PORT=3', '.env.production': 'PORT=4', '.env.production.local': 'NAME=x' },
    env: { PORTOLAN_MODE: 'production', NODE_ENV: 'test' },
  },
  'the mode test': { files: { '.env': 'PORT=2', '.env.local': 'PORT=3' }, env: { NODE_ENV: 'test' } },
  'a bad mode': set({ PORTOLAN_MODE: '../etc' }),
  'a mode that is a file': set({ NODE_ENV: 'local' }),
  'a mode that is a file where letters have no case': set({ NODE_ENV: 'Local' }),
  'a mode that is a file in capitals': set({ PORTOLAN_MODE: 'DEFAULTS' }),
  'a mode in other letters': set({ NODE_ENV: 'Loca\u017f\u212a' }),
  'a mode that begins as a file': set({ NODE_ENV: 'LOCALS' }),
  'an empty mode': set({ PORTOLAN_MODE: '', NODE_ENV: 'a-b' }),
  'inherited values': set({ PORT: '9000', NAME: 'x', PORTOLAN_EXPORTED: 'PORT=1ad9b5a1 NAME=00000000' }, 'PORT=1'),
  'a bad value with others below': {
    files: { '.env.defaults': 'PORT=7000', '.env': 'PORT=8400', '.env.local': 'PORT=9000x' },
  },
  'a bad value with bad ones below': { files: { '.env': 'PORT=y\nWHOLE=z', '.env.local': 'PORT=x\nDATA={' } },
  'a bad secret': env('PIN=12x', 'PIN2=1'),
  'a bad secret below': { files: { '.env': 'PIN=12x' }, env: { PIN: '13x' } },
  'a value made of a secret': env('PORT=${SERVICE_KEY}x', 'SERVICE_KEY=hunter2'),
  'a value made of what is called like a secret': env(
    'PORT=${DB_PASSWORD}',
    'DB_PASSWORD=hunter2',
    'WHOLE=${MONKEY}',
    'MONKEY=z',
  ),
  'a secret that refers to nothing': env('SERVICE_KEY=hunter2${NOWHERE}'),
  'an undeclared name that refers to nothing': env('OTHER=a${NOWHERE:?hunter2}', 'NAME=${OTHER}'),
  'a long bad value': env(`PORT=${'9'.repeat(300)}x`, `DATA=${'{'.repeat(150)}`),
  'a bad value far to the right': env(`NAME="${'n'.repeat(10)}" `, `PORT="${' '.repeat(90)}x"`),
  'control characters': env('PORT=\u001b[31mx\u202e', 'WHOLE="a\\nb"'),
  twins: env('TWIN=9'),
  'bad twins': env('TWIN=9x'),
  NUL: env('PORT=1\0'),
  'many lines': env(...Array.from({ length: 10_001 }, () => '#')),
  'ten thousand lines': env(...Array.from({ length: 9_999 }, () => '#'), 'PORT=9000'),
  'a large file': env(`# ${'x'.repeat(1 << 20)}`),
}

/** What may stand where a .env file is looked for. */
const THINGS: Readonly<Record<string, (path: string) => void>> = {
  'a directory': (path) => mkdirSync(path),
  'a FIFO': (path) => expect(spawnSync('mkfifo', [path]).status).toBe(0),
  'a device': (path) => symlinkSync('/dev/null', path),
  'a dangling link': (path) => symlinkSync('nowhere', path),
  'a link to itself': (path) => symlinkSync('.env', path),
  'a link to a file': (path) => {
    writeFileSync(`${path}-other`, 'PORT=9000x')
    symlinkSync('.env-other', path)
  },
  'a closed file': (path) => {
    writeFileSync(path, 'PORT=9000x')
    chmodSync(path, 0)
  },
  'bytes that are no UTF-8': (path) => writeFileSync(path, Buffer.from([65, 61, 0xff, 10])),
  'a piece of UTF-16': (path) => writeFileSync(path, Buffer.from('\ufeffPORT=9000', 'utf16le')),
}

describeWith('python3', has('python3'), 'the Python module and TypeScript', () => {
  const names = Object.keys(CASES)
  const cases = Object.values(CASES)
  test('agree on each case, to the letter of the error', () => {
    const stack = opened(SCHEMA, project({}))
    writeCases(stack, cases)
    const here = outcomesInTypeScript(stack, cases)
    const there = outcomesInPython(stack, cases)
    const differing = names.flatMap((name, index) => {
      const [ours, theirs] = [JSON.stringify(here[index], null, 1), JSON.stringify(there[index], null, 1)]
      return canonical(here[index]) === canonical(there[index]) ? [] : `${name}\n${ours}\n${theirs}`
    })
    expect(differing).toEqual([])
  })

  test('agree on what is no file, or no text', () => {
    const stack = opened(SCHEMA, project({}))
    const things = Object.values(THINGS)
    const cases = things.map(() => ({}))
    writeCases(stack, cases)
    things.forEach((make, index) => {
      make(join(stack.root, `case-${index}`, '.env'))
    })
    const here = outcomesInTypeScript(stack, cases)
    expect(outcomesInPython(stack, cases)).toEqual(here)
  })
})

/** In one order of keys. */
function canonical(outcome: unknown): string {
  const { values, error } = outcome as { values?: object; error?: string }
  return JSON.stringify(error ?? Object.entries(values ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
}
