import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePorts } from './support/free-ports.js'
import { REPOSITORY } from './support/project.js'
import { PLAIN_ENV } from './support/run.js'

test('http-server listens on the port that the environment gives it, and says where it came from', async () => {
  const [port = 0] = await freePorts(1)
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
