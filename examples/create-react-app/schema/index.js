import { defineSchema, host, port, text, url } from 'portolan'

export default defineSchema({
  $stack: { targets: { frontend: 'frontend/src/config.js' } },
  core: {
    host: host('STACK_HOST', 'localhost', 'Host that the services are reached at'),
    backend: port('BACKEND_PORT', 8203, 'Backend API', { role: 'browser', public: true }),
    frontend: port('FRONTEND_PORT', 3100, 'Frontend React application', { role: 'browser' }),
    backendUrl: url('BACKEND_URL', 'http://${STACK_HOST}:${BACKEND_PORT}', 'Backend API', { public: true }),
    apiBaseUrl: url('REACT_APP_API_BASE_URL', '${BACKEND_URL}/api', 'What the page calls'),
    title: text('REACT_APP_TITLE', 'The stack', 'What the page is headed by'),
  },
})
