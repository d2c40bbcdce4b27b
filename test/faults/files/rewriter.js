// Rewrites a file with one whole content after the other, now and then in pieces, until it is killed or its parent is.
// Arguments: the file, the way (truncate, pieces or rename), and the two contents' files. Says `slow` where the machine
// was too busy to let it rewrite in one go.
import { closeSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'

const [file, way, ...sources] = process.argv.slice(2)
const contents = sources.map((source) => readFileSync(source))

const ways = {
  truncate(content) {
    writeFileSync(file, content)
  },
  pieces(content) {
    const descriptor = openSync(file, 'w')
    for (let at = 0; at < content.length; at += 4096) writeSync(descriptor, content.subarray(at, at + 4096))
    closeSync(descriptor)
  },
  rename(content) {
    writeFileSync(`${file}.new`, content)
    renameSync(`${file}.new`, file)
  },
}

process.stdout.write('ready\n')
const parent = process.ppid
for (let round = 0; process.ppid === parent; round++) {
  const begin = performance.now()
  ways[way](contents[round % 2])
  if (performance.now() - begin > 10) process.stdout.write('slow\n')
  // Sometimes one rewriting follows the other at once, sometimes there is time to read.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, [0, 0.1, 1, 5, 150][round % 5])
}
