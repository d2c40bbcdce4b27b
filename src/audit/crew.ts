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
  /** Has them look into files, together with whoever takes from the counter too, and returns what each found. */
  look(files: readonly string[], taken: SharedArrayBuffer): Promise<Look[]>
}

/** Starts as many threads as there are cores beside this one's, four in all. */
export function hire(question: Question): Crew | null {
  const count = Math.min(MOST, availableParallelism()) - 1
  if (count < 1 || !existsSync(WORKER)) return null
  const workers = Array.from({ length: count }, () => new Worker(WORKER, { workerData: question }))
  return {
    look(files, taken) {
      const task: Task = { files: files.join('\0'), taken }
      return Promise.all(workers.map((worker) => answerOf(worker, task)))
    },
  }
}

function answerOf(worker: Worker, task: Task): Promise<Look> {
  return new Promise((done, fail) => {
    worker.once('message', done)
    worker.once('error', fail)
    worker.postMessage(task)
  })
}
