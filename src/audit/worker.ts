import { parentPort, workerData } from 'node:worker_threads'
import type { Task } from './crew.js'
import type { Question } from './look.js'
import { lookTogether } from './share.js'

/** A thread that looks into files: the entry of one. */
parentPort?.once('message', ({ files, taken }: Task) => {
  parentPort?.postMessage(lookTogether(files.split('\0'), taken, workerData as Question, () => {}))
})
