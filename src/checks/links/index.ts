import type { Question } from '../question.js'
import { literalPorts } from './literal-ports.js'
import { serviceLinks } from './service-links.js'

export const links: Question = {
  name: 'links',
  summary: 'no value is a service link, or a URL that does not follow its port',
  notes: [
    'Settings that Kubernetes (enableServiceLinks) or Docker (--link) overwrites: REDIS_PORT=tcp://10.0.0.11:6379.',
    'A local host with the number of a declared port, http://localhost:8203: it follows no override.',
    'That in any setting, in an undeclared variable of a file, and in a default of the schema.',
    'Local: localhost, 127.0.0.0/8, [::1], 0.0.0.0, [::], and the host in the URL that the schema makes of the port.',
    'Left alone: other hosts, the text in ${NAME:-text}, and undeclared variables of the environment.',
  ],
  find: ({ resolution, world }) => [...serviceLinks(resolution, world), ...literalPorts(resolution)],
}
