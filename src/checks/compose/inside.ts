import { posix } from 'node:path'
import { ConfigError } from '../../errors.js'
import { parseDotenv } from '../../layers/files/dotenv.js'
import type { Problem, Resolution } from '../../model.js'
import { isBelowRoot } from '../../path.js'
import { warningOf } from '../../problem.js'
import type { Owner } from '../../targets/compose/owner.js'
import { type Port, readPort } from '../../targets/compose/ports.js'
import type { Service } from '../../targets/compose/services.js'
import { cut, visible } from '../../text.js'
import { readUnder } from '../../writer/index.js'
import type { Subject } from '../question.js'
import { type Judged, originAt, ownerAt } from './judged.js'

const LONGEST = 80
const EXEC = /\b(?:config|portolan) (?:\S+ ){0,9}?exec\b/

/** What a container's program is told of its port, and by what, as after "told" in a sentence. */
interface Told {
  readonly port: Port
  readonly by: string
}

/** Published ports that lead to another port of the container than the one that its program is told to listen on. */
export function inside(judged: Judged, { project }: Subject, shared: Resolution): Problem[] {
  return judged.file.entries.flatMap((entry) => {
    const { service: name, place } = entry
    const service = judged.file.services.get(name)
    const owner = place === null ? null : ownerAt(place, judged)
    if (place === null || service === undefined || owner?.variable == null || entry.inside === null) return []
    const told = toldTo(service, owner, { root: project.root, folder: posix.dirname(judged.path), shared })
    const leads = entry.inside.first
    if (told === null || agree(told.port, leads, owner.variable)) return []
    const message = `${cut(visible(name), LONGEST)} ${disagreement(told, leads, owner.variable)}`
    return warningOf('compose', message, helpFor(told.port, leads, owner.variable, service), {
      setting: owner.name,
      origin: originAt(judged, place),
    })
  })
}

interface Surroundings {
  readonly root: string
  /** Of the compose file. */
  readonly folder: string
  readonly shared: Resolution
}

/** Compose lets `environment` win over `env_file`, and a later file over an earlier. */
function toldTo(
  { environment, envFiles, command }: Service,
  { name, variable }: Owner,
  around: Surroundings,
): Told | null {
  if (variable === null) return null
  const written = environment.get(variable)
  if (written !== undefined) {
    return { port: readPort(written ?? { text: `\${${variable}}`, at: 0 }), by: 'in its environment' }
  }
  for (const path of [...envFiles].reverse()) {
    const text = textIn(posix.join(around.folder, path), variable, around.root)
    if (text !== null) return { port: readPort({ text, at: 0 }), by: `by ${cut(visible(path), LONGEST)}` }
  }
  const value = around.shared.resolved.get(name)
  if (!EXEC.test(command) || !value || value.secret || typeof value.value !== 'number') return null
  return { port: readPort({ text: `${value.value}`, at: 0 }), by: 'by `config exec`' }
}

/** What an env file has for a variable; null where it has nothing, or cannot be read. */
function textIn(path: string, variable: string, root: string): string | null {
  if (!isBelowRoot(path)) return null
  try {
    const { assignments } = parseDotenv(readUnder(root, path, { follow: true }) ?? '')
    return assignments.findLast(({ key }) => key === variable)?.value ?? null
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}

/** Whether what is told and what is published are one port whatever the variable is, as far as that can be told. */
function agree(told: Port, leads: Port, variable: string): boolean {
  if (told.kind === 'number' && leads.kind === 'number') return told.number === leads.number
  const follows = [told, leads].map((port) => port.kind === 'variable' && port.name === variable)
  return follows[0] === follows[1] || told.kind === 'other' || (told.kind === 'variable' && !follows[0])
}

function disagreement({ port, by }: Told, leads: Port, variable: string): string {
  const to = leads.kind === 'number' ? `port ${leads.number}` : 'a port'
  if (port.kind === 'number' && leads.kind === 'number') {
    return `is told ${by} that ${variable} is ${port.number}, but what it publishes leads to ${to} of its container`
  }
  return port.kind === 'number'
    ? `is told ${by} that ${variable} is ${port.number}, but what it publishes leads to the port that ${variable} is outside`
    : `is told the value of ${variable} ${by}, but what it publishes leads to ${to} of its container, whatever that value is`
}

function helpFor(told: Port, leads: Port, variable: string, { environmentForm }: Service): string {
  if (leads.kind === 'number') {
    const { number } = leads
    if (environmentForm === 'flow list') return `write "${variable}=${number}" into the list of its \`environment\``
    const item = environmentForm === 'list' ? `- ${variable}=${number}` : `${variable}: ${number}`
    return `write \`${item}\` under its \`environment\``
  }
  return `write ${told.text} for the container's port, behind the last colon`
}
