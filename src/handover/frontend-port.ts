import { join } from 'node:path'
import type { Invocation } from '../bundlers/invocations.js'
import type { Resolution } from '../model.js'
import { readRegularFiles } from '../regular-file/index.js'
import { portSettings } from '../stack/services.js'
import { isGiven } from './environment.js'

/** How Create React App and Next are told where to listen. */
export const PORT_VARIABLE = 'PORT'

/** In bytes; a larger .env file is not asked for PORT. */
const LARGEST = 1 << 20

/**
 * The frontend's port as text for a server that listens on PORT. Null where none is started, its port is not known or
 * not handed on, or the server finds PORT in a .env file of its own.
 * @param only the variables of the configuration that are handed on; null for all
 */
export async function frontendPort(
  invocations: readonly Invocation[],
  { resolved, stack }: Resolution,
  only: ReadonlySet<string> | null,
): Promise<string | null> {
  const servers = invocations.filter(({ listensOnPort }) => listensOnPort)
  if (servers.length === 0) return null
  const setting = portSettings(stack).get('frontend')
  const found = resolved.get('FRONTEND_PORT') ?? resolved.get(setting?.name ?? '')
  // 0 lets the system choose, which they do not understand so.
  if (found === undefined || found.value === 0 || !isGiven(found, only)) return null
  for (const server of servers) if (await findsPort(server)) return null
  return found.text
}

/** Whether a server has PORT from its own .env files: Create React App reads them first, Next only then. */
async function findsPort({ bundler, folder, mode }: Invocation): Promise<boolean> {
  if (!bundler.readsPortFromFiles) return false
  const { react } = await import('../dialects/react.js')
  const paths = bundler.files(mode).map((name) => join(folder, name))
  const texts = readRegularFiles(paths, LARGEST)
  return Array.from(texts.values()).some((text) => {
    const reading = typeof text === 'string' ? react.read(text).readings.get(PORT_VARIABLE) : undefined
    return reading !== undefined && 'text' in reading && reading.text !== ''
  })
}
