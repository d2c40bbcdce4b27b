import { realpathSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { Leaf, Setting, Stack, Value } from '../model.js'
import { relativeTo } from '../path.js'
import { isSchema } from '../schema/exports.js'
import { importsFrom } from '../schema/file.js'
import { openSchema, type Project } from '../schema/index.js'
import { definitionOfInstance, isInstance } from '../schema/instance.js'
import { lookOver } from '../schema/look-over.js'
import { evaluatorOf, isUnder, type Sources } from '../schema/run.js'
import { readSettings } from '../schema/settings.js'
import type { Environment } from '../world.js'
import type { Edit } from './edit.js'
import { type Literal, type LiteralValue, literalsIn, writeLiteral } from './literals.js'

interface Candidate {
  readonly path: string
  readonly source: string
  readonly literal: Literal
  /** How far it is from the setting's name; those in front of it come behind all others. */
  readonly distance: number
}

/** More than this many literals of one value are not tried. */
const MOST = 60
const FAR = Number.MAX_SAFE_INTEGER

/**
 * The edit of a schema's source that gives a setting another default: one literal, in the schema's file or in a module
 * under the root that it imports. It is found by trying: the schema is run from the edited source, in memory, and the
 * edit is taken if that changed this default and nothing else. So whatever the schema does when it is run, it does
 * again for every try.
 * @param file the schema's file, absolute
 * @param value another than the present default; written as text where that is one and the format takes text
 * @param env what a convict instance may read
 * @returns null where no single literal does it
 * @throws ConfigError where the schema does not hold with that default
 */
export async function rewriteDefault(
  project: Project,
  file: string,
  setting: Setting,
  value: Value,
  env: Environment,
): Promise<Edit | null> {
  if (typeof value === 'object') return null
  const { root, stack } = project
  const wanted = defaultFor(setting, value)
  const expected = withDefault(stack, setting, wanted)
  const attempt = await attemptsAt(project, file, env)
  const present = await attempt(new Map(), stack)
  const candidates = present === null ? [] : candidatesIn(present.sources, setting, realpathSync(root))
  for (const { path, source, literal } of candidates.slice(0, MOST)) {
    const text = replaced(source, literal, wanted)
    const made = await attempt(new Map([[path, text]]), expected)
    if (made === null) continue
    const opened = openSchema(made.definition, root, importsFrom(file), env)
    return {
      kind: 'set',
      path: relativeTo(realpathSync(root), path),
      before: source,
      text,
      line: source.slice(0, literal.start).split('\n').length,
      project: { ...opened, stack: inOrderOf(stack, opened.stack) },
    }
  }
  return null
}

/** Runs a schema from edited sources. Null where that fails, or declares another stack than the expected one. */
type Attempt = (edited: Sources, expected: Stack) => Promise<{ definition: object; sources: Sources } | null>

async function attemptsAt({ root, engine }: Project, file: string, env: Environment): Promise<Attempt> {
  const evaluate = await evaluatorOf(realpathSync(file), isUnder(realpathSync(root)))
  return async (edited, expected) => {
    try {
      const { exported, sources } = await evaluate(edited)
      if (!isSchema(exported)) return null
      const definition = isInstance(exported) ? definitionOfInstance(exported, engine, env) : exported
      const { stack } = readSettings(definition, lookOver(definition, env))
      return isSame(stack, expected) ? { definition, sources } : null
    } catch {
      // A program that was changed in the wrong place may fail in any way.
      return null
    }
  }
}

/** `'8203'` stays a text, unless the format lists what it takes. */
function defaultFor(setting: Setting, value: string | number | boolean): LiteralValue {
  return typeof setting.default === 'string' && setting.format.options === undefined ? String(value) : value
}

function withDefault(stack: Stack, { path }: Setting, value: LiteralValue): Stack {
  const settings = stack.settings.map((one) =>
    one.path === path ? { ...one, leaf: { ...one.leaf, default: value } } : one,
  )
  return { ...stack, settings }
}

/** Whether two stacks were declared alike. All else that is known of a setting is made of its name and its leaf. */
function isSame(one: Stack, other: Stack): boolean {
  return isDeepStrictEqual(declared(one), declared(other))
}

function declared({ settings, ...options }: Stack) {
  return { options, leaves: new Map(settings.map(({ path, name, leaf }) => [path, { name, ...withoutCode(leaf) }])) }
}

/** A function is another each time its module is run. */
function withoutCode(leaf: Leaf): Leaf {
  return Object.fromEntries(Object.entries(leaf).map(([key, fact]) => [key, typeof fact === 'function' ? '()' : fact]))
}

/** The exports of an ES module are sorted where it is loaded by itself. */
function inOrderOf({ settings }: Stack, stack: Stack): Stack {
  const place = new Map(settings.map(({ path }, index) => [path, index]))
  const placeOf = ({ path }: Setting) => place.get(path) ?? -1
  return { ...stack, settings: [...stack.settings].sort((a, b) => placeOf(a) - placeOf(b)) }
}

/** The literals below the root that are the setting's default now, the likeliest first. */
function candidatesIn(sources: Sources, setting: Setting, root: string): Candidate[] {
  const name = setting.variable ?? setting.segments.at(-1) ?? ''
  const present = setting.default ?? null
  return [...sources]
    .filter(([path]) => isUnder(root)(path))
    .flatMap(([path, source]) => {
      const names = offsetsOf(name, source)
      return literalsIn(source)
        .filter(({ value }) => value === present)
        .map((literal) => ({ path, source, literal, distance: distanceFrom(names, literal) }))
    })
    .sort((a, b) => a.distance - b.distance)
}

function offsetsOf(name: string, source: string): number[] {
  const offsets: number[] = []
  for (let at = source.indexOf(name); name !== '' && at >= 0; at = source.indexOf(name, at + 1)) offsets.push(at)
  return offsets
}

function distanceFrom(names: readonly number[], { start }: Literal): number {
  const before = names.findLast((at) => at <= start)
  if (before !== undefined) return start - before
  const behind = names.find((at) => at > start)
  return behind === undefined ? FAR : FAR / 2 + (behind - start)
}

function replaced(source: string, literal: Literal, value: LiteralValue): string {
  const quote = literal.quote === '' ? commonQuote(source) : literal.quote
  return source.slice(0, literal.start) + writeLiteral(value, quote) + source.slice(literal.end)
}

/** The quote that texts of a source have. */
function commonQuote(source: string): string {
  const quotes = literalsIn(source).map(({ quote }) => quote)
  const count = (one: string) => quotes.filter((quote) => quote === one).length
  return count('"') > count("'") ? '"' : "'"
}
