import { ConfigError } from '../../errors.js'
import { USUAL_COMPOSE_FILE } from '../../handover/compose-files.js'
import type { Rendered, Target, TargetRequest } from '../target.js'
import { changeOf } from './changes.js'
import { claimsIn } from './claims.js'
import { readCompose } from './file.js'
import { ownersIn } from './owner.js'
import type { Place } from './places.js'
import type { Port } from './ports.js'
import { remarks } from './remarks.js'
import { type Edit, splice } from './splice.js'

/** The project's own compose file, in which published ports become `${BACKEND_PORT:-8203}`. */
export const compose: Target = {
  name: 'compose',
  summary: "the published ports of the project's own compose file, as variables with the current defaults",
  scope: 'shared',
  usualPath: USUAL_COMPOSE_FILE,
  options: {},
  afterwards: 'run `config exec -- docker compose up -d` again',
  reads: ({ setting: { port, name, variable } }) => (port === null || variable !== name ? [] : [name]),
  names: (text, variable) => text.split(/[^A-Za-z0-9_]+/).includes(variable),
  render,
  valuesIn,
}

function render(request: TargetRequest): Rendered {
  const { path, current } = request
  const file = readCompose(path, current(path))
  const { claims, left } = claimsIn(file.places, ownersIn(request))
  const kept = [...left]
  const edits: Edit[] = []
  for (const [place, claimed] of claims) {
    const changes: Edit[] = []
    for (const claim of claimed) {
      const change = changeOf(claim)
      if (typeof change === 'string') kept.push({ place, written: claim.written, why: change })
      else if (change !== null) changes.push(change)
    }
    if (changes.length > 0) edits.push(editOf(place, splice(place.text, changes)))
  }
  return { files: [{ path, text: splice(file.text, edits), comment: null }], remarks: remarks(file, kept) }
}

function editOf({ at, text: { length }, needsQuotes }: Place, text: string): Edit {
  return { at, length, text: needsQuotes ? `"${text}"` : text }
}

function valuesIn(text: string): ReadonlyMap<string, string> {
  try {
    return new Map(readCompose('', text).places.flatMap(({ published }) => defaultsIn(published)))
  } catch (error) {
    if (error instanceof ConfigError) return new Map()
    throw error
  }
}

function defaultsIn(published: Place['published']): (readonly [string, string])[] {
  if (published === null || published === 'unreadable') return []
  return [published.first, published.last].flatMap((port) => (port === null ? [] : defaultOf(port)))
}

function defaultOf(port: Port): (readonly [string, string])[] {
  if (port.kind !== 'variable' || port.otherwise === null) return []
  return port.otherwise.kind === 'number' ? [[port.name, port.otherwise.text]] : defaultOf(port.otherwise)
}
