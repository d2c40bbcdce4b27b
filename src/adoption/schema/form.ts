import type { StackOptions } from '../../model.js'
import type { Finding } from '../finding.js'
import type { Group } from './outline.js'

/** A schema before it is written. */
export interface Outline {
  readonly stack: StackOptions
  readonly groups: readonly Group[]
}

/** What a setting says beside its variable, default and meaning, in the order of the documentation. */
export function optionsOf({ kind, role, isPublic, count, service }: Finding): [string, string | number | boolean][] {
  if (kind !== 'port') return []
  return [
    ...(role === null ? [] : [['role', role] as [string, string]]),
    ...(isPublic ? [['public', true] as [string, boolean]] : []),
    ...(service === null ? [] : [['service', service] as [string, string]]),
    ...(count === 1 ? [] : [['count', count] as [string, number]]),
  ]
}

/** The default as its format has it. */
export function defaultOf({ kind, text }: Finding): string | number {
  return kind === 'port' && !text.includes('${') ? Number(text) : text
}
