import { createServer } from 'node:http'

const port = Number(process.env.BACKEND_PORT)

const server = createServer((_request, response) => {
  response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'application/json' })
  response.end(JSON.stringify({ port }))
})
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`))
