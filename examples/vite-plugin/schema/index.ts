import { defineSchema, host, port, url } from 'portolan'

export default defineSchema({
  $stack: { targets: { 'vite-types': 'src/portolan-env.d.ts' } },
  core: {
    host: host('STACK_HOST', 'localhost', 'Host that the services are reached at'),
    backend: port('BACKEND_PORT', 8203, 'Backend API', { role: 'browser', public: true }),
    frontend: port('FRONTEND_PORT', 3000, 'Frontend', { role: 'browser' }),
    backendUrl: url('BACKEND_URL', 'http://${STACK_HOST}:${BACKEND_PORT}', 'Backend API', { public: true }),
  },
})
