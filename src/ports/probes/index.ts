import type { Role } from '../../model.js'
import { http } from './http.js'
import type { Probe } from './probe.js'
import { redis } from './redis.js'
import { tcp } from './tcp.js'
import { udp } from './udp.js'

/** How a service is asked whether it answers, by who calls it. */
export const probes: Readonly<Record<Role, Probe>> = { browser: http, http, redis, tcp, udp }
