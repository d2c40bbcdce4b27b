import { defineSchema, port, slot, url } from 'portolan'

export default defineSchema({
  $stack: { targets: { python: 'ports_config.py' } },
  slot: slot('STACK_SLOT', 'Which copy of the stack this checkout runs', { stride: 100, count: 10 }),
  frontend: port('FRONTEND_PORT', 3000, 'Page', { role: 'browser' }),
  backend: port('BACKEND_PORT', 8203, 'Backend API', { role: 'http' }),
  backendUrl: url('BACKEND_URL', 'http://127.0.0.1:${BACKEND_PORT}', 'Backend API'),
})
