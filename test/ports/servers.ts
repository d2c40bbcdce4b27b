import { type Started, start } from '../support/run.js'

/** A server that runs beside the test. */
export interface Server {
  readonly port: number
  readonly pid: number
  readonly started: Started
}

const SCRIPT = `
const [address, port] = process.argv.slice(1)
const server = require('node:http').createServer((request, response) => response.end('ok'))
server.listen(Number(port), address, () => console.log('port ' + server.address().port + '.'))`

/** A Node program that serves HTTP at one address, on a port that the system chooses unless it is named. */
export async function nodeServer(
  cwd: string,
  address: string,
  { port = 0, words = [] }: { port?: number; words?: readonly string[] } = {},
): Promise<Server> {
  const started = start(cwd, process.execPath, ['-e', SCRIPT, '--', address, `${port}`, ...words])
  return listening(started, /port (\d+)\./)
}

/** Python's own HTTP server. */
export function pythonServer(cwd: string, address: string): Promise<Server> {
  const words = ['-u', '-m', 'http.server', '0', '--bind', address]
  return listening(start(cwd, '/usr/bin/python3', words), / port (\d+) /)
}

async function listening(started: Started, pattern: RegExp): Promise<Server> {
  let heard = ''
  const port = await new Promise<number>((done, fail) => {
    started.process.stdout?.on('data', (text) => {
      heard += text
      const [, digits] = pattern.exec(heard) ?? []
      if (digits !== undefined) done(Number(digits))
    })
    started.end.then((run) => fail(new Error(JSON.stringify(run))))
  })
  return { port, pid: started.process.pid ?? 0, started }
}

/** Ends a server and waits for its end. */
export async function stop({ started }: Server): Promise<void> {
  started.process.kill('SIGKILL')
  await started.end
}

/** A schema of one port. */
export function portSchema(name: string, port: number | null, facts: object = {}): object {
  return { one: { doc: 'One service', format: 'port', default: port, env: name, ...facts } }
}
