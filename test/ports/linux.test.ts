import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mayBeGivenAway } from '../../src/ports/ephemeral.js'
import { linux } from '../../src/ports/systems/linux/index.js'
import { type Files, project, write } from '../support/project.js'
import { type Started, start } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'
import { asPlainUser } from './plain-user.js'

const PYTHON = '/usr/bin/python3'

/** Starts a program that prints `port N`, and tells its port. */
async function startServer(cwd: string, command: string, args: readonly string[]): Promise<Started & { port: number }> {
  const started = start(cwd, command, args)
  let heard = ''
  started.process.stdout?.on('data', (text) => {
    heard += text
  })
  await started.says(' end of line')
  return { ...started, port: Number(/port (\d+)/.exec(heard)?.[1]) }
}

async function listenersOn(port: number) {
  return linux().listeners(new Set([port]))
}

describeWith('Linux or python3', process.platform === 'linux' && has(PYTHON), 'who listens on this machine', () => {
  const me = process.geteuid?.() ?? null

  test('an HTTP server of Python: process, words, folder, user', async () => {
    const root = project({ 'index.html': 'hello' })
    const script = [
      'import http.server, sys',
      "server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)",
      "print('port', server.server_port, 'end of line', flush=True)",
      'server.serve_forever()',
    ].join('\n')
    const server = await startServer(root, PYTHON, ['-c', script, 'some words', '', 'end'])
    const user = expect.toSatisfy((name) => name === null || typeof name === 'string')
    const { pid } = server.process
    const owner = { pid, argv: [PYTHON, '-c', script, 'some words', '', 'end'], cwd: root, uid: me, user }
    expect(await listenersOn(server.port)).toEqual([
      {
        protocol: 'tcp',
        address: '127.0.0.1',
        port: server.port,
        uid: me,
        user,
        owner: { ...owner, since: expect.any(Number) },
      },
    ])
    server.process.kill('SIGKILL')
    await server.end
    expect(await listenersOn(server.port)).toEqual([])
  })

  test('a TCP server of Node on ::1 alone, and a UDP one on both families', async () => {
    const script = `
      const [one, two] = [require('node:net').createServer(), require('node:net').createServer()]
      one.listen(0, '::1', () => {
        const { port } = one.address()
        require('node:dgram').createSocket('udp6').bind(port, '::', () => console.log('port', port, 'end of line'))
      })`
    const { process: child, port } = await startServer(project({}), process.execPath, ['-e', script])
    expect(await listenersOn(port)).toMatchObject([
      { protocol: 'tcp', address: '::1', owner: { pid: child.pid } },
      { protocol: 'udp', address: '::', owner: { pid: child.pid } },
    ])
  })

  test('of forked workers that share a socket, the one that the others descend from', async () => {
    const script = [
      'import os, socket, time',
      "held = socket.create_server(('127.0.0.1', 0))",
      'workers = [os.fork() for _ in range(2)]',
      'if all(workers):',
      "    print('port', held.getsockname()[1], 'end of line', flush=True)",
      'time.sleep(600)',
    ].join('\n')
    const { process: child, port } = await startServer(project({}), PYTHON, ['-c', script])
    expect(await listenersOn(port)).toMatchObject([{ owner: { pid: child.pid } }])
  })

  test('workers with a socket each are each told', async () => {
    const script = [
      'import os, socket, time',
      "first = socket.create_server(('127.0.0.1', 0), reuse_port=True)",
      'port = first.getsockname()[1]',
      'if os.fork() == 0:',
      '    first.close()',
      "    second = socket.create_server(('127.0.0.1', port), reuse_port=True)",
      "    print('port', port, 'end of line', flush=True)",
      'time.sleep(600)',
    ].join('\n')
    const { process: child, port } = await startServer(project({}), PYTHON, ['-c', script])
    const pids = (await listenersOn(port)).map(({ owner }) => owner?.pid)
    expect(pids).toHaveLength(2)
    expect(pids).toContain(child.pid)
  })

  test('of a process that sees another folder at the path where it works, as in a container, no folder', async ({
    skip,
  }) => {
    const mounts = ['--map-root-user', '--mount']
    skip(spawnSync('unshare', [...mounts, 'true']).status !== 0, 'this user may not mount')
    const script =
      "require('node:net').createServer().listen(0, function () { console.log('port', this.address().port, 'end of line') })"
    const words = ['exec "$0" -e "$1"', process.execPath, script]
    const inside = 'mount -t tmpfs none . && cd "$PWD" && '
    const [root, other] = [project({}), project({})]
    const own = await startServer(root, 'unshare', [...mounts, 'sh', '-c', ...words])
    expect(await listenersOn(own.port)).toMatchObject([{ owner: { pid: own.process.pid, cwd: root } }])
    const theirs = await startServer(other, 'unshare', [...mounts, 'sh', '-c', inside + words[0], ...words.slice(1)])
    expect(await listenersOn(theirs.port)).toMatchObject([{ owner: { pid: theirs.process.pid, cwd: null } }])
  })

  test('listeners behind thousands of connections, and more of them than the kernel hands out at a time', async () => {
    const script = [
      'import resource, socket, time',
      'limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]',
      'resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))',
      "homes = [(socket.AF_INET, '127.0.0.1'), (socket.AF_INET6, '::1')]",
      'busy = [socket.create_server((host, 0), family=family, backlog=99) for family, host in homes]',
      'ends = []',
      'for server in busy:',
      '    for _ in range(600):',
      '        ends += [socket.create_connection(server.getsockname()[:2]), server.accept()]',
      'many = [socket.create_server((host, 0), family=family) for family, host in homes * 60]',
      "print('ports', *[one.getsockname()[1] for one in busy + many], 'end of line', flush=True)",
      'time.sleep(600)',
    ].join('\n')
    const started = start(project({}), PYTHON, ['-c', script])
    let heard = ''
    started.process.stdout?.on('data', (text) => {
      heard += text
    })
    await started.says(' end of line')
    const ports = [...heard.matchAll(/\d+/g)].map(Number)
    expect(ports).toHaveLength(122)
    const sorted = (numbers: Iterable<number>) => [...new Set(numbers)].sort((one, other) => one - other)
    const found = await linux().listeners(new Set(ports))
    const own = found.filter(({ owner }) => owner?.pid === started.process.pid)
    expect(sorted(own.map(({ port }) => port))).toEqual(sorted(ports))
    expect(sorted((await linux().sockets(new Set(ports))).map(({ port }) => port))).toEqual(sorted(ports))
  })

  test('asked again, whoever has the port by then, and a socket that was handed on', async () => {
    const script = [
      'import os, socket, sys, time',
      "held = socket.create_server(('127.0.0.1', 0))",
      'port = held.getsockname()[1]',
      'worker = os.fork()',
      'if worker == 0:',
      '    time.sleep(600)',
      "print('port', port, 'worker', worker, 'end of line', flush=True)",
      'sys.stdin.readline()',
      'held.close()',
      "print('handed on', flush=True)",
      'sys.stdin.readline()',
      'os.kill(worker, 9)',
      'os.wait()',
      "other = socket.create_server(('127.0.0.1', port))",
      "print('taken anew', flush=True)",
      'time.sleep(600)',
    ].join('\n')
    const started = start(project({}), PYTHON, ['-c', script])
    let heard = ''
    started.process.stdout?.on('data', (text) => {
      heard += text
    })
    await started.says(' end of line')
    const [port = 0, worker = 0] = [...heard.matchAll(/\d+/g)].map(Number)
    const machine = linux()
    const pids = async () => (await machine.listeners(new Set([port]))).map(({ owner }) => owner?.pid)
    expect(await pids()).toEqual([started.process.pid])
    expect(await pids()).toEqual([started.process.pid])
    started.process.stdin?.write('\n')
    await started.says('handed on')
    expect(await pids()).toEqual([worker])
    started.process.stdin?.write('\n')
    await started.says('taken anew')
    expect(await pids()).toEqual([started.process.pid])
  })

  test('of another user’s process, the user', async ({ skip }) => {
    skip(me !== 0, 'only root can start a process of another user')
    const script =
      "require('node:net').createServer().listen(0, function () { console.log('port', this.address().port, 'end of line') })"
    const { port } = await startServer(project({}), process.execPath, ['-e', script])
    const name = /^([^:]+):[^:]*:0:/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[1]
    expect(await asPlainUser(() => listenersOn(port))).toEqual([
      { protocol: 'tcp', address: '::', port, uid: 0, user: name, owner: null },
    ])
  })
})

const HEADER = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'

function row(local: string, peer: string, state: string, uid: number, inode: number, number = 0): string {
  return `   ${number}: ${local} ${peer} ${state} 00000000:00000000 00:00000000 00000000 ${uid}        0 ${inode} 1 0000000000000000 100 0 0 10 0\n`
}

const NOBODY4 = '00000000:0000'
const NOBODY6 = '00000000000000000000000000000000:0000'

interface Recorded {
  readonly name?: string
  readonly parent?: number
  readonly start?: number
  readonly uid?: number
  readonly sockets?: readonly number[]
}

/** A recorded /proc, with the processes that are named. */
function recorded(files: Files, processes: Readonly<Record<number, Recorded>> = {}) {
  const proc = project({
    stat: 'cpu  1 2 3\nbtime 1700000000\n',
    passwd: 'root:x:0:0::/root:/bin/sh\nanna:x:1000:1000::/:/bin/sh\n',
    ...files,
  })
  begin(proc, processes)
  return { ...linux({ proc, passwd: join(proc, 'passwd') }), begin: begin.bind(null, proc) }
}

/** Has processes begin in a recorded /proc. */
function begin(proc: string, processes: Readonly<Record<number, Recorded>>): void {
  for (const [pid, { name = 'node', parent = 0, start = 0, uid = 1000, sockets = [] }] of Object.entries(processes)) {
    write(proc, {
      [`${pid}/stat`]: `${pid} (${name}) S ${parent} ${'0 '.repeat(17)}${start} 0 0\n`,
      [`${pid}/status`]: `Name:\t${name}\nUid:\t0\t${uid}\t${uid}\t${uid}\n`,
      [`${pid}/cmdline`]: `${name}\0--port\0`,
      [`${pid}/fd/.keep`]: '',
    })
    symlinkSync('/srv/app', join(proc, pid, 'cwd'))
    sockets.forEach((inode, index) => {
      symlinkSync(`socket:[${inode}]`, join(proc, pid, 'fd', `${index + 3}`))
    })
  }
}

describe('what the kernel writes is read', () => {
  test('sockets that take something, and no others; addresses of both families', async () => {
    const machine = recorded({
      'net/tcp':
        HEADER + row('0100007F:1F90', NOBODY4, '0A', 1000, 11) + row('0100007F:1F91', '0100007F:1F90', '01', 1000, 12),
      'net/tcp6':
        HEADER +
        row('0000000000000000FFFF00000200007F:1F92', NOBODY6, '0A', 0, 13) +
        row('B80D0120000000000000000001000000:1F93', NOBODY6, '0A', 7, 14),
      'net/udp':
        HEADER + row('00000000:14E9', NOBODY4, '07', 1000, 15) + row('0100007F:14EA', '0100007F:0035', '01', 1000, 16),
    })
    expect(
      (await machine.listeners()).map(({ protocol, address, port, user }) => [protocol, address, port, user]),
    ).toEqual([
      ['tcp', '127.0.0.1', 8080, 'anna'],
      ['tcp', '127.0.0.2', 8082, 'root'],
      ['tcp', '2001:db8::1', 8083, null],
      ['udp', '0.0.0.0', 5353, 'anna'],
    ])
    expect(await machine.listeners(new Set([8081]))).toEqual([])
  })

  test('of TCP, what stands before the first connection, where Linux wrote the table', async () => {
    const rows = [
      row('0100007F:1F90', NOBODY4, '0A', 1000, 11, 0),
      // About to be a connection: before Linux 4.4 these stood among the listeners.
      row('0100007F:1F90', '0100007F:C001', '03', 1000, 0, 1),
      row('0100007F:1F91', NOBODY4, '0A', 1000, 12, 2),
      row('0100007F:1F90', '0100007F:C002', '06', 0, 0, 3),
      row('0100007F:1F92', NOBODY4, '0A', 1000, 13, 4),
    ]
    const portsIn = async (file: string, lines: readonly string[]) => {
      const found = await recorded({ [`net/${file}`]: HEADER + lines.join('') }).sockets()
      return found.map(({ port }) => port)
    }
    expect(await portsIn('tcp', rows)).toEqual([8080, 8081])
    // A connected UDP socket may stand before any other.
    const udp = [row('0100007F:1F90', '0100007F:0035', '01', 0, 11, 7), row('0100007F:1F91', NOBODY4, '07', 0, 12, 9)]
    expect(await portsIn('udp', udp)).toEqual([8081])
  })

  test.each([
    ['numbers that are of all sockets', (line: string, number: number) => line.replace(/^ *\d+:/, `${number + 3}:`)],
    ['sockets without a place', (line: string) => line.replace(/0{16}/, '0x00000000000000')],
  ])('every listener, wherever it stands, where something else wrote it: %s', async (_how, altered) => {
    const rows = [
      row('0100007F:1F90', '0100007F:C001', '01', 1000, 11, 0),
      row('0100007F:1F91', NOBODY4, '0A', 1000, 12, 1),
    ]
    const machine = recorded({ 'net/tcp': HEADER + rows.map(altered).join('') })
    expect(await machine.sockets()).toMatchObject([{ protocol: 'tcp', address: '127.0.0.1', port: 8081 }])
  })

  test('a table of any length, in whichever pieces it is read', async () => {
    const numbers = Array.from({ length: 2000 }, (_, index) => 20_000 + index)
    const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0')
    const rows = numbers.map((port, index) => row(`0100007F:${hex(port)}`, NOBODY4, '0A', 1000, port, index))
    const machine = recorded({ 'net/tcp': HEADER + rows.join(''), 'net/tcp6': '', 'net/udp': HEADER })
    expect((await machine.sockets()).map(({ port }) => port)).toEqual(numbers)
  })

  const one = { 'net/tcp': HEADER + row('00000000:1F90', NOBODY4, '0A', 1000, 11) }
  const ownerIn = async (processes: Readonly<Record<number, Recorded>>) => {
    const [listener] = await recorded(one, processes).listeners()
    return listener?.owner
  }

  test('a process whose name looks like the rest of its line', async () => {
    expect(await ownerIn({ 42: { name: 'a) S 1 (b', start: 12_345, sockets: [11] } })).toEqual({
      pid: 42,
      argv: ['a) S 1 (b', '--port'],
      cwd: '/srv/app',
      uid: 1000,
      user: 'anna',
      since: 1_700_000_123_450,
    })
  })

  test('a master whose number is larger than its workers’, since numbers start anew', async () => {
    const sockets = [11]
    expect(
      await ownerIn({ 9: { parent: 9000, sockets }, 10: { parent: 9000, sockets }, 9000: { parent: 3, sockets } }),
    ).toMatchObject({ pid: 9000 })
  })

  test('the service, not systemd, which keeps its socket; systemd while the service has not started', async () => {
    const systemd = { name: 'systemd', sockets: [11] }
    expect(await ownerIn({ 1: systemd, 77: { parent: 1, sockets: [11] } })).toMatchObject({ pid: 77 })
    expect(await ownerIn({ 1: systemd })).toMatchObject({ pid: 1 })
  })

  test('asked again, the service that systemd has started meanwhile', async () => {
    const machine = recorded(one, { 1: { name: 'systemd', sockets: [11] } })
    expect(await machine.listeners()).toMatchObject([{ owner: { pid: 1 } }])
    machine.begin({ 77: { parent: 1, sockets: [11] } })
    expect(await machine.listeners()).toMatchObject([{ owner: { pid: 77 } }])
  })

  test('asked again, the process told before, whatever else was asked meanwhile', async () => {
    const net = HEADER + row('0100007F:1F90', NOBODY4, '0A', 0, 11) + row('0100007F:1F91', NOBODY4, '0A', 0, 12, 1)
    const machine = recorded({ 'net/tcp': net }, { 5: { sockets: [11, 12] } })
    const pidOn = async (port: number) => (await machine.listeners(new Set([port])))[0]?.owner?.pid
    expect([await pidOn(8080), await pidOn(8081)]).toEqual([5, 5])
    machine.begin({ 7: { sockets: [11, 12] } })
    expect([await pidOn(8080), await pidOn(8081)]).toEqual([5, 5])
  })

  test('the master in a container, where it is the first process', async () => {
    expect(await ownerIn({ 1: { name: 'nginx', sockets: [11] }, 7: { parent: 1, sockets: [11] } })).toMatchObject({
      pid: 1,
    })
  })

  test('a process that ends while it is read', async () => {
    const machine = recorded({ ...one, '42/fd/.keep': '', '43/gone': '' }, {})
    expect(await machine.listeners()).toMatchObject([{ port: 8080, uid: 1000, user: 'anna', owner: null }])
  })

  test('a machine without IPv6, or without any of it', async () => {
    expect(await recorded(one).listeners()).toHaveLength(1)
    const none = recorded({})
    expect(await none.listeners()).toEqual([])
    expect(await none.ephemeral()).toBeNull()
    expect(await none.unprivileged()).toBe(1024)
  })

  test('the ports of outgoing connections, and what is kept back among them', async () => {
    const range = await recorded({
      'sys/net/ipv4/ip_local_port_range': '15000\t60999\n',
      'sys/net/ipv4/ip_local_reserved_ports': '18080,20000-20100,20101\n',
    }).ephemeral()
    expect(range).toMatchObject({ first: 15_000, last: 60_999 })
    const given = (first: number, last = first) => range && mayBeGivenAway(range, { first, last })
    expect([14_999, 15_000, 18_079, 18_080, 60_999, 61_000].map((port) => given(port))).toEqual([
      false,
      true,
      true,
      false,
      true,
      false,
    ])
    expect([given(20_000, 20_101), given(20_000, 20_102), given(14_000, 15_000)]).toEqual([false, true, true])
  })

  test.each([
    ['0\n', 1],
    ['80\n', 80],
    ['1024\n', 1024],
    ['garbage\n', 1024],
    ['-1\n', 1024],
    ['\n', 1024],
  ])('the first port that any user may bind: %j', async (text, first) => {
    expect(await recorded({ 'sys/net/ipv4/ip_unprivileged_port_start': text }).unprivileged()).toBe(first)
  })
})
