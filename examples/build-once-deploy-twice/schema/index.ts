import { defineSchema, port, text, url } from 'portolan'

/** One build of the page, and what each of its deployments tells it. */
export default defineSchema({
  $stack: {
    targets: {
      frontend: { path: 'frontend/src/config.js', env: 'import.meta.env' },
      'frontend-runtime': [
        { path: 'deploy/staging/config.js', mode: 'staging' },
        { path: 'deploy/production/config.js', mode: 'production' },
      ],
    },
  },
  site: port('SITE_PORT', 8080, 'Web server of the page', { role: 'browser', outside: true }),
  backend: port('BACKEND_PORT', 8203, 'Backend API', { role: 'browser', outside: true, public: true }),
  backendUrl: url('BACKEND_URL', 'http://localhost:${BACKEND_PORT}', 'Backend API', { public: true }),
  title: text('REACT_APP_TITLE', 'Built in', 'What the page calls itself'),
})
