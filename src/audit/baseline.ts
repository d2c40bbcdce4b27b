import { createHash } from 'node:crypto'
import type { Found } from './look.js'

/** Findings that are known, by key, and how many of each. */
export type Baseline = ReadonlyMap<string, number>

/** As the file of a baseline has it; `line` is a digest of the line's text without its white space. */
interface Entry {
  readonly path: string
  readonly setting: string
  readonly line: string
  readonly count: number
}

const NOTE = 'Findings of `config audit` that are known. Write it again with --write-baseline.'

/**
 * The file of a baseline. It does not say where in its file a finding stands, which every edit above it would change,
 * nor what its line says, which may hold a secret.
 */
export function baselineText(found: readonly Found[]): string {
  const entries = new Map<string, Entry>()
  for (const one of found) {
    const { path, setting } = one
    const key = keyOf(one)
    entries.set(key, { path, setting, line: digestOf(one), count: (entries.get(key)?.count ?? 0) + 1 })
  }
  return `${JSON.stringify({ note: NOTE, findings: [...entries.values()].sort(inOrder) }, null, 2)}\n`
}

/** Reads the file of a baseline; null where it is none. */
export function parseBaseline(text: string): Baseline | null {
  let parsed: { readonly findings?: unknown } | null
  try {
    parsed = JSON.parse(text)
  } catch {
    return null
  }
  const findings = parsed?.findings
  if (!Array.isArray(findings) || !findings.every(isEntry)) return null
  return new Map(findings.map(({ path, setting, line, count }) => [keyFrom(path, setting, line), count]))
}

/** The findings that a baseline does not know. */
export function newAmong(found: readonly Found[], baseline: Baseline): Found[] {
  const left = new Map(baseline)
  return found.filter((one) => {
    const count = left.get(keyOf(one)) ?? 0
    left.set(keyOf(one), count - 1)
    return count <= 0
  })
}

/** How many findings a baseline knows that are gone. */
export function goneFrom(baseline: Baseline, found: readonly Found[]): number {
  const left = new Map(baseline)
  for (const one of found) left.set(keyOf(one), (left.get(keyOf(one)) ?? 0) - 1)
  return [...left.values()].reduce((sum, count) => sum + Math.max(0, count), 0)
}

function keyOf(one: Found): string {
  return keyFrom(one.path, one.setting, digestOf(one))
}

function keyFrom(...parts: string[]): string {
  return JSON.stringify(parts)
}

function digestOf({ text }: Found): string {
  return createHash('sha256').update(text.replace(/\s+/g, '')).digest('hex').slice(0, 16)
}

function inOrder(one: Entry, other: Entry): number {
  return keyFrom(one.path, one.setting, one.line) < keyFrom(other.path, other.setting, other.line) ? -1 : 1
}

function isEntry(value: unknown): value is Entry {
  const { path, setting, line, count } = (value ?? {}) as Record<string, unknown>
  return [path, setting, line].every((text) => typeof text === 'string') && Number.isSafeInteger(count)
}
