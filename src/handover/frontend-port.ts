import { join } from 'node:path'
import type { Invocation } from '../bundlers/invocations.js'
import type { Resolution } from '../model.js'
import { relativeTo } from '../path.js'
import { readRegularFiles } from '../regular-file/index.js'
import { portSettings } from '../stack/services.js'
import { visible } from '../text.js'
import { isGiven } from './environment.js'

/** How Create React App and Next are told where to listen. */
export const PORT_VARIABLE = 'PORT'

/** In bytes; a larger .env file is not asked for PORT. */
const LARGEST = 1 << 20

/**
 * The frontend's port as text for a server that listens on PORT. Null where none is started, its port is not known,
 * it is not handed on, or the server finds PORT in a .env file of its own.
 * @param only the variables of the configuration that are handed on; null for all
 */
export async function frontendPort(
  invocations: readonly Invocation[],
  resolution: Resolution,
  only: ReadonlySet<string> | null,
): Promise<string | null> {
  const servers = invocations.filter(({ listensOnPort }) => listensOnPort)
  const known = servers.length === 0 ? null : knownPort(resolution, only)
  if (known === null) return null
  for (const server of servers) if ((await ownPort(server)) !== null) return null
  return known.text
}

/**
 * What to say of servers that listen on another PORT than the frontend's, of a .env file of their own.
 * @param only as above
 * @returns a warning each, as its lines without a newline
 */
export async function otherPorts(
  invocations: readonly Invocation[],
  resolution: Resolution,
  only: ReadonlySet<string> | null,
): Promise<string[][]> {
  const servers = invocations.filter(({ listensOnPort }) => listensOnPort)
  const known = servers.length === 0 ? null : knownPort(resolution, only)
  if (known === null) return []
  const warnings = servers.map(async (server) => {
    const own = await ownPort(server)
    if (own === null || own.text === known.text) return []
    const file = visible(relativeTo(resolution.root, own.path))
    return [
      `warning: ${visible(server.command)} takes PORT from ${file}, and it is not ${known.name}=${known.text}`,
      `  help: take PORT out of ${file}, and write ${known.name} where the rest of the stack reads it`,
    ]
  })
  return (await Promise.all(warnings)).filter((lines) => lines.length > 0)
}

/** The frontend's port and its setting; null where there is none that is handed on. 0 lets the system choose, as no server takes it. */
function knownPort(
  { resolved, stack }: Resolution,
  only: ReadonlySet<string> | null,
): { readonly name: string; readonly text: string } | null {
  const setting = portSettings(stack).get('frontend')
  const found = resolved.get('FRONTEND_PORT') ?? resolved.get(setting?.name ?? '')
  if (found === undefined || found.text === null || found.value === 0 || !isGiven(found, only)) return null
  return { name: found.setting.name, text: found.text }
}

/** PORT in a server's own .env files, and the file: Create React App reads them first, Next only when it listens. */
async function ownPort({ bundler, folder, mode }: Invocation): Promise<{ path: string; text: string } | null> {
  if (!bundler.readsPortFromFiles) return null
  const { react } = await import('../dialects/react.js')
  const nearestFirst = bundler.files(mode).map((name) => join(folder, name))
  const texts = readRegularFiles(nearestFirst, LARGEST)
  for (const path of nearestFirst) {
    const file = texts.get(path)
    const reading = typeof file === 'string' ? react.read(file).readings.get(PORT_VARIABLE) : undefined
    if (reading !== undefined && 'text' in reading && reading.text !== '') return { path, text: reading.text }
  }
  return null
}
