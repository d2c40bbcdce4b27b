import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import net, { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isToItself } from '../../src/ports/probes/connection.js'
import { nodeServer, portSchema } from '../ports/servers.js'
import { quietPort } from '../ports/sockets.js'
import { project, write } from '../support/project.js'
import { run, start, startBuilt } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'

async function listen(server: Server, address = '127.0.0.1', port = 0): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  server.listen(port, address)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function web(answer: RequestListener, address?: string): Promise<number> {
  return listen(createHttpServer(answer), address)
}

/** A server that speaks bare TCP. */
function bare(talk: (socket: Socket) => void): Promise<number> {
  return listen(createServer((socket) => void talk(socket.on('error', () => {}))))
}

function declare(port: number, role: string, facts: object = {}): string {
  return project({ 'schema/index.json': portSchema('SOME_PORT', port, { role, ...facts }) })
}

const wait = (root: string, timeout: string, ...words: string[]) =>
  run(root, ['wait', ...(words.length > 0 ? words : ['SOME_PORT']), '--timeout', timeout])

/** What is said of a service that does not answer in a moment. */
async function refusal(root: string): Promise<string> {
  const { code, stdout, stderr } = await wait(root, '0.1')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  return stderr
}

describe('a service for HTTP', () => {
  test.each([200, 302, 404, 401])('answers with status %i', async (status) => {
    const port = await web((_request, response) => response.writeHead(status).end())
    const { code, stdout, stderr } = await wait(declare(port, 'http'), '60')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toMatch(`SOME_PORT answers at 127.0.0.1:${port} (HTTP ${status}) after `)
  })

  test('does not answer while its status is 503, and does later', async () => {
    let asked = 0
    const port = await web((_request, response) => {
      asked += 1
      response.writeHead(asked < 4 ? 503 : 200).end()
    })
    expect(await wait(declare(port, 'browser'), '60')).toMatchObject({ code: 0 })
    expect(asked).toBe(4)
    const failing = await web((_request, response) => response.writeHead(503).end())
    expect(await refusal(declare(failing, 'browser'))).toMatch(
      `error: SOME_PORT does not answer within 0.1 s: HTTP 503 at 127.0.0.1:${failing}; refused at [::1]:${failing}`,
    )
  })

  test('answers at ::1 alone', async () => {
    const port = await web((_request, response) => response.end(), '::1')
    expect((await wait(declare(port, 'browser'), '60')).stderr).toContain(`answers at [::1]:${port}`)
  })

  test('that accepts and says nothing does not answer, and does not hang the wait', async () => {
    const port = await bare(() => {})
    expect(await refusal(declare(port, 'http'))).toContain(`accepts, but does not answer at 127.0.0.1:${port}`)
  })

  test('that hangs up, or speaks something else, does not answer', async () => {
    expect(await refusal(declare(await bare((socket) => socket.end()), 'http'))).toContain('hangs up at 127.0.0.1')
    const ssh = await bare((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'))
    expect(await refusal(declare(ssh, 'http'))).toContain('answers, but not in HTTP at 127.0.0.1')
  })

  test.each([
    { what: 'with 200 KB of headers', head: `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(200_000)}\r\n` },
    { what: 'with bare line feeds', head: 'HTTP/1.0 200 OK\ncontent-type: text/html\n' },
  ])('answers $what, as browsers take it', async ({ head }) => {
    const port = await bare((socket) =>
      socket.once('data', () => socket.end(`${head}${head.endsWith('\r\n') ? '\r\n' : '\n'}ok`)),
    )
    expect((await wait(declare(port, 'browser'), '5')).stderr).toContain(`answers at 127.0.0.1:${port} (HTTP 200)`)
  })

  test('is asked at the host and path of a URL that is named', async () => {
    const asked: (string | undefined)[] = []
    const port = await web((request, response) => {
      asked.push(request.headers.host, request.url)
      response.writeHead(request.url === '/health?deep=1' ? 204 : 500).end()
    })
    const root = project({
      'schema/index.json': {
        url: { doc: '', format: 'portolan:url', default: `http://localhost:${port}/health?deep=1`, env: 'SOME_URL' },
      },
    })
    expect((await wait(root, '60', 'SOME_URL')).code).toBe(0)
    expect(asked).toEqual([`localhost:${port}`, '/health?deep=1'])
  })

  test('gets to finish its answer', async () => {
    let isWhole = false
    const port = await web((_request, response) => {
      response.write('begun')
      response.on('finish', () => {
        isWhole = true
      })
      setTimeout(() => response.end('done'), 20)
    })
    expect((await wait(declare(port, 'http'), '60')).code).toBe(0)
    await expect.poll(() => isWhole).toBe(true)
  })
})

describe('a service that speaks as Redis does', () => {
  /** Accepts at once and gives one reply after the other, the last again and again; null is silence. */
  async function fake(...replies: (string | null)[]): Promise<{ port: number; asked: () => number }> {
    let asked = 0
    const port = await bare((socket) => {
      socket.once('data', (command) => {
        expect(command.toString()).toBe('*1\r\n$4\r\nPING\r\n')
        const reply = replies[Math.min(asked, replies.length - 1)] ?? null
        asked += 1
        if (reply === null) socket.end()
        else socket.write(reply)
      })
    })
    return { port, asked: () => asked }
  }

  test('answers with PONG and not before', async () => {
    const { port, asked } = await fake(null, '-LOADING Redis is loading the dataset in memory\r\n', '+PONG\r\n')
    expect(await wait(declare(port, 'redis'), '60')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`answers at 127.0.0.1:${port} (+PONG)`),
    })
    expect(asked()).toBe(3)
  })

  test('answers where it wants a password', async () => {
    const { port } = await fake('-NOAUTH Authentication required.\r\n')
    expect((await wait(declare(port, 'redis'), '60')).code).toBe(0)
  })

  test('answers at once where it goes on and on behind PONG', async () => {
    const port = await quietPort()
    const script = `const more = Buffer.alloc(1 << 16, 'x')
      require('node:net').createServer({ allowHalfOpen: true }, (socket) => {
        const flood = () => { while (socket.writable && socket.write(more)); }
        socket.on('error', () => {}).on('drain', flood).once('data', () => { socket.write('+PONG\\r\\n'); flood() })
      }).listen(${port}, '127.0.0.1', () => console.log('up'))`
    await start('/', process.execPath, ['-e', script]).says('up')
    const { code, stderr } = await wait(declare(port, 'redis'), '60')
    expect(code).toBe(0)
    expect(Number(/after ([\d.]+) s/.exec(stderr)?.[1])).toBeLessThan(2)
  })

  test.each([
    { what: 'word that it loads', reply: '-LOADING Redis is loading\r\n', said: '-LOADING Redis is loading at' },
    { what: 'HTTP', reply: 'HTTP/1.1 400 Bad Request\r\n', said: 'HTTP/1.1 400 Bad Request at' },
    { what: 'more than PONG', reply: '+PONGED\r\n', said: '+PONGED at' },
    { what: 'control characters', reply: '\u001b[31m\r\n', said: '\\u001b[31m at' },
    { what: 'endless text', reply: `+${'x'.repeat(9000)}`, said: `+${'x'.repeat(59)}... at` },
  ])('does not answer with $what', async ({ reply, said }) => {
    const { port } = await fake(reply)
    expect(await refusal(declare(port, 'redis'))).toContain(said)
  })
})

describe('other services', () => {
  test('TCP answers by accepting', async () => {
    const port = await bare(() => {})
    expect((await wait(declare(port, 'tcp'), '60')).stderr).toContain(`answers at 127.0.0.1:${port} (accepts)`)
  })

  test('UDP answers by binding its port', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1')
    onTestFinished(() => void socket.close())
    await once(socket, 'listening')
    expect((await wait(declare(socket.address().port, 'udp'), '60')).code).toBe(0)
    expect(await refusal(declare(await quietPort('udp'), 'udp'))).toContain('not bound at 127.0.0.1')
  })

  test('one that binds elsewhere is asked there', async () => {
    const port = await listen(createServer(), '127.0.0.2')
    expect((await wait(declare(port, 'tcp', { bind: '127.0.0.2' }), '60')).code).toBe(0)
    expect(await refusal(declare(port, 'tcp'))).toContain('refused')
  })

  test('one that binds everywhere is asked on this machine', async () => {
    const port = await bare(() => {})
    expect((await wait(declare(port, 'tcp', { bind: '0.0.0.0' }), '60')).code).toBe(0)
  })
})

describe('waiting', () => {
  test('ends when a service that was not there answers', async () => {
    const port = await quietPort()
    const waiting = wait(declare(port, 'http'), '60')
    await pause(150)
    await nodeServer('/', '::1', { port })
    expect(await waiting).toMatchObject({ code: 0, stderr: expect.stringContaining(`answers at [::1]:${port}`) })
  })

  test('ends when a service answers, although another that never does has the other address', async () => {
    const port = await quietPort()
    await listen(createServer(), '::1', port)
    // Less than one try at the other takes.
    const waiting = wait(declare(port, 'http'), '4.5')
    await pause(200)
    await nodeServer('/', '127.0.0.1', { port })
    expect(await waiting).toMatchObject({ code: 0, stderr: expect.stringContaining(`answers at 127.0.0.1:${port}`) })
  })

  test('ends in time with what was seen at both addresses of localhost, and the next step', async () => {
    const port = await quietPort()
    expect(await refusal(declare(port, 'redis'))).toBe(
      `error: SOME_PORT does not answer within 0.1 s: refused at 127.0.0.1:${port} and [::1]:${port}\n` +
        '  help: start the service, or give it longer with --timeout; `config explain SOME_PORT` tells where the port comes from\n',
    )
  })

  test('tells each of several services, and exits 1 where one does not answer', async () => {
    const there = await bare(() => {})
    const leaf = (env: string, port: number) => ({ doc: '', format: 'port', default: port, env })
    const root = project({
      'schema/index.json': { all: { a: leaf('A_PORT', there), b: leaf('B_PORT', await quietPort()) } },
    })
    const { code, stderr } = await wait(root, '0.1', 'all')
    expect(code).toBe(1)
    expect(stderr).toContain('A_PORT answers')
    expect(stderr).toContain('error: B_PORT does not answer')
    expect((await wait(root, '0.1', 'A_PORT')).code).toBe(0)
  })

  test('says the same as JSON', async () => {
    const port = await bare(() => {})
    const { stdout } = await run(declare(port, 'tcp'), ['wait', 'SOME_PORT', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      services: [
        {
          name: 'SOME_PORT',
          host: 'localhost',
          port,
          role: 'tcp',
          answers: true,
          address: '127.0.0.1',
          seen: expect.arrayContaining([{ address: '127.0.0.1', what: 'accepts' }]),
          seconds: expect.any(Number),
        },
      ],
    })
  })

  test('sends no password of a URL, and shows none', async () => {
    let heard = ''
    const port = await bare((socket) => {
      socket.on('data', (text) => {
        heard += text
        socket.write('-NOAUTH\r\n')
      })
    })
    const url = { doc: '', format: 'portolan:url', default: `redis://:hunter2@127.0.0.1:${port}/0`, env: 'REDIS_URL' }
    const { code, stdout, stderr } = await wait(project({ 'schema/index.json': { url } }), '60', 'REDIS_URL', '--json')
    expect(code).toBe(0)
    expect(heard + stdout + stderr).not.toContain('hunter2')
  })

  test('needs a name of something that has a port, and a number of seconds', async () => {
    const root = project({
      'schema/index.json': { ...portSchema('SOME_PORT', 8203), host: { default: 'localhost', env: 'HOST' } },
    })
    for (const words of [[], ['HOST'], ['NOBODY'], ['SOME_PORT', '--timeout', 'soon']]) {
      expect(await run(root, ['wait', ...words])).toMatchObject({ code: 2, stdout: '' })
    }
  })

  test('does not begin while values are bad', async () => {
    const root = project({ 'schema/index.json': portSchema('SOME_PORT', 8203), '.env': 'SOME_PORT=x\n' })
    expect(await wait(root, '60')).toMatchObject({ code: 1, stderr: expect.stringContaining('is not a TCP port') })
  })
})

test('a connection that leads to its own end is known as such', async () => {
  const port = await quietPort()
  const own = connect({ host: '127.0.0.1', port, localAddress: '127.0.0.1', localPort: port })
  await once(own, 'connect')
  expect(isToItself(own)).toBe(true)
  own.resetAndDestroy()
  const other = connect({ host: '127.0.0.1', port: await bare(() => {}) })
  await once(other, 'connect')
  expect(isToItself(other)).toBe(false)
  other.destroy()
})

test('a connection that leads to its own end is no service that answers', async () => {
  const port = await quietPort()
  const { connect: original } = net
  // As the system may: it gives the connection the very port that it asks for.
  net.connect = ((options: object) =>
    original({ ...options, port, localAddress: '127.0.0.1', localPort: port })) as never
  syncBuiltinESMExports()
  onTestFinished(() => {
    net.connect = original
    syncBuiltinESMExports()
  })
  expect(await refusal(declare(port, 'tcp', { bind: '127.0.0.1' }))).toContain(`refused at 127.0.0.1:${port}`)
})

describeWith('redis-server', has('redis-server'), 'Redis itself', () => {
  test.each([
    { words: [], seen: '(+PONG)' },
    { words: ['--requirepass', 'hunter2'], seen: '(-NOAUTH Authentication required.)' },
  ])('started after the wait began, with $words', async ({ words, seen }) => {
    const port = await quietPort()
    const root = declare(port, 'redis')
    const waiting = startBuilt(root, ['wait', 'SOME_PORT'])
    await pause(150)
    expect(waiting.process.exitCode).toBe(null)
    start(root, 'redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', ...words])
    expect(await waiting.end).toMatchObject({ code: 0, stderr: expect.stringContaining(seen) })
  })
})

describeWith('openssl', has('openssl'), 'a URL with https', () => {
  test('answers although nobody vouches for its certificate', async () => {
    const root = project({})
    const [key, cert] = [join(root, 'key.pem'), join(root, 'cert.pem')]
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=x']
    await start(root, 'openssl', [...made, '-keyout', key, '-out', cert]).end
    const server = createHttpsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) => {
      response.end('ok')
    })
    const port = await listen(server)
    const url = { doc: '', format: 'portolan:url', default: `https://localhost:${port}`, env: 'SOME_URL' }
    write(root, { 'schema/index.json': { url } })
    expect(await wait(root, '60', 'SOME_URL')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`answers at 127.0.0.1:${port} (HTTP 200)`),
    })
  })

  test('does not answer where no TLS is spoken', async () => {
    const port = await bare((socket) => socket.write('no TLS here, and no HTTP either\r\n'))
    const url = { doc: '', format: 'portolan:url', default: `https://127.0.0.1:${port}`, env: 'SOME_URL' }
    const { code, stderr } = await wait(project({ 'schema/index.json': { url } }), '0.1', 'SOME_URL')
    expect(code).toBe(1)
    expect(stderr).toContain(`accepts, but agrees on no TLS at 127.0.0.1:${port}\n`)
  })
})
