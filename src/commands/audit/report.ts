import type { Audit } from '../../audit/index.js'
import type { Found } from '../../audit/look.js'
import type { Read } from '../../audit/usage.js'
import { grouped } from '../../grouped.js'
import type { Resolution } from '../../model.js'
import { aligned, counted, visible } from '../../text.js'
import { excerptOf, hiding } from './excerpt.js'

/** What is told. */
export interface AuditResult {
  readonly findings: readonly Found[]
  readonly undeclared: readonly Read[]
  /** Absent where only a part of the project was looked into. */
  readonly unread?: readonly string[]
}

/** The JSON of `config audit`. */
export function auditReport({ findings, undeclared, ...rest }: AuditResult) {
  return {
    findings: findings.map(({ path, line, column, setting, sure, why }) => ({
      path,
      line,
      column,
      setting,
      sure,
      why,
    })),
    undeclared: undeclared.map(({ name, path, line, column }) => ({ name, path, line, column })),
    ...rest,
  }
}

/** The findings by file, and what is to be said of variables. */
export function auditLines({ findings, undeclared, unread = [] }: AuditResult, resolution: Resolution): string[] {
  const hide = hiding(resolution)
  return [
    ...[...grouped(findings, ({ path }) => path)].flatMap(([path, some]) => [visible(path), ...fileLines(some, hide)]),
    ...section('read, but no setting', [...grouped(undeclared, ({ name }) => name)].map(readRow)),
    ...section(
      'declared, but named in no file',
      unread.map((name) => [visible(name)]),
    ),
  ]
}

function fileLines(findings: readonly Found[], hide: (text: string) => string): string[] {
  const heads = aligned(
    findings.map(({ line, column, setting, sure, why }) => [`${line}:${column}`, visible(setting), sure, visible(why)]),
  )
  return findings.flatMap((found, index) => [`  ${heads[index]}`, `      ${excerptOf(found, hide)}`])
}

function readRow([name, reads]: readonly [string, readonly Read[]]): string[] {
  const [first] = reads as readonly [Read]
  const more = reads.length > 1 ? `and ${counted(reads.length - 1, 'other place')}` : ''
  return [visible(name), `${visible(first.path)}:${first.line}:${first.column}`, more]
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [title, ...aligned(rows).map((row) => `  ${row}`)]
}

/** What was not looked into, and what the baseline knows in vain. */
export function remarkLines({ unreadable, large, data }: Audit, root: string, gone: number): string[] {
  const shownPath = (path: string) => visible(path.slice(root.length + 1) || '.')
  return [
    ...remark(unreadable.map(shownPath), 'could not be read'),
    ...remark(large.map(shownPath), 'left out, with more than 16 MiB'),
    ...remark(data.map(shownPath), 'left out, with more than 1000 numbers of ports, as data has'),
    ...(gone === 0 ? [] : [`note: gone from the baseline: ${counted(gone, 'finding')}; --write-baseline forgets them`]),
  ]
}

function remark([first, ...others]: readonly string[], what: string): string[] {
  if (first === undefined) return []
  return [`note: ${what}: ${first}${others.length === 0 ? '' : ` and ${counted(others.length, 'other')}`}`]
}

/**
 * How it went, and the next step.
 * @param known how many findings a baseline takes as known
 */
export function verdictLines(findings: readonly Found[], files: number, known: number): string[] {
  const looked = counted(files, 'file')
  if (findings.length === 0 && known > 0) return [`${looked}, no hard-coded port but ${known} in the baseline`]
  if (findings.length === 0) return [`${looked}, no hard-coded port`]
  const paths = new Set(findings.map(({ path }) => path))
  return [
    `${counted(findings.length, 'hard-coded port')} in ${paths.size} of ${looked}`,
    `  help: read ${visible(findings[0]?.setting ?? '')} there, exempt the line with a comment portolan-ignore, or take what is ` +
      'there as known with --baseline FILE --write-baseline',
  ]
}
