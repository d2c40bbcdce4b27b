import { describe, expect, test } from 'vitest'
import type { Mention } from '../../src/adoption/mention.js'
import { serviceFolders } from '../../src/adoption/project/folders.js'
import { reconcile } from '../../src/adoption/reconcile/index.js'
import { claims, mention } from './mentions.js'

const FOLDERS = serviceFolders(['package.json', 'web/package.json', 'api/package.json'])

function found(...mentions: readonly Mention[]) {
  return reconcile(claims(...mentions), FOLDERS)
}

/** What the schema would say, by name. */
function texts(...mentions: readonly Mention[]): Record<string, string> {
  return Object.fromEntries(found(...mentions).findings.map(({ name, text }) => [name, text]))
}

describe('mentions of one setting', () => {
  test('of one name are one', () => {
    const fallback = mention('BACKEND_PORT', '8203', { weight: 'fallback', at: 'api/server.js:3' })
    expect(texts(mention('BACKEND_PORT', '8203'), fallback)).toEqual({ BACKEND_PORT: '8203' })
  })

  test('a port that was named after a service is the one of that number which has a name', () => {
    const service = mention('API_PORT', '8203', { isNamed: false, at: 'compose.yml:5' })
    expect(texts(service, mention('BACKEND_PORT', '8203'))).toEqual({ BACKEND_PORT: '8203' })
  })

  test('PORT of code is what a command names, whatever stands in a Dockerfile', () => {
    const bare = ['PORT_3000', 'BACKEND_PORT'].map((name, line) =>
      mention(name, '3000', { isNamed: false, weight: 'hint', at: `Dockerfile:${line + 1}` }),
    )
    const web = mention('WEB_PORT', '3000', { isNamed: false, at: 'Procfile.dev:1' })
    const port = mention('PORT', '3000', { weight: 'fallback', at: 'config/puma.rb:1' })
    expect(texts(...bare, web, mention('JS_PORT', '3035', { at: 'Procfile.dev:2' }), port)).toEqual({
      WEB_PORT: '3000',
      JS_PORT: '3035',
    })
  })

  test('a service of an override without an image is that of the file beside it', () => {
    const of = (name: string, text: string, at: string) => claims(mention(name, text, { isNamed: false, at }))
    const all = [...of('DB_PORT', '5433', 'compose.override.yml:4'), ...of('POSTGRES_PORT', '5432', 'compose.yml:7')]
    const { findings, conflicts } = reconcile(all, FOLDERS)
    expect(findings).toMatchObject([{ name: 'POSTGRES_PORT', text: '5433' }])
    expect(conflicts).toMatchObject([{ others: [{ text: '5432' }] }])
  })

  test('what a Procfile starts, and the Procfile.dev and the Makefile beside it, is one service', () => {
    const of = (name: string, at: string) =>
      claims(mention(name, '8000', { isNamed: false, at })).map((claim) => ({ ...claim, source: 'procfile' }))
    const make = claims(mention('PORT', '8000', { isNamed: false, weight: 'fallback', at: 'Makefile:1' }))
    const beside = [...make, ...of('WEB_PORT', 'Procfile:1'), ...of('DJANGO_PORT', 'Procfile.dev:1')]
    expect(reconcile(beside, FOLDERS).findings.map(({ name }) => name)).toEqual(['WEB_PORT'])
    const apart = [...of('WEB_PORT', 'web/Procfile:1'), ...of('DJANGO_PORT', 'api/Procfile:1')]
    expect(reconcile(apart, FOLDERS).findings.map(({ name }) => name)).toEqual(['WEB_PORT', 'DJANGO_PORT'])
  })

  test('two services of one text on one port are two', () => {
    const [one, other] = ['WEB_PORT', 'ADMIN_PORT'].map((name) => mention(name, '3000', { isNamed: false }))
    expect(texts(one as Mention, other as Mention)).toEqual({ WEB_PORT: '3000', ADMIN_PORT: '3000' })
  })

  test('PORT of two services are two settings, called after their folders', () => {
    const ports = ['web', 'api'].map((folder, index) => mention('PORT', `300${index}`, { at: `${folder}/main.js:1` }))
    expect(texts(...ports)).toEqual({ WEB_PORT: '3000', API_PORT: '3001' })
  })

  test('what is made of PORT and HOST of a service is made of its own', () => {
    const own = (name: string, text: string) => mention(name, text, { weight: 'fallback', at: 'api/ports.py:1' })
    const url = own('API_URL', 'http://${HOST}:${API_PORT}')
    const web = mention('HOST', 'localhost', { weight: 'fallback', at: 'web/main.js:1' })
    expect(texts(own('HOST', 'localhost'), own('API_PORT', '8203'), url, web)).toMatchObject({
      API_HOST: 'localhost',
      API_URL: 'http://${API_HOST}:${API_PORT}',
    })
  })

  test.each(['VITE', 'REACT_APP', 'NEXT_PUBLIC', 'VUE_APP', 'NUXT_PUBLIC', 'GATSBY', 'EXPO_PUBLIC', 'NG_APP'])(
    '%s_BACKEND_PORT is BACKEND_PORT, as a page sees it',
    (prefix) => {
      const { findings } = found(mention('BACKEND_PORT', '8203'), mention(`${prefix}_BACKEND_PORT`, '8203'))
      expect(findings).toMatchObject([{ name: 'BACKEND_PORT', isPublic: true }])
    },
  )

  test('PORT of a service is called as a script of its package calls it, however the folder is written', () => {
    const folder = 'services/of-the-customers/in-a-folder-with-a-long-name/userAdmin'
    const folderOf = serviceFolders(['package.json', `${folder}/package.json`])
    const own = mention('PORT', '3001', { at: `${folder}/main.js:1` })
    const script = mention('USER_ADMIN_PORT', '3002', { isNamed: false, at: `${folder}/package.json:5` })
    const { findings, conflicts } = reconcile(claims(own, script, mention('WEB_PORT', '3000')), folderOf)
    expect(findings.map(({ name }) => name)).toEqual(['USER_ADMIN_PORT', 'WEB_PORT'])
    expect(conflicts).toMatchObject([{ name: 'USER_ADMIN_PORT' }])
  })
})

describe('two names on one port', () => {
  const backend = mention('BACKEND_PORT', '8203')

  test('in two files are one service: the second follows the first', () => {
    expect(texts(backend, mention('GATEWAY_PORT', '8203', { at: 'gateway/main.js:1' }))).toMatchObject({
      GATEWAY_PORT: '${BACKEND_PORT}',
    })
  })

  test('in one file are two services', () => {
    expect(texts(backend, mention('LLM_PORT', '8203'))).toMatchObject({ LLM_PORT: '8203' })
  })

  test('about the same are one, and what .env says of the second stays there', () => {
    expect(texts(backend, mention('API_PORT', '8203'))).toMatchObject({ API_PORT: '${BACKEND_PORT}' })
    const layer = mention('API_PORT', '8203', { weight: 'layer', at: '.env:1' })
    expect(Object.keys(texts(backend, layer))).toEqual(['BACKEND_PORT'])
  })

  test('of which one is PORT are one, under the name that tells more', () => {
    const port = mention('PORT', '8203', { weight: 'fallback', at: 'main.js:1' })
    expect(texts(port, backend)).toEqual({ BACKEND_PORT: '8203' })
  })

  test('that were both made of services are two', () => {
    const made = ['web', 'api'].map((name) =>
      mention(`${name.toUpperCase()}_PORT`, '3000', { isNamed: false, at: `${name}/package.json:1` }),
    )
    expect(Object.values(texts(...made))).toEqual(['3000', '3000'])
  })
})

test('what only production runs is no conflict, and counts where nothing else is said', () => {
  const base = mention('EMAIL_PORT', '1025', { at: 'settings/base.py:1' })
  const prod = mention('EMAIL_PORT', '587', { at: 'settings/prod.py:1' })
  expect(found(prod, base)).toMatchObject({ findings: [{ text: '1025' }], conflicts: [] })
  expect(texts(prod)).toEqual({ EMAIL_PORT: '587' })
})

describe('a port of what runs somewhere else', () => {
  const smtp = mention('SMTP_PORT', '587', { weight: 'fallback', at: 'mail.py:1' })
  const onHost = (host: string, at: string) => mention('SMTP_HOST', host, { weight: 'layer', at })

  test('is not of the stack', () => {
    expect(texts(smtp, onHost('smtp.example.org', '.env:1'))).toEqual({})
    expect(texts(smtp, onHost('localhost', '.env:1'))).toMatchObject({ SMTP_PORT: '587' })
    expect(texts(smtp, onHost('mail', '.env:1'))).toMatchObject({ SMTP_PORT: '587' })
  })

  test('is of the stack where it is somewhere else in one mode, or in an example', () => {
    for (const path of ['.env.production', '.env.example']) {
      expect(texts(smtp, onHost('localhost', '.env:1'), onHost('smtp.example.org', `${path}:1`))).toMatchObject({
        SMTP_PORT: '587',
      })
    }
  })

  test('is of the stack where something of it is published there', () => {
    const published = mention('SMTP_PORT', '1025', { isNamed: false, at: 'compose.yml:4' })
    expect(texts(smtp, published, onHost('smtp.example.org', '.env:1'))).toMatchObject({ SMTP_PORT: '1025' })
  })
})

test('what a list of every port calls one is kept, unless another has that name', () => {
  const services = (...mentions: readonly Mention[]) =>
    Object.fromEntries(found(...mentions).findings.map(({ name, service }) => [name, service]))
  expect(services(mention('LLM_PORT_OLD', '1', { service: 'old' }), mention('A_PORT', '2'))).toEqual({
    LLM_PORT_OLD: 'old',
    A_PORT: null,
  })
  expect(services(mention('A_PORT', '1', { service: 'b' }), mention('B_PORT', '2'))).toEqual({
    A_PORT: null,
    B_PORT: null,
  })
  expect(services(mention('A_PORT', '1'), mention('PORT_A', '2'))).toEqual({ A_PORT: null, PORT_A: 'port_a' })
})

test('a group is that of what runs, not of what only calls it', () => {
  const proxy = mention('PORT_8203', '8203', { isNamed: false, weight: 'hint', group: 'web', at: 'web/package.json:5' })
  expect(found(mention('API_PORT', '8203'), proxy).findings).toMatchObject([{ name: 'API_PORT', group: null }])
  const example = mention('API_PORT', '8203', { weight: 'hint', group: 'Core', at: '.env.example:2' })
  expect(found(mention('API_PORT', '8203'), example).findings).toMatchObject([{ group: 'Core' }])
})

test('a port and its last are a range', () => {
  const { findings } = found(
    mention('AVATAR_PORT', '8615'),
    mention('AVATAR_PORT_LAST', '8624'),
    mention('X_PORT_LAST', '9'),
  )
  expect(findings.map(({ name, text, count }) => [name, text, count])).toEqual([
    ['AVATAR_PORT', '8615', 10],
    ['X_PORT_LAST', '9', 1],
  ])
})

test('a comment is a meaning in one line, unless a secret stands in it', () => {
  const docs = ['Llm  service.\n (new)', 'key: abc', null]
  const mentions = docs.map((doc, index) => mention(`A${index}_PORT`, `${index + 1}`, { doc }))
  expect(found(...mentions).findings.map(({ doc }) => doc)).toEqual(['LLM service. (new)', 'A1 port', 'A2 port'])
})

describe('a URL', () => {
  const port = mention('BACKEND_PORT', '8203')

  test('on this machine follows the port that it has', () => {
    expect(texts(port, mention('API_URL', 'http://localhost:8203/api'))).toMatchObject({
      API_URL: 'http://localhost:${BACKEND_PORT}/api',
    })
  })

  test('follows the host that is about the same', () => {
    const host = mention('BACKEND_HOST', 'backend.lan')
    expect(texts(port, host, mention('BACKEND_URL', 'http://backend.lan:8203'))).toMatchObject({
      BACKEND_URL: 'http://${BACKEND_HOST}:${BACKEND_PORT}',
    })
  })

  test('of another host stays as it is', () => {
    expect(texts(port, mention('BACKEND_URL', 'http://backend:8203'))).toMatchObject({
      BACKEND_URL: 'http://backend:8203',
    })
  })

  test("of somebody else's host is no setting, unless a page or a .env file has it", () => {
    const at = 'compose.yml:3'
    const sentry = mention('SENTRY_URL', 'https://sentry.io/api', { at })
    expect(texts(port, sentry)).toEqual({ BACKEND_PORT: '8203' })
    const page = mention('VITE_SENTRY_URL', 'https://sentry.io/api', { at })
    const template = mention('MAPS_URL', 'https://maps.example.com', { weight: 'fallback', at: '.env.example:1' })
    expect(Object.keys(texts(port, page, template))).toEqual(['BACKEND_PORT', 'VITE_SENTRY_URL', 'MAPS_URL'])
  })

  test('with a password is no setting, nor is one of another machine in a file that no commit has', () => {
    const login = mention('DATABASE_URL', 'postgres://me:hunter2@localhost:5432/db')
    const hook = mention('HOOK_URL', 'https://hooks.example.com/T0/B0/x', { weight: 'layer', at: '.env:1' })
    expect(Object.keys(texts(port, login, hook))).toEqual(['BACKEND_PORT'])
  })
})

describe('where places disagree', () => {
  const fixed = mention('BACKEND_PORT', '8203', { at: 'ports.py:4' })
  const fallback = mention('BACKEND_PORT', '8000', { weight: 'fallback', at: 'api/main.py:9' })

  test('the one that runs is taken, and the other one is named', () => {
    const { findings, conflicts } = found(fallback, fixed)
    expect(findings.map(({ text }) => text)).toEqual(['8203'])
    expect(conflicts).toMatchObject([{ taken: { text: '8203' }, others: [{ text: '8000' }], isOpen: false }])
  })

  test('a .env file of the root goes on to win, and is no conflict with what stands in for it', () => {
    const layer = mention('BACKEND_PORT', '9000', { weight: 'layer', at: '.env:1' })
    const { findings, conflicts } = found(layer, fallback)
    expect(findings).toMatchObject([{ text: '8000', inUse: '9000' }])
    expect(conflicts).toEqual([])
  })

  test('between two that run alike the first is taken, unless somebody chooses', () => {
    const other = mention('BACKEND_PORT', '8300', { at: 'other.py:2' })
    expect(found(fixed, other).conflicts).toMatchObject([{ taken: { text: '8203' }, isOpen: true }])
    const chosen = reconcile(claims(fixed, other), FOLDERS, new Map([['BACKEND_PORT', '8300']]))
    expect(chosen.findings).toMatchObject([{ text: '8300', inUse: '8300' }])
  })

  test('two texts that come to one address are no conflict', () => {
    const host = mention('STACK_HOST', 'localhost')
    const made = mention('BACKEND_URL', 'http://${STACK_HOST}:${BACKEND_PORT}')
    const plain = mention('BACKEND_URL', 'http://localhost:8203', { at: 'other.py:2' })
    const written = found(host, fixed, made, plain)
    expect(written.conflicts).toEqual([])
    expect(written.findings.at(-1)).toMatchObject({ text: 'http://${STACK_HOST}:${BACKEND_PORT}' })
    const another = mention('BACKEND_URL', 'http://localhost:8000', { at: 'third.py:2' })
    expect(found(host, fixed, made, plain, another).conflicts).toMatchObject([{ others: [{ text: another.text }] }])
  })

  test('what a container exposes, or a file to be copied says, is no conflict', () => {
    const exposed = mention('BACKEND_PORT', '8000', { weight: 'hint', at: 'Dockerfile:3' })
    const copied = mention('BACKEND_PORT', '8000', { weight: 'layer', at: '.env.example:1' })
    expect(found(fixed, exposed, copied).conflicts).toEqual([])
  })

  test('what calls a service on this machine at another port is one, unless it calls the right one too', () => {
    const calls = { weight: 'hint', isNamed: false, isCalled: true, at: 'nginx.conf:4' } as const
    const wrong = mention('BACKEND_PORT', '8000', calls)
    expect(found(fixed, wrong).conflicts).toMatchObject([{ taken: { text: '8203' }, others: [{ text: '8000' }] }])
    expect(found(fixed, wrong, mention('BACKEND_PORT', '8203', calls)).conflicts).toEqual([])
  })

  test('a secret is no setting', () => {
    expect(texts(mention('API_KEY', '8203', { kind: 'port' }))).toEqual({})
  })

  test.each([
    ['The admin page, password hunter2', 'Backend port'],
    ['The password is hunter2', 'Backend port'],
    ['Authorization: Bearer hunter2', 'Backend port'],
    ['curl -u admin:hunter http://localhost:8203', 'Backend port'],
    ['Gives out a token for 8 hours', 'Gives out a token for 8 hours'],
    ['The basic auth service', 'The basic auth service'],
  ])('a comment with a secret is no documentation: %s', (doc, wanted) => {
    expect(found(mention('BACKEND_PORT', '8203', { doc })).findings.map((one) => one.doc)).toEqual([wanted])
  })
})
