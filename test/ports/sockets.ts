import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'
import { tryBind } from '../../src/ports/bind.js'

/**
 * A Python program that holds one socket, and tries to be a second server, as it is told: sockets that Node cannot
 * make, and a witness that shares nothing with what is tested.
 */
const PROGRAM = `
import json, socket, sys

def make(protocol, address, only6):
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM if protocol == 'tcp' else socket.SOCK_DGRAM)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only6)
    return made

def hold(protocol, address, port, only6=False, listens=True, reuse=False, shares=False):
    made = make(protocol, address, only6)
    if reuse:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shares:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind((address, port))
    if protocol == 'tcp' and listens:
        made.listen()
    return made

held = None
for line in sys.stdin:
    order = json.loads(line)
    action = order.pop('do')
    if action == 'hold':
        held = hold(**order)
        answer = 'held'
    elif action == 'try':
        try:
            hold(**{'reuse': order['protocol'] == 'tcp', **order}).close()
            answer = 'bound'
        except OSError:
            answer = 'refused'
    else:
        held.close()
        answer = 'gone'
    print(answer, flush=True)
`

export interface Kind {
  readonly protocol: 'tcp' | 'udp'
  readonly address: string
  /** For `::` alone: not IPv4 too. */
  readonly only6?: boolean
  /** For TCP: bound alone where false. */
  readonly listens?: boolean
  /** SO_REUSEADDR. A server that is tried has it for TCP, as servers do. */
  readonly reuse?: boolean
  /** SO_REUSEPORT. */
  readonly shares?: boolean
}

export class Holder {
  readonly #process: ChildProcess & { stdin: NodeJS.WritableStream; stdout: NodeJS.ReadableStream }
  readonly #lines: Interface

  constructor() {
    this.#process = spawn('/usr/bin/python3', ['-c', PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface(this.#process.stdout)
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  hold(kind: Kind, port: number): Promise<string> {
    return this.#ask({ do: 'hold', ...kind, port })
  }

  /** Whether a second server is let in. */
  try(kind: Kind, port: number): Promise<string> {
    return this.#ask({ do: 'try', ...kind, port })
  }

  letGo(): Promise<string> {
    return this.#ask({ do: 'let go' })
  }

  end(): void {
    this.#process.kill()
  }

  #ask(order: object): Promise<string> {
    return new Promise((done, fail) => {
      this.#process.once('exit', fail)
      this.#lines.once('line', (answer) => {
        this.#process.off('exit', fail)
        done(answer)
      })
      this.#process.stdin.write(`${JSON.stringify(order)}\n`)
    })
  }
}

/** A port that is free on every address, and that the system gives nobody who does not ask for it by number. */
export async function quietPort(protocol: 'tcp' | 'udp' = 'tcp'): Promise<number> {
  const port = 10_000 + Math.floor(Math.random() * 20_000)
  return (await tryBind({ protocol, address: '::' }, port)) === 'free' ? port : quietPort(protocol)
}
