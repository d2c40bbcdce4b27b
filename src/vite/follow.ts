import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beatenLines, changeLine } from '../changes.js'
import { envFilesOf } from '../env-file/names.js'
import { HALF_AN_EDIT, watchFiles } from '../watching/index.js'
import { stampOf } from '../watching/stamp.js'
import { troubleLines } from '../watching/trouble.js'
import { filesOf } from '../watching/watched.js'
import { judgeMove } from './move.js'
import { changesIn } from './page.js'
import type { Reading } from './reading.js'
import { wordsOf } from './told.js'
import type { DevServer, ResolvedConfig } from './vite.js'

/** In milliseconds, how much later than we Vite itself may hear of an edit. */
const LATE = 300
/** In milliseconds, how long it may then take to restart. */
const PATIENCE = 10_000

const GOES_ON = 'the server goes on with the configuration as it was'

/**
 * Follows the files that a reading was made of for as long as the server runs: an edit that changes what the page or the
 * server gets restarts it, and one that makes the configuration bad is shown, while the server goes on with what was good.
 */
export class Follower {
  readonly #server: DevServer
  readonly #config: ResolvedConfig
  readonly #readAgain: () => Promise<Reading>
  readonly #unwatch: () => void
  /** What the server runs with. */
  readonly #running: Reading
  #last: Reading
  /** Of those of the files for which Vite restarts by itself. */
  #stamp: string
  /** Runs while Vite's own restart is waited for. */
  #wait: NodeJS.Timeout | null = null
  #wrong: string | null = null
  #isDue = false
  #isBusy = false
  /** Whether the restart is ours, and what changed is told. */
  #isRestarting = false
  #isStopped = false

  constructor(server: DevServer, start: Reading, readAgain: () => Promise<Reading>) {
    this.#server = server
    // After a restart, the server has the configuration of another.
    this.#config = server.config
    this.#readAgain = readAgain
    this.#running = start
    this.#last = start
    this.#stamp = this.#stampOfVite()
    // Vite's own watcher does not hear of all edits: of a file that is made outside of its root, of links that are swapped.
    this.#unwatch = watchFiles({
      watched: () => this.#last.watched,
      onChange: () => this.#change(),
      onTrouble: (error) => this.#config.logger.warn(troubleLines(error).join('\n')),
    })
    server.watcher.on('all', (_, path) => {
      if (filesOfVite(this.#config).has(resolve(this.#config.root, path))) this.#leaveToVite(PATIENCE)
    })
    server.ws.on('connection', () => this.#show())
    if (start.hasChanged()) this.#look()
  }

  /** @throws ConfigError where the server would not start again with a reading */
  judge(now: Reading): Promise<void> {
    return judgeMove(this.#running, now, this.#config)
  }

  /** Tells what the server gets by a restart that Vite makes by itself. */
  tell(now: Reading): void {
    const changes = this.#isRestarting ? [] : differences(this.#running, now)
    if (changes.length > 0) this.#config.logger.info(changes.join('\n'), { timestamp: true })
  }

  /**
   * Takes note of what is wrong with the configuration as Vite has just read it for a restart, which is off.
   * @returns whether that is news
   */
  fail(words: string): boolean {
    const isNews = words !== this.#wrong
    this.#wrong = words
    this.#show()
    const isDue = this.#wait !== null && this.#isDue
    clearTimeout(this.#wait ?? undefined)
    this.#wait = null
    if (isDue) this.#look()
    return isNews
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#wait ?? undefined)
    this.#unwatch()
  }

  #change(): void {
    const stamp = this.#stampOfVite()
    if (this.#wait !== null) this.#isDue ||= stamp === this.#stamp
    else if (stamp === this.#stamp) this.#look()
    // Until Vite has heard of it, too.
    else this.#leaveToVite(LATE)
    this.#stamp = stamp
  }

  /** Both would restart, one after the other. That Vite did ends this follower, or comes to it as a failure. */
  #leaveToVite(patience: number): void {
    if (this.#isStopped) return
    clearTimeout(this.#wait ?? undefined)
    this.#wait = setTimeout(() => {
      this.#wait = null
      this.#look()
    }, patience).unref()
  }

  async #look(): Promise<void> {
    this.#isDue = true
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      while (this.#isDue && this.#wait === null && !this.#isStopped) {
        this.#isDue = false
        await this.#take()
      }
    } catch (error) {
      this.#config.logger.error(String((error as Error)?.stack ?? error), { timestamp: true })
    } finally {
      this.#isBusy = false
    }
  }

  async #take(): Promise<void> {
    const { logger } = this.#config
    let now: Reading
    try {
      now = await this.#readAgain()
      await this.judge(now)
    } catch (error) {
      const words = wordsOf(error)
      if (words === null) throw error
      await pause(HALF_AN_EDIT)
      if (this.#isDue || this.#isStopped || words === this.#wrong) return
      logger.error(`${words}\n${GOES_ON}`, { timestamp: true })
      this.#wrong = words
      this.#show()
      return
    }
    // Vite restarts meanwhile.
    this.#isDue ||= this.#wait !== null
    if (this.#isStopped || this.#wait !== null) return
    const beaten = beatenLines(this.#last.resolution, now.resolution)
    if (beaten.length > 0) logger.info(beaten.join('\n'), { timestamp: true })
    this.#last = now
    this.#stamp = this.#stampOfVite()
    const changes = differences(this.#running, now)
    const isMended = this.#wrong !== null
    this.#wrong = null
    if (changes.length > 0) await this.#restart(changes, now)
    else if (isMended) {
      logger.info('the configuration is good again', { timestamp: true })
      this.#server.ws.send({ type: 'full-reload', path: '*' })
    }
  }

  async #restart(changes: readonly string[], now: Reading): Promise<void> {
    this.#config.logger.info(`${changes.join('\n')}\nrestarting server...`, { timestamp: true })
    const isElsewhere = addressOf(this.#running) !== addressOf(now)
    this.#isRestarting = true
    await this.#server.restart().finally(() => {
      this.#isRestarting = false
    })
    if (isElsewhere && !this.#server.config.server.middlewareMode) this.#server.printUrls()
  }

  #stampOfVite(): string {
    const own = filesOfVite(this.#config)
    return stampOf({ files: filesOf(this.#last.watched).filter((path) => own.has(path)), folders: [] })
  }

  /** On top of the page, also of one that is opened later. */
  #show(): void {
    if (this.#wrong === null) return
    this.#server.ws.send({ type: 'error', err: { message: this.#wrong, stack: '', plugin: 'portolan' } })
  }
}

/** The files for which Vite itself restarts. */
function filesOfVite({
  envDir,
  mode,
  server,
  configFile,
  configFileDependencies,
}: ResolvedConfig): ReadonlySet<string> {
  if (server.hmr === false) return new Set()
  const files = envDir === false ? [] : envFilesOf(mode).filter((name) => name !== '.env.defaults')
  const own = [...files.map((name) => join(envDir || '', name)), configFile || [], ...configFileDependencies].flat()
  return new Set(own.map((path) => resolve(path)))
}

function differences(before: Reading, after: Reading): string[] {
  const changes = changesIn(before.page, after.page)
  const setting = after.server?.setting ?? before.server?.setting
  if (setting === undefined || addressOf(before) === addressOf(after)) return changes
  const valued = ({ server }: Reading) => ({ text: server?.text ?? null, secret: false, shift: server?.shift ?? null })
  return [...changes, changeLine(setting.name, valued(before), valued(after), after.server?.origin ?? null)]
}

/** Where the server listens, as far as the configuration says it. */
function addressOf({ server }: Reading): string {
  if (server === null) return ''
  return [server.setting.port?.bind ?? [], server.text ?? []].flat().join(':')
}
