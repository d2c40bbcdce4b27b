import { createServer } from 'node:http'

const HOST = '127.0.0.1'
// `config exec` hands them on.
const { BACKEND_URL, FRONTEND_PORT, STACK_SLOT } = process.env

const server = createServer(async (_request, response) => {
  const [status, text] = await identity()
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
  response.end(`<!doctype html>
<title>Slot ${STACK_SLOT}</title>
<h1>Slot ${STACK_SLOT}</h1>
<p>${BACKEND_URL} says:</p>
<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>
`)
})

/** What the backend of this very checkout says of itself. */
async function identity() {
  try {
    const answer = await fetch(`${BACKEND_URL}/identity`)
    return [answer.status, await answer.text()]
  } catch {
    return [502, 'nothing: is it running?']
  }
}

server.listen(Number(FRONTEND_PORT), HOST, () => {
  console.log(`frontend of slot ${STACK_SLOT} on http://${HOST}:${FRONTEND_PORT}`)
})
