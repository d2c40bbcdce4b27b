import { createServer } from 'node:http'
import { inspect, load } from 'portolan'
import schema from './schema/index.js'

const config = load(schema, { root: import.meta.dirname })

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(inspect(config, 'BACKEND_PORT')))
})

server.listen(config.BACKEND_PORT, '127.0.0.1', () => {
  console.log(`listening on ${config.BACKEND_URL}`)
})
