import { createServer } from 'node:http'
import { resolve } from 'node:path'
import { load } from 'portolan'
import schema from '../schema/index.js'

const config = load(schema, { root: resolve(import.meta.dirname, '..') })
const pages = ['localhost', '127.0.0.1'].map((host) => `http://${host}:${config.FRONTEND_PORT}`)

const server = createServer(({ url, headers }, response) => {
  response.setHeader('vary', 'origin')
  if (pages.includes(headers.origin)) response.setHeader('access-control-allow-origin', headers.origin)
  response.setHeader('content-type', 'application/json')
  response.statusCode = url === '/api/health' ? 200 : 404
  response.end(JSON.stringify({ port: config.BACKEND_PORT }))
})

server.listen(config.BACKEND_PORT, '127.0.0.1', () => {
  console.log(`listening on ${config.BACKEND_URL}`)
})
