import { converse } from './connection.js'
import type { Probe } from './probe.js'

export const http: Probe = {
  async ask(door, limit) {
    const { request } = await import('node:http')
    return converse(door, limit, 'accepts, but does not answer', (socket, see) => {
      const { host, port, path } = door
      // With an agent, `false` included, Node would open a connection of its own.
      const asked = request({ createConnection: () => socket, host, port, path, headers: HEADERS, ...LENIENCE })
      asked.on('response', (response) => {
        const { statusCode = 0 } = response.resume()
        see({ answers: statusCode < 500, what: `HTTP ${statusCode}` })
      })
      // A server that wants another protocol first answers all the same.
      asked.on('upgrade', ({ statusCode }) => see({ answers: true, what: `HTTP ${statusCode}` }))
      asked.on('error', ({ code }: NodeJS.ErrnoException) => {
        see({ answers: false, what: code?.startsWith('HPE_') ? 'answers, but not in HTTP' : 'hangs up' })
      })
      asked.end()
    })
  },
}

/** A page, as a browser asks for it: development servers answer nothing else at some paths. */
const HEADERS = { accept: 'text/html,*/*', connection: 'close' }
/** What browsers take too: bare line feeds, and the 256 KiB of headers that Chromium takes. */
const LENIENCE = { insecureHTTPParser: true, maxHeaderSize: 256 * 1024 }
