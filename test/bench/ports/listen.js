// Listens on ports until its input ends, and then prints nothing more: node listen.js '[["127.0.0.1", 8203], ...]'
import { once } from 'node:events'
import { createServer } from 'node:net'

for (const [host, port] of JSON.parse(process.argv[2])) {
  await once(createServer().listen({ host, port }), 'listening')
}
process.stdout.write('ready\n')
process.stdin.on('end', () => process.exit()).resume()
