import { constants } from 'node:os'
import { type Running, runChild } from '../../handover/child.js'
import { endPolitely, endRest } from '../../handover/ending.js'
import { Family } from '../../handover/family.js'
import { linesText, shownWord } from '../../text.js'
import type { World } from '../../world.js'
import { Asked } from './asked.js'
import { Bell } from './bell.js'
import type { Configuration, Found } from './configuration.js'

/** In milliseconds, for those who were told to end with the command, as a terminal tells all. */
const LAST_MOMENT = 1000

const KILLED = 128 + constants.signals.SIGKILL

/** One start of the command. */
interface Run {
  /** Null where it could not be started. */
  running: Running | null
  /** Null as long as it runs. */
  code: number | null
  /** Whom it has started, where we were asked to end. */
  family: Family | null
  end: Promise<unknown>
}

/** A command that is started anew for each change, until it ends after a signal that asks for the end. */
export class Session {
  readonly #command: string
  readonly #args: readonly string[]
  readonly #configuration: Configuration
  readonly #world: World
  readonly #name: string
  readonly #bell = new Bell()
  readonly #asked = new Asked(() => this.#bell.ring())
  #run: Run | null = null
  /** Whether there was an edit since the last look. */
  #isDue = true
  /** Whether the command is to be started, though nothing should change any more. */
  #isWanted = true
  #hasRun = false
  /** The code of a command that was ended for an edit as we were asked to end. */
  #last: number | null = null
  /** Called where we are to end and nothing runs. */
  #onOver = () => {}

  constructor([command = '', ...args]: readonly string[], configuration: Configuration, world: World) {
    this.#command = command
    this.#args = args
    this.#configuration = configuration
    this.#world = world
    this.#name = shownWord(command)
  }

  /** Takes note that the configuration may be another. */
  change(): void {
    this.#isDue = true
    this.#bell.ring()
  }

  /** Takes note of a signal, which the command is handed as well. */
  hear(signal: NodeJS.Signals): void {
    if (!this.#asked.hear(signal)) return
    // Who is orphaned by the signal is found only now.
    const run = this.#run
    if (run?.running) {
      run.family ??= new Family(run.running.pid, this.#world)
      run.family.look()
    }
    this.#ring()
  }

  /** @returns the command's exit code; 128 + n where signal n came while it did not run */
  async run(): Promise<number> {
    try {
      for (;;) {
        const code = (await this.#noteEnd()) ?? (await this.#follow())
        if (code !== null) return code
        await this.#bell.wait()
      }
    } finally {
      this.#asked.close()
    }
  }

  /** @returns the exit code where the command has ended, and we are to end with it */
  async #noteEnd(): Promise<number | null> {
    const run = this.#run
    if (run === null || run.code === null) return null
    this.#run = null
    if (this.#asked.code !== null) {
      const end = { isKilled: run.code === KILLED, patience: LAST_MOMENT }
      if (run.family !== null) await endRest(run.family, end, this.#name, this.#world)
      return run.code
    }
    if (!this.#hasRun) return run.code
    this.#tell([`note: ${this.#name} ended with code ${run.code}; waiting for a change`])
    return null
  }

  /** Looks at the configuration as often as it is edited. @returns the exit code where we are to end and nothing runs */
  async #follow(): Promise<number | null> {
    while (this.#isDue && !this.#isToEnd()) {
      this.#isDue = false
      const isRunning = this.#run !== null && this.#run.code === null
      const meanwhile = isRunning ? `${this.#name} goes on as it is` : 'waiting for a change'
      const found = await this.#look(meanwhile)
      if (found === null) break
      const { given, changes } = found
      if (changes.length > 0) {
        this.#isWanted = true
        this.#tell([`note: starting ${this.#name} again`, ...changes.map((line) => `  ${line}`)])
      }
      if (given === null || !this.#isWanted) continue
      if (this.#isToEnd()) {
        this.#isDue = true
        continue
      }
      this.#asked.forget()
      await this.#end()
      // What was edited meanwhile comes first.
      if (!this.#isDue && this.#asked.code === null) this.#start(given.env)
    }
    return this.#run === null && this.#asked.code !== null ? (this.#last ?? this.#asked.code) : null
  }

  /** Null where we are to end before there is anything to find: a schema may wait for what never comes. */
  #look(meanwhile: string): Promise<Found | null> {
    const over = new Promise<null>((done) => {
      this.#onOver = () => done(null)
    })
    return Promise.race([this.#configuration.look(() => this.#isDue, meanwhile), over])
  }

  #ring(): void {
    this.#bell.ring()
    if (this.#asked.code !== null && (this.#run === null || this.#run.code !== null)) this.#onOver()
  }

  #isToEnd(): boolean {
    return this.#asked.isHolding || (this.#run === null && this.#asked.code !== null)
  }

  async #end(): Promise<void> {
    const run = this.#run
    if (run === null) return
    if (run.running !== null && run.code === null) await endPolitely(run.running, run.end, this.#name, this.#world)
    this.#run = null
    if (this.#asked.code !== null) this.#last = run.code
  }

  #start(env: Readonly<Record<string, string>>): void {
    const run: Run = { running: null, code: null, family: null, end: Promise.resolve() }
    const onStart = (running: Running) => {
      run.running = running
      this.#hasRun = true
    }
    run.end = runChild(this.#command, this.#args, env, this.#world, onStart).then((code) => {
      run.code = code
      this.#ring()
    })
    this.#run = run
    this.#isWanted = false
    this.#last = null
  }

  #tell(lines: readonly string[]): void {
    this.#world.stderr.write(linesText(lines))
  }
}
