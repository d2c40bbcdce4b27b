import { describe, expect, test } from 'vitest'
import type { Home } from '../../src/ports/home.js'
import type { Listener, Owner } from '../../src/ports/machine.js'
import { belongingOf, containerOf, publisherOf, type Service } from '../../src/ports/ownership.js'

const OURS: Home = { root: '/home/me/stack', checkout: '/home/me/stack' }
const NOWHERE: Home = { root: null, checkout: null }
const REDIS: Service = { name: 'redis', role: 'redis' }
const BACKEND: Service = { name: 'backend', role: 'browser' }

function listener(owner: Partial<Owner> | null, socket: Partial<Listener> = {}): Listener {
  const none: Owner = { pid: 7, argv: null, cwd: null, uid: null, user: null, since: null }
  const address = { protocol: 'tcp', address: '127.0.0.1', port: 8203 } as const
  return { ...address, uid: null, user: null, ...socket, owner: owner === null ? null : { ...none, ...owner } }
}

function seen(argv: readonly string[] | null, theirs: Home | null, service = BACKEND, user: string | null = null) {
  return belongingOf(listener({ argv, cwd: theirs === null ? null : '/some', user }), service, OURS, theirs)
}

describe('by where a process works', () => {
  test.each([
    { where: 'this project', theirs: OURS, belonging: 'ours' },
    { where: 'a clone of a service within it', theirs: { ...OURS, checkout: '/home/me/stack/tts' }, belonging: 'ours' },
    { where: 'this checkout', theirs: { ...OURS, root: null }, belonging: 'ours' },
    { where: 'a project within this checkout', theirs: { ...OURS, root: '/home/me/stack/a' }, belonging: 'ours' },
    {
      where: 'a worktree within it',
      theirs: { root: '/home/me/stack/w', checkout: '/home/me/stack/w' },
      belonging: 'stranger',
    },
    { where: 'another copy', theirs: { root: '/home/me/two', checkout: '/home/me/two' }, belonging: 'stranger' },
    { where: 'another checkout', theirs: { root: null, checkout: '/home/me/two' }, belonging: 'stranger' },
    { where: 'no checkout', theirs: NOWHERE, belonging: 'stranger' },
    { where: 'a folder that is not told', theirs: null, belonging: 'unknown' },
  ])('$where: $belonging', ({ theirs, belonging }) => {
    expect(seen(['node', 'server.js'], theirs)).toBe(belonging)
  })

  test('a file of this project in its command: ours', () => {
    expect(seen(['node', '/home/me/stack/server.js'], NOWHERE)).toBe('ours')
    expect(seen(['node', '/home/me/stack/server.js'], null)).toBe('ours')
    expect(seen(['nginx: master process nginx -c /home/me/stack/nginx.conf'], NOWHERE)).toBe('ours')
    expect(seen(['server', '--config=/home/me/stack/server.conf'], NOWHERE)).toBe('ours')
    expect(seen(['node', '/home/me/stack-two/server.js'], NOWHERE)).toBe('stranger')
    expect(seen(['node', '/home/me/stack/server.js'], { root: '/two', checkout: '/two' })).toBe('stranger')
  })
})

describe('by how a program is called', () => {
  test.each([
    ['redis-server *:6379'],
    ['/usr/bin/redis-server 127.0.0.1:6379'],
    ['C:\\Program Files\\Redis\\redis-server.exe'],
    ['/opt/valkey/bin/valkey-server *:6379'],
  ])('%s is expected where Redis is declared', (program) => {
    expect(seen([program], NOWHERE, REDIS)).toBe('expected')
    expect(seen([program], NOWHERE, BACKEND)).toBe('stranger')
  })

  test.each([
    ['/usr/local/bin/ollama', 'ollama'],
    ['milvus', 'milvus'],
    ['/srv/backend', 'backend'],
    ['tts-server', 'tts_tacotron'],
  ])('%s is expected for the service %s', (program, name) => {
    expect(seen([program, 'serve'], NOWHERE, { name, role: 'http' })).toBe('expected')
  })

  test.each([
    ['node', 'node_exporter', 'stranger'],
    ['/usr/bin/python3.11', 'python3_api', 'stranger'],
    ['python', 'python_api', 'stranger'],
    ['C:\\node.exe', 'node', 'expected'],
    ['/usr/bin/node_exporter', 'node_exporter', 'expected'],
  ])('%s for the service %s: %s, since an interpreter runs anything', (program, name, belonging) => {
    expect(seen([program, 'x'], NOWHERE, { name, role: 'http' })).toBe(belonging)
  })

  test('another copy of it in another checkout is a stranger all the same', () => {
    expect(seen(['redis-server *:6379'], { root: '/two', checkout: '/two' }, REDIS)).toBe('stranger')
  })

  test.each(['docker-proxy', '/usr/bin/docker-proxy', 'com.docker.backend', 'rootlessport'])(
    '%s is expected: it publishes what runs in a container',
    (program) => {
      expect(seen([program], NOWHERE)).toBe('expected')
    },
  )

  test('its user speaks for it, where the user is called as the service', () => {
    expect(seen(['java'], NOWHERE, REDIS, 'redis')).toBe('expected')
  })
})

describe('where the process is not shown', () => {
  test.each([
    { user: 'redis', uid: 101, belonging: 'expected' },
    { user: 'mia', uid: 1000, belonging: 'stranger' },
    { user: null, uid: 1000, belonging: 'stranger' },
    { user: 'root', uid: 0, belonging: 'unknown' },
    { user: null, uid: null, belonging: 'unknown' },
  ])('user $user, uid $uid: $belonging', ({ user, uid, belonging }) => {
    expect(belongingOf(listener(null, { user, uid }), REDIS, OURS, null)).toBe(belonging)
  })
})

test('a container behind docker-proxy is told by its address', () => {
  const argv = ['/usr/bin/docker-proxy', '-proto', 'tcp', '-container-ip', '172.18.0.2', '-container-port', '6379']
  expect(publisherOf(argv)).toBe('Docker')
  expect(containerOf(argv)).toBe('172.18.0.2:6379')
  expect(containerOf(['com.docker.backend'])).toBe(null)
  expect(publisherOf(['node'])).toBe(null)
})
