import { defineSchema, port, url } from 'portolan'

export default defineSchema({
  core: {
    backend: port('BACKEND_PORT', 8203, 'Backend API', { role: 'browser', public: true }),
    backendUrl: url('BACKEND_URL', 'http://localhost:${BACKEND_PORT}', 'Backend API', { public: true }),
  },
})
