import { expect, test } from 'vitest'
import { projectAt } from '../../src/slots/project-at.js'
import { usedPorts } from '../../src/slots/used-ports.js'
import { type Files, project } from '../support/project.js'
import { SELF } from '../support/run.js'

const SCHEMA = {
  slot: { doc: 'Copy', format: 'portolan:slot', env: 'STACK_SLOT', default: 0, stride: 200, count: 10 },
  backend: { doc: 'Backend', format: 'port', env: 'BACKEND_PORT', default: 8203, role: 'http' },
  avatars: { doc: 'Avatars', format: 'port', env: 'AVATAR_PORT', default: 8615, role: 'udp', count: 10 },
}

/** The ports of a project as text. */
async function portsOf(files: Files, slot: number, env: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const root = project({ 'schema/index.json': SCHEMA, ...files })
  const opened = await projectAt(root, { schemaEnv: {}, loadsAsUsual: true, self: SELF })
  const ports = usedPorts(opened, { cwd: root, env, platform: 'linux' }, slot)
  return ports.map(({ name, protocol, first, last, secret }) => {
    return `${name} ${protocol} ${first}-${last}${secret ? ' secret' : ''}`
  })
}

test('a slot is asked for whatever the layers say of it', async () => {
  const files = { '.env.local': 'STACK_SLOT=7\n', '.env.test.local': 'STACK_SLOT=x\n' }
  const expected = ['BACKEND_PORT tcp 8603-8603', 'AVATAR_PORT udp 9015-9024']
  expect(await portsOf(files, 2, { STACK_SLOT: '5' })).toEqual(expected)
})

test('the ports of every mode are told, each once', async () => {
  const files = {
    '.env.test': 'BACKEND_PORT=9000\n',
    '.env.local': 'BACKEND_PORT=8111\n',
    '.env.production.local': 'BACKEND_PORT=8222\n',
    '.env.staging': 'BACKEND_PORT=0\nAVATAR_PORT=nine\n',
    '.env.example': 'BACKEND_PORT=1\n',
  }
  const backends = (await portsOf(files, 1)).filter((text) => text.startsWith('BACKEND'))
  expect(backends.sort()).toEqual([8111, 8222, 9200].map((port) => `BACKEND_PORT tcp ${port}-${port}`))
})

test('what the environment says is told beside what holds without it, whatever its mode', async () => {
  const ports = await portsOf({ '.env.staging': 'A=1\n' }, 1, { BACKEND_PORT: '7000', NODE_ENV: 'staging' })
  expect(ports.filter((text) => text.startsWith('BACKEND'))).toEqual([
    'BACKEND_PORT tcp 8403-8403',
    'BACKEND_PORT tcp 7000-7000',
  ])
})

test('ports that are secret are marked as such', async () => {
  const schema = { ...SCHEMA, backend: { ...SCHEMA.backend, sensitive: true } }
  expect(await portsOf({ 'schema/index.json': schema }, 0)).toContain('BACKEND_PORT tcp 8203-8203 secret')
})

test('a stack without a slot has the ports that it has', async () => {
  const { backend } = SCHEMA
  expect(await portsOf({ 'schema/index.json': { backend } }, 3)).toEqual(['BACKEND_PORT tcp 8203-8203'])
})

test('a port that all copies share is left out', async () => {
  const schema = { ...SCHEMA, redis: { doc: 'Redis', format: 'port', env: 'REDIS_PORT', default: 6379, shift: false } }
  expect(await portsOf({ 'schema/index.json': schema }, 0)).not.toContain('REDIS_PORT tcp 6379-6379')
})
