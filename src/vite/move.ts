import { ConfigError } from '../errors.js'
import { problemOf } from '../problem.js'
import { visible } from '../text.js'
import type { Reading } from './reading.js'
import type { ResolvedConfig } from './vite.js'

/**
 * Judges the port that a running server would move to. Vite ends the server before it looks for itself.
 * @throws ConfigError where the server would not get the port
 */
export async function judgeMove(
  before: Reading,
  { server }: Reading,
  { server: running }: ResolvedConfig,
): Promise<void> {
  const isOurs = running.strictPort && !running.middlewareMode && `${running.port}` === before.server?.text
  const port = Number(server?.text ?? 0)
  if (server === null || !isOurs || port === 0 || port === running.port) return
  const { setting, origin } = server
  const { obstaclesTo } = await import('../ports/claim.js')
  const [obstacle] = await obstaclesTo({ protocol: 'tcp', bind: setting.port?.bind, port }, [])
  if (obstacle === undefined || obstacle.how === 'unavailable') return
  const why = obstacle.how === 'denied' ? 'this user may not bind it' : 'another program has it'
  const message = `${visible(setting.name)}=${port} is no port for this server: ${why}`
  throw new ConfigError([problemOf('free', message, 'choose another', { setting: setting.name, origin })])
}
