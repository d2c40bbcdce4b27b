import { callsOverHttp } from '../../policy.js'
import { refusedPorts } from '../../refused.js'
import { outside } from './outside.js'

export const refused = outside(
  { name: 'refused', summary: 'browsers refuse no port of the roles browser and http' },
  {
    isAbout: ({ role }) => callsOverHttp(role),
    zones: refusedPorts().map((met) => ({ zone: { first: met.port, last: met.port }, met })),
  },
)
