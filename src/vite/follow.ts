import { basename, dirname, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { envFilesOf } from '../env-file/names.js'
import { changeLine, changesIn } from './page.js'
import type { Reading } from './reading.js'
import { changedIn, filesOf, type Stamps, stampsOf, type Watched } from './stamps.js'
import { wordsOf } from './told.js'
import type { DevServer } from './vite.js'

/** In milliseconds: what two writes of one save lie apart, at most. */
export const SETTLE = 60
/** How often that is waited for: somebody may write all the time. */
const ROUNDS = 20
/** How often the files are looked at where no event tells of them: a watcher may miss the second of two quick writes. */
const INTERVAL = 1000
/** How long Vite itself may take to hear of an edit and to restart. */
const PATIENCE = 10_000

const GOES_ON = 'the server goes on with the configuration as it was'

/** Who keeps a running server up to date. */
export interface Follower {
  /** What is wrong with the configuration as Vite has just read it for a restart, which is off. */
  fail(words: string): void
  stop(): void
}

/**
 * Follows the files that a reading was made of for as long as the server runs: an edit that changes what the page or the
 * server gets restarts it, and one that makes the configuration bad is shown, while the server goes on with what was good.
 */
export function follow(server: DevServer, start: Reading, readAgain: () => Promise<Reading>): Follower {
  const { config, watcher, ws } = server
  const { logger } = config
  let reading = start
  let { watched, stamps } = start
  let wrong: string | null = null
  let isBusy = false
  let isStopped = false
  let patientUntil: number | null = null

  const show = () => wrong !== null && ws.send(overlay(wrong))
  const fail = (words: string) => {
    wrong = words
    patientUntil = 0
    show()
  }
  const look = async () => {
    if (isBusy || isStopped) return
    isBusy = true
    try {
      const found = await settled(watched, stamps)
      if (found !== null && !isStopped && !isLeftToVite(found)) await take(found)
    } catch (error) {
      logger.error(String((error as Error)?.stack ?? error), { timestamp: true })
    } finally {
      isBusy = false
    }
  }
  /** Where a file of its own changes, Vite restarts. That it did shows in the end of this follower. */
  const isLeftToVite = (found: Stamps) => {
    if (!changedIn(stamps, found).every((path) => isOfVite(path, config))) return false
    patientUntil ??= Date.now() + PATIENCE
    return Date.now() < patientUntil
  }
  const take = async (found: Stamps) => {
    stamps = found
    patientUntil = null
    let now: Reading
    try {
      now = await readAgain()
    } catch (error) {
      const words = wordsOf(error)
      if (words === null) throw error
      // Of a file that is being written just then, the next look tells.
      if (changedIn(found, stampsOf(watched)).length > 0) return
      // Vite may have told it already, as the end of a restart of its own.
      if (words !== wrong) logger.error(`${words}\n${GOES_ON}`, { timestamp: true })
      wrong = words
      show()
      return
    }
    // A schema may be made of other files than it was.
    watcher.add(filesOf(now.watched))
    ;({ watched, stamps } = now)
    const changes = differences(reading, now)
    reading = changes.length === 0 ? now : reading
    if (changes.length > 0) await restart(changes, now)
    else if (wrong !== null) {
      logger.info('the configuration is good again', { timestamp: true })
      ws.send({ type: 'full-reload', path: '*' })
    }
    wrong = null
  }
  const restart = async (changes: readonly string[], now: Reading) => {
    logger.info(`${changes.join('\n')}\nrestarting server...`, { timestamp: true })
    const isElsewhere = addressOf(reading) !== addressOf(now)
    await server.restart()
    if (isElsewhere && !server.config.server.middlewareMode) server.printUrls()
  }

  watcher.add(filesOf(watched))
  watcher.on('all', (_, path) => {
    const file = resolve(config.root, path)
    if (filesOf(watched).includes(file) || dirname(file) === dirname(watched.schema)) look()
  })
  ws.on('connection', show)
  const timer = setInterval(look, INTERVAL)
  timer.unref()
  return {
    fail,
    stop() {
      isStopped = true
      clearInterval(timer)
    },
  }
}

/** The files as they are once nobody writes them, or hardly anybody; null where they are as they were. */
async function settled(watched: Watched, before: Stamps): Promise<Stamps | null> {
  let found = stampsOf(watched)
  if (changedIn(before, found).length === 0) return null
  for (let round = 0; round < ROUNDS; round += 1) {
    await pause(SETTLE)
    const last = found
    found = stampsOf(watched)
    if (changedIn(last, found).length === 0) break
  }
  return found
}

/** Whether Vite itself restarts where a file changes. */
function isOfVite(path: string, { envDir, mode, server }: DevServer['config']): boolean {
  if (envDir === false || server.hmr === false || dirname(path) !== resolve(envDir)) return false
  return basename(path) !== '.env.defaults' && envFilesOf(mode).includes(basename(path))
}

function differences(before: Reading, after: Reading): string[] {
  const changes = changesIn(before.page, after.page)
  const setting = after.server?.setting ?? before.server?.setting
  if (setting === undefined || addressOf(before) === addressOf(after)) return changes
  return [...changes, changeLine(setting.name, before.server ?? undefined, after.server ?? undefined)]
}

/** Where the server listens, as far as the configuration says it. */
function addressOf({ server }: Reading): string {
  if (server === null) return ''
  return [server.setting.port?.bind ?? [], server.text ?? []].flat().join(':')
}

/** What Vite's client shows on top of the page. */
function overlay(message: string): object {
  return { type: 'error', err: { message, stack: '', plugin: 'portolan' } }
}
