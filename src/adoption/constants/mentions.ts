import { isSystemVariable } from '../../audit/variables/system.js'
import { PROTOTYPE_NAMES } from '../../names.js'
import type { Mention, Weight } from '../mention.js'
import { type Expression, partsOf } from '../syntax/expression.js'
import type { Comment } from '../syntax/language.js'
import { type Declaration, flattened } from './declaration.js'
import { folderOf } from './home.js'
import { Lines } from './lines.js'
import { remarksOf } from './remarks.js'
import { isHost, isPort, isStackUrl, type Named, settingOf } from './setting.js'
import { type Kind, kindOf, wordsOf } from './words.js'
import { type Known, type Worth, worthOf } from './worth.js'

/** What a text says, in the terms of every language. */
export interface Said {
  /** In the order in which they stand. */
  readonly statements: readonly Statement[]
  readonly comments: readonly Comment[]
}

export interface Statement {
  /** What names are given a value; none where the statement does something else. */
  readonly declares: readonly Declaration[]
  /** Everything that it says, its values included. */
  readonly says: readonly Expression[]
}

/** A port that a call is given, and that no variable names. */
export interface Listen {
  readonly port: Expression
  /** What the call says that it is of: `backend-port`; null where it is the port of the program itself. */
  readonly name: string | null
  readonly weight: Weight
}

interface Setting {
  readonly named: Named
  readonly text: string | null
  readonly weight: Weight
  /** Offsets of where it stands, and of where what is said of it ends. */
  readonly at: number
  readonly until: number
  readonly doc: string | null
}

/** What a text in a language of programs mentions. */
export function mentionsIn(
  said: Said,
  text: string,
  path: string,
  listenOf: (one: Expression) => Listen | null,
): Mention[] {
  const lines = new Lines(text)
  const remarks = remarksOf(lines, said.comments)
  return settingsIn(said, path, listenOf).map(({ named, text: value, weight, at, until, doc }) => {
    const line = lines.lineAt(at)
    const isNobodys = named.name === 'PORT' || named.name === 'HOST'
    return {
      name: named.name,
      isNamed: named.isNamed,
      kind: named.kind,
      text: value,
      weight,
      doc: doc ?? remarks.docOf(line, lines.lineAt(until)),
      group: isNobodys ? folderOf(path) : (remarks.groupOf(line) ?? named.group),
      role: null,
      place: { path, line, column: lines.columnAt(at) },
    }
  })
}

function settingsIn(said: Said, path: string, listenOf: (one: Expression) => Listen | null): Setting[] {
  const known = new Map<string, Worth | null>()
  const found: Setting[] = []
  const outside = new Set<string>()
  const reads = new Set<number>()
  for (const { declares, says } of said.statements) {
    for (const declaration of declares.flatMap((one) => flattened(one))) {
      const worth = worthOf(declaration.value, known)
      const setting = declaredBy(declaration, worth, path)
      remember(declaration, worth, setting, known)
      if (setting !== null) found.push(setting)
      if (worth.readAt !== null) reads.add(worth.readAt)
      if (isOutside(worth.text)) outside.add(declaration.name.toUpperCase())
    }
    for (const { is, at, setting } of says.flatMap((one) => usesIn(one, known, path, listenOf))) {
      if (is === 'read' && reads.has(at)) continue
      reads.add(at)
      if (setting !== null) found.push(setting)
    }
  }
  return found.filter(({ named }) => named.kind !== 'port' || !outside.has(named.name.replace(/PORT$/, 'HOST')))
}

function declaredBy(declaration: Declaration, worth: Worth, path: string): Setting | null {
  const { name, at, until, doc, variable, isConditional } = declaration
  const place = { at: worth.readAt ?? at, until, doc }
  const standing = settingOf({ ...declaration, path }, worth)
  if (worth.readAt !== null) {
    const named = readBy(worth, standing)
    return named === null ? null : { ...place, named, ...fallbackOf(worth) }
  }
  if (standing === null) return null
  const text = worth.setting === null ? worth.text : `\${${worth.setting}}`
  if (variable !== null) {
    return {
      ...place,
      named: { ...standing, name: variable, isNamed: true },
      text,
      weight: text === null ? 'hint' : 'fallback',
    }
  }
  const isOnlyReference = worth.setting !== null && (!standing.isNamed || standing.name === worth.setting)
  if (text === null || isOnlyReference || !isAssigned(name)) return null
  return { ...place, named: standing, text, weight: isConditional ? 'hint' : 'fixed' }
}

/** A variable that is asked for, if its name, that of what takes it, or what stands in for it tells what it is. */
function readBy(worth: Worth, standing: Named | null): Named | null {
  const name = worth.setting as string
  const byText = worth.text !== null && isStackUrl(worth.text) ? 'url' : null
  const kind = kindOf(wordsOf(name)) ?? standing?.kind ?? byText
  if (kind === null || isSystemVariable(name) || PROTOTYPE_NAMES.has(name)) return null
  return worth.text === null || isOfKind(kind, worth.text)
    ? { name, isNamed: true, kind, group: standing?.group ?? null }
    : null
}

function isOfKind(kind: Kind, text: string): boolean {
  if (kind === 'port') return isPort(text)
  return kind === 'url' ? isStackUrl(text) : isHost(text)
}

function fallbackOf({ text }: Worth): { text: string | null; weight: Weight } {
  return { text, weight: text === null ? 'hint' : 'fallback' }
}

/** What a name stands for from here on: the setting, where it is one. */
function remember(
  { within, name }: Declaration,
  worth: Worth,
  setting: Setting | null,
  known: Map<string, Worth | null>,
): void {
  const own = setting?.named.name ?? worth.setting
  const isTold = worth.text !== null || own !== null
  const meant = isTold ? { ...worth, setting: own, readAt: null } : null
  known.set(name, meant)
  if (within.length > 0) known.set([...within, name].join('.'), meant)
}

interface Use {
  readonly is: 'read' | 'listen'
  readonly at: number
  readonly setting: Setting | null
}

/** Variables that are asked for, and ports that are listened at, anywhere in an expression. */
function usesIn(whole: Expression, known: Known, path: string, listenOf: (one: Expression) => Listen | null): Use[] {
  const found: Use[] = []
  const open = [whole]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const worth = READS.has(one.is) ? worthOf(one, known) : null
    const at = worth?.readAt ?? null
    if (worth !== null && at !== null) {
      const named = readBy(worth, null)
      const setting = named === null ? null : { named, ...fallbackOf(worth), at, until: at, doc: null }
      found.push({ is: 'read', at, setting })
      continue
    }
    const listen = one.is === 'call' ? listenOf(one) : null
    if (listen !== null) found.push(listened(listen, known, path))
    open.push(...partsOf(one).toReversed())
  }
  return found
}

const READS: ReadonlySet<Expression['is']> = new Set(['name', 'item', 'call', 'either', 'choice'])

function listened({ port, name, weight }: Listen, known: Known, path: string): Use {
  const worth = worthOf(port, known)
  const isOwn = worth.setting === null && worth.text !== null && isPort(worth.text)
  const named = isOwn ? settingOf({ within: [], name: name ?? 'port', path }, worth) : null
  const setting = { text: worth.text, weight, at: port.at, until: port.at, doc: null }
  return {
    is: 'listen',
    at: port.at,
    setting: named === null ? null : { ...setting, named: { ...named, isNamed: false } },
  }
}

function isAssigned(name: string): boolean {
  return /^[A-Za-z]/.test(name)
}

/** Whether a text is the name of a host of somebody else's. */
function isOutside(text: string | null): boolean {
  return text !== null && text.length < 300 && /^(?:[\w-]+\.)+[a-z]{2,}$/i.test(text) && !isHost(text)
}
