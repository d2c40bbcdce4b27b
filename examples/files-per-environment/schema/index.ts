import { choice, defineSchema, host, port, text, url } from 'portolan'

export default defineSchema({
  core: {
    host: host('STACK_HOST', 'localhost', 'Host that the services are reached at'),
    backend: port('BACKEND_PORT', 8203, 'Backend API', { role: 'browser' }),
    backendUrl: url('BACKEND_URL', 'http://${STACK_HOST}:${BACKEND_PORT}', 'Backend API'),
    logLevel: choice('LOG_LEVEL', ['debug', 'info', 'warning'], 'info', 'How much the services log'),
    password: text('DB_PASSWORD', null, 'Password of the database', { sensitive: true }),
  },
})
