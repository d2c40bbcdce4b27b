import type { Candidate } from '../model.js'
import { type Bond, bondsOf } from './bonds.js'
import { type Kind, kindOf } from './kinds.js'

/** A number and what stands around it, cut up as the signs want it. */
export interface Place {
  readonly candidate: Candidate
  /** The settings that have the number. */
  readonly settings: readonly string[]
  readonly kind: Kind
  /** The line up to the number. */
  readonly left: string
  /** The line behind the number. */
  readonly right: string
  /** `left` with every interpolation (`${x}`, `{{ x }}`, `$(x)`, `%s`) as one word, so that it reads as a value. */
  readonly filled: string
  /** The names that the number may belong to, the nearest first. */
  readonly bonds: readonly Bond[]
  /** The lines above that enclose this one, the nearest first. */
  readonly parents: readonly string[]
}

const INTERPOLATION = /\$?\{\{[^{}]{0,200}\}\}|[$#]?\{[^{}]{0,200}\}|\$\([^()]{0,200}\)|\$\w+|%[sdv]/g

export function placeOf(candidate: Candidate, settings: readonly string[]): Place {
  const { text, at, number, path } = candidate
  const left = text.slice(0, at)
  const filled = left.replace(INTERPOLATION, 'value')
  return {
    candidate,
    settings,
    kind: kindOf(path),
    left,
    right: text.slice(at + number.length),
    filled,
    bonds: bondsOf(filled),
    parents: parentsOf(text, candidate.before),
  }
}

/** Lines that are indented less than the next one below; above an item of a list, the line that the list belongs to. */
function parentsOf(text: string, before: readonly string[]): string[] {
  const parents: string[] = []
  let depth = indentOf(text) + (isItem(text) ? 1 : 0)
  for (const line of before.toReversed()) {
    if (line.trim() === '' || indentOf(line) >= depth || (isItem(line) && isItem(text) && parents.length === 0))
      continue
    parents.push(line)
    depth = indentOf(line) + (isItem(line) ? 1 : 0)
  }
  return parents
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function isItem(line: string): boolean {
  return /^\s*-\s/.test(line)
}
