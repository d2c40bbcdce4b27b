import { formatExported } from '../../../src/exported.js'
import { type Files, project } from '../../support/project.js'
import { type Canary, canary } from './canaries.js'

/** What has to be escaped in a text, but for the single quotes that it stands between in a file. */
const HOSTILE = '"\\ $&%@/?#+é;|<>*`'

const password = canary('PASSWORD', HOSTILE)
const database = canary('DB_URL', '-')
const hook = canary('HOOK_URL', '/')
const host = canary('HIDDEN_HOST', '.')
const keys = canary('KEYS', HOSTILE)
const login = canary('LOGIN', HOSTILE)
const tier = canary('TIER', HOSTILE)
const checked = canary('CHECKED', HOSTILE)
const PIN = '704219365'
const PORT = '47391'

/** What a layer gives the stack's secrets. */
export const SECRETS: Readonly<Record<string, string>> = {
  PASSWORD: password.text,
  DB_URL: `postgres://app:${database.text}@db.local:5432/app`,
  HOOK_URL: `https://hooks.local/${hook.text}`,
  HIDDEN_HOST: host.text,
  KEYS: JSON.stringify([keys.text, 'x']),
  LOGIN: JSON.stringify({ user: 'app', key: login.text }),
  TIER: tier.text,
  CHECKED: checked.text,
  PIN,
  ADMIN_PORT: PORT,
}

/** Settings that the stack shows, but for those that are made of secrets. */
export const OPEN = ['BACKEND_PORT', 'BACKEND_URL', 'OPEN_TEXT']
/** Settings that are made of secrets, the second of the first. */
export const MADE = ['ONCE', 'TWICE', 'ADDRESS']
export const NAMES = [...OPEN, ...MADE, ...Object.keys(SECRETS)]

const nameless = canary('SOMETHING', HOSTILE)
const token = canary('API_TOKEN', HOSTILE)
const misspelt = canary('PASWORD', HOSTILE)

/** Variables that nobody declares: without a telling name, with one, and misspelt. */
const UNDECLARED: Readonly<Record<string, string>> = {
  SOMETHING: nameless.text,
  API_TOKEN: token.text,
  PASWORD: misspelt.text,
}

export const CANARIES: readonly Canary[] = [
  ...[password, database, hook, host, keys, login, tier, checked, nameless, token, misspelt],
  { name: 'PIN', text: PIN },
  { name: 'ADMIN_PORT', text: PORT },
  { name: 'the last of ADMIN_PORT', text: '47392' },
]

/** Those that are in no file for tools either, which has what nobody declares as `config exec` does. */
export const DECLARED_CANARIES = CANARIES.filter(({ name }) => name !== 'SOMETHING' && name !== 'PASWORD')

/** A schema of secrets of every kind, with open settings beside them and some that are made of secrets. */
export function schemaWith(defaults: Readonly<Record<string, string>> = {}): string {
  const given = (name: string, otherwise: string) => JSON.stringify(defaults[name] ?? otherwise)
  return `
    const refuse = (value) => { throw new Error('no such thing as ' + value) }
    const secret = (env, format, value, more) => ({
      doc: 'secret', format, default: value, env, sensitive: true, ...more,
    })
    const open = (env, format, value, more) => ({ doc: 'open', format, default: value, env, maker: 'x', ...more })
    export default {
      $stack: {
        targets: {
          python: 'made/ports.py', frontend: 'made/config.js', compose: 'docker-compose.yml', env: 'made/resolved.env',
          'frontend-runtime': 'made/deployed.js',
        },
        variants: { BACKEND_PORT: { model: { hidden: 'ADMIN_PORT' } } },
      },
      open: {
        backend: open('BACKEND_PORT', 'port', 8203, { public: true, role: 'browser' }),
        url: open('BACKEND_URL', 'portolan:url', 'http://localhost:\${BACKEND_PORT}', { public: true }),
        text: open('OPEN_TEXT', 'String', 'x'),
        once: open('ONCE', 'String', 'Bearer \${PASSWORD}'),
        twice: open('TWICE', 'String', '<\${ONCE}>'),
        address: open('ADDRESS', 'portolan:url', 'http://\${HIDDEN_HOST}:\${ADMIN_PORT}/'),
      },
      secret: {
        password: secret('PASSWORD', 'String', ${given('PASSWORD', 'x')}, { maker: 'text' }),
        db: open('DB_URL', 'portolan:url', ${given('DB_URL', 'http://h')}),
        hook: secret('HOOK_URL', 'portolan:url', ${given('HOOK_URL', 'http://h')}),
        host: secret('HIDDEN_HOST', 'portolan:host', ${given('HIDDEN_HOST', 'h')}, { maker: 'host' }),
        keys: secret('KEYS', Array, ${defaults.KEYS ?? '[]'}),
        login: secret('LOGIN', Object, ${defaults.LOGIN ?? '{}'}),
        tier: secret('TIER', ['x', ${JSON.stringify(tier.text)}], ${given('TIER', 'x')}),
        checked: secret('CHECKED', (value) => value !== '' && value !== 'wrong' || refuse(value), ${given('CHECKED', 'x')}),
        pin: secret('PIN', 'nat', ${defaults.PIN ?? 1}),
        admin: secret('ADMIN_PORT', 'port', ${defaults.ADMIN_PORT ?? 9999}, {
          maker: 'port', role: 'browser', count: 2,
        }),
      },
    }
  `
}

const COMPOSE = `services:
  backend:
    image: backend
    ports:
      - "8203:8203"
  admin:
    image: admin
    ports:
      - "\${ADMIN_PORT:-9999}:80"
`

const FILES = ['.env.defaults', '.env', '.env.local', '.env.production', '.env.production.local']
/** Every layer, by where it is. */
export const PLACES = ['the schema', ...FILES, 'the environment', '--set', 'an outer config exec'] as const

/** A project with the secrets in one layer. */
export interface Place {
  readonly root: string
  /** What has to be said for the layer to count. */
  readonly flags: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** The files in which the canaries were put. */
  readonly holders: readonly string[]
}

export function placeIn(layer: string): Place {
  const isFile = FILES.includes(layer)
  const all = { ...SECRETS, ...UNDECLARED }
  const files: Files = isFile ? { [layer]: assignments(all) } : {}
  const root = project({
    'schema/index.mjs': schemaWith(layer === 'the schema' ? SECRETS : {}),
    'docker-compose.yml': COMPOSE,
    '.gitignore': '.env*\nmade/resolved.env\n',
    'src/app.js': "fetch('http://localhost:8203/')\n",
    ...files,
  })
  const set = layer === '--set' ? Object.entries(SECRETS).flatMap(([name, text]) => ['--set', `${name}=${text}`]) : []
  const inherited = { ...all, PORTOLAN_EXPORTED: formatExported(new Map(Object.entries(all))) }
  const env = layer === 'the environment' ? all : layer === 'an outer config exec' ? inherited : {}
  return {
    root,
    flags: ['--mode', 'production', ...set],
    env,
    holders: ['schema/index.mjs', ...(isFile ? [layer] : [])],
  }
}

function assignments(texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts)
    .map(([name, text]) => `${name}='${text}'\n`)
    .join('')
}
