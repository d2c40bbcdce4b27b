import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Look, Question } from './look.js'

/** Beside this file where the package is built; where its sources run there is none, and one thread does all. */
const WORKER = join(dirname(fileURLToPath(import.meta.url)), 'worker.js')
const MOST = 4

/** What a worker is told: the files, apart from each other by NUL, and a counter of those that somebody has taken. */
export interface Task {
  readonly files: string
  readonly taken: SharedArrayBuffer
}

/** Threads that wait for files to look into. */
export interface Crew {
  /**
   * Has them look into files, together with whoever takes from the counter too, and returns what each found; null where
   * one ended without saying, so that nobody knows what it took.
   */
  look(files: readonly string[], taken: SharedArrayBuffer): Promise<readonly Look[] | null>
}

/** Starts as many threads as there are cores beside this one's, four in all. */
export function hire(question: Question): Crew | null {
  const count = Math.min(MOST, availableParallelism()) - 1
  if (count < 1 || !existsSync(WORKER)) return null
  const workers = Array.from({ length: count }, () => new Worker(WORKER, { workerData: question }))
  const answers = Promise.all(workers.map(answerOf))
  return {
    async look(files, taken) {
      const task: Task = { files: files.join('\0'), taken }
      for (const worker of workers) worker.postMessage(task)
      const looks = (await answers).filter((look) => look !== null)
      return looks.length === count ? looks : null
    },
  }
}

/** What a thread says; null where it ends before. */
function answerOf(worker: Worker): Promise<Look | null> {
  return new Promise((done) => {
    worker.once('message', done)
    for (const end of ['error', 'messageerror', 'exit']) worker.once(end, () => done(null))
  })
}
