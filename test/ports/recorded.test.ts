import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { machineOf } from '../../src/ports/systems/index.js'
import { ask } from '../../src/program/ask.js'
import { project, REPOSITORY } from '../support/project.js'
import { PLAIN_ENV, start } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'

/** A machine whose tools print what was recorded, by the command's beginning; the others are not there. */
function machine(platform: 'darwin' | 'win32', outputs: Readonly<Record<string, string>>) {
  const folder = join(REPOSITORY, 'test/fixtures/machines', platform === 'darwin' ? 'darwin' : 'windows')
  const ask = async (command: string, args: readonly string[]) => {
    const line = [command, ...args].join(' ')
    const [, file] = Object.entries(outputs).find(([start]) => line.startsWith(start)) ?? []
    return file === undefined ? null : readFileSync(join(folder, file), 'utf8')
  }
  return machineOf({ platform, ask })
}

describe('macOS', () => {
  const SOCKETS = { 'lsof -nP -i -F': 'lsof-sockets.txt' }
  const mac = machine('darwin', {
    ...SOCKETS,
    'ps -ww -o pid=,lstart=,args= -p 402,4711,5000,5150': 'ps.txt',
    'lsof -a -d cwd -p 402,4711,5000,5150 -F': 'lsof-folders.txt',
    'netstat -anW -p tcp': 'netstat-tcp.txt',
    'netstat -anW -p udp': 'netstat-udp.txt',
    'sysctl -n net.inet.ip.portrange.first': 'sysctl.txt',
  })

  test('who listens: sockets that take something, on the addresses that they take it at', async () => {
    expect(
      (await mac.listeners()).map(({ protocol, address, port, owner }) => [protocol, address, port, owner?.pid]),
    ).toEqual([
      ['tcp', '0.0.0.0', 7000, 402],
      ['tcp', '::', 7000, 402],
      ['tcp', '0.0.0.0', 5000, 402],
      ['tcp', '::1', 5173, 4711],
      ['tcp', '127.0.0.1', 8203, 5000],
      ['tcp', '::', 3000, 5150],
      ['udp', '127.0.0.1', 3000, 5150],
      ['udp', 'fe80::1c2b:51ff:fe0a:9d3e', 5353, 5150],
      // Of other users, there are sockets alone.
      ['tcp', '::', 22, undefined],
      ['tcp', '0.0.0.0', 80, undefined],
      ['udp', '0.0.0.0', 5353, undefined],
    ])
  })

  test('its process: words, folder, user and start', async () => {
    const four = await mac.listeners()
    const gunicorn = four.find(({ port }) => port === 8203)
    expect(gunicorn).toMatchObject({ uid: 501, user: 'anna' })
    expect(gunicorn?.owner).toEqual({
      pid: 5000,
      argv: ['/opt/homebrew/bin/python3.12', '-m', 'gunicorn', 'app:app'],
      uid: 501,
      user: 'anna',
      cwd: '/Users/anna/shop/my backend',
      since: new Date(2026, 10, 1, 10, 0, 59).getTime(),
    })
  })

  test('which ports are taken, whoever has them: netstat knows alone', async () => {
    const sockets = machine('darwin', {
      'netstat -anW -p tcp': 'netstat-tcp.txt',
      'netstat -anW -p udp': 'netstat-udp.txt',
    }).sockets(new Set([22, 80]))
    expect((await sockets).map(({ protocol, address, port }) => [protocol, address, port])).toEqual([
      ['tcp', '::', 22],
      ['tcp', '0.0.0.0', 80],
    ])
  })

  test('without ps, the process is known by its number and user', async () => {
    const [vite] = await machine('darwin', SOCKETS).listeners(new Set([5173]))
    expect(vite?.owner).toEqual({ pid: 4711, argv: null, cwd: null, uid: 501, user: 'anna', since: null })
  })

  test('what the system keeps, and gives to outgoing connections', async () => {
    expect(await mac.reserved()).toMatchObject([
      { first: 5000, last: 5000, why: expect.stringContaining('AirPlay') },
      { first: 7000, last: 7000 },
    ])
    expect(await mac.ephemeral()).toEqual({ first: 49_152, last: 65_535, except: [] })
    expect(await mac.unprivileged()).toBe(1024)
  })
})

describe('Windows', () => {
  const windows = machine('win32', {
    'netstat -ano': 'netstat.txt',
    'powershell -NoProfile': 'powershell.txt',
    'netsh int ipv4 show dynamicport tcp': 'dynamicport.txt',
    'netsh interface ipv4 show excludedportrange protocol=tcp': 'excludedportrange.txt',
  })

  test('who listens: sockets that take something', async () => {
    expect(
      (await windows.listeners()).map(({ protocol, address, port, owner }) => [protocol, address, port, owner?.pid]),
    ).toEqual([
      ['tcp', '0.0.0.0', 135, 1044],
      ['tcp', '0.0.0.0', 445, 4],
      ['tcp', '127.0.0.1', 8203, 15_320],
      ['tcp', '::', 135, 1044],
      ['tcp', '::', 445, 4],
      ['tcp', '::1', 5173, 9984],
      ['udp', '0.0.0.0', 5353, 2716],
      ['udp', '127.0.0.1', 8203, 15_320],
      ['udp', '::1', 1900, 6120],
      ['udp', 'fe80::a1b2:c3d4:e5f6:1234', 1900, 6120],
    ])
  })

  test('its process: words, user and start; of another user’s, the name', async () => {
    const [python, vite] = await windows.listeners(new Set([8203, 5173]))
    expect(python?.owner).toEqual({
      pid: 15_320,
      argv: ['python.exe'],
      cwd: null,
      uid: null,
      user: null,
      since: 1_795_421_000_500,
    })
    const words = [
      'C:\\Program Files\\nodejs\\node.exe',
      '.\\node_modules\\vite\\bin\\vite.js',
      '--host',
      '"quoted" name',
    ]
    expect(vite).toMatchObject({ user: 'anna', uid: null })
    expect(vite?.owner).toMatchObject({ pid: 9984, argv: words, user: 'anna', since: 1_795_420_502_000 })
  })

  test('which ports are taken, whoever has them: netstat knows alone', async () => {
    expect(await machine('win32', { 'netstat -ano': 'netstat.txt' }).sockets(new Set([5173]))).toMatchObject([
      { protocol: 'tcp', address: '::1', port: 5173 },
    ])
  })

  test('without PowerShell, or when it says nothing of use, the process is known by its number', async () => {
    const outputs = { 'netstat -ano': 'netstat.txt' }
    const [bare] = await machine('win32', outputs).listeners(new Set([5173]))
    expect(bare?.owner).toEqual({ pid: 9984, argv: null, cwd: null, uid: null, user: null, since: null })
    const [failed] = await machine('win32', { ...outputs, powershell: 'dynamicport.txt' }).listeners(new Set([5173]))
    expect(failed?.owner).toEqual(bare?.owner)
    const [ended] = await machine('win32', { ...outputs, powershell: 'powershell-none.txt' }).listeners(new Set([5173]))
    expect(ended?.owner).toEqual(bare?.owner)
  })

  test('what the system keeps from everybody, and what an administrator keeps for those who ask', async () => {
    const kept = (await windows.reserved()).map(({ first, last }) => [first, last])
    expect(kept).toEqual([
      [5357, 5357],
      [8200, 8299],
      [49_776, 49_875],
    ])
    expect(await windows.ephemeral()).toEqual({
      first: 49_152,
      last: 65_535,
      except: [{ first: 50_000, last: 50_059 }],
    })
    expect(await windows.unprivileged()).toBe(1)
  })

  test('in another language', async () => {
    const german = machine('win32', {
      'netstat -ano': 'netstat-german.txt',
      'netsh int ipv4 show dynamicport tcp': 'dynamicport-german.txt',
      'netsh interface ipv4 show excludedportrange protocol=tcp': 'excludedportrange-german.txt',
    })
    expect((await german.listeners()).map(({ protocol, owner }) => [protocol, owner?.pid])).toEqual([
      ['tcp', 15_320],
      ['udp', 15_320],
    ])
    expect(await german.ephemeral()).toMatchObject({ first: 1024, last: 65_534 })
    expect(await german.reserved()).toMatchObject([{ first: 28_380 }, { first: 49_711, last: 49_810 }])
  })
})

describe.each(['darwin', 'win32'] as const)('%s without its tools', (platform) => {
  test('nobody is told, and no range', async () => {
    const bare = machine(platform, {})
    expect(await bare.listeners()).toEqual([])
    expect(await bare.ephemeral()).toBeNull()
  })
})

test.each(['aix', 'constructor', '__proto__'])(
  'a system that nothing is known of tells nothing: %s',
  async (platform) => {
    const machine = machineOf({ platform, ask: async () => null })
    expect([await machine.listeners(), await machine.ephemeral(), await machine.reserved()]).toEqual([[], null, []])
    expect(await machine.unprivileged()).toBe(1)
  },
)

describeWith(
  'lsof or ps',
  process.platform === 'linux' && has('lsof') && has('ps'),
  'the tools of macOS, asked on Linux',
  () => {
    test('find a server with its process', async () => {
      const root = project({})
      const script =
        "import socket, time; held = socket.create_server(('127.0.0.1', 0)); print(held.getsockname()[1], flush=True); time.sleep(600)"
      const server = start(root, '/usr/bin/python3', ['-c', script])
      const [port] = await once(server.process.stdout as NodeJS.ReadableStream, 'data')
      const asked = machineOf({ platform: 'darwin', ask: (command, args) => ask(command, args, PLAIN_ENV) })
      const { pid } = server.process
      const [listener] = await asked.listeners(new Set([Number(port)]))
      expect(listener).toMatchObject({ protocol: 'tcp', address: '127.0.0.1', uid: process.geteuid?.() })
      expect(listener?.owner).toMatchObject({
        pid,
        cwd: root,
        argv: expect.arrayContaining(['/usr/bin/python3', '-c']),
      })
      expect(listener?.owner?.since).toEqual(expect.any(Number))
    })
  },
)
