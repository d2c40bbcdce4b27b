import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { REPOSITORY } from './support/project.js'
import { PLAIN_ENV } from './support/run.js'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

test('http-server listens on the port that the environment gives it, and says where it came from', async () => {
  const port = await freePort()
  const server = spawn(process.execPath, ['server.js'], {
    cwd: join(REPOSITORY, 'examples/http-server'),
    env: { ...PLAIN_ENV, BACKEND_PORT: `${port}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void server.kill())
  const [line] = await once(server.stdout, 'data')
  expect(`${line}`).toBe(`listening on http://localhost:${port}\n`)
  const answer = (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as object
  expect(answer).toMatchObject({ name: 'BACKEND_PORT', value: port, origin: { layer: 'environment' } })
})
