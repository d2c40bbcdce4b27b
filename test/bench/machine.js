import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, release, type } from 'node:os'

/** What the figures were measured with and on, since none of them holds elsewhere. */
export function machineOf(node) {
  return {
    node: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    system: `${type()} ${release().split('-')[0]}`,
    date: new Date().toISOString().slice(0, 10),
  }
}

/** The same in one line; of several Nodes on one machine, with the versions of all. */
export function machineLine(machines) {
  const [{ processor, cores, system, date }] = machines
  const versions = machines.map(({ node }) => node.slice(1)).join(', ')
  return `Node ${versions}; ${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}; ${system}; ${date}`
}
