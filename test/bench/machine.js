import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, release, type } from 'node:os'

/** What the figures were measured with and on, since none of them holds elsewhere. */
export function machineOf(node) {
  return {
    node: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    system: `${type()} ${release()}`,
    date: new Date().toISOString().slice(0, 10),
  }
}

/** The same in one line. */
export function machineLine({ node, processor, cores, system, date }) {
  return `Node ${node.slice(1)}, ${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${system}, ${date}`
}
