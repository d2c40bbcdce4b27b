import { lstatSync, readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { sourceText } from '../display.js'
import { removeLine, setLine } from '../edits/env-line.js'
import { isLayer, isLocalFile, modeOfFile } from '../env-file/names.js'
import { ConfigError } from '../errors.js'
import { parseDotenv } from '../layers/files/dotenv.js'
import { resolveProject } from '../load.js'
import type { Problem, Setting } from '../model.js'
import { problemOf } from '../problem.js'
import { readRegularFile } from '../regular-file/index.js'
import type { Project } from '../schema/index.js'
import { visible } from '../text.js'
import type { Place, World } from '../world.js'
import type { Change } from '../writer/change.js'
import { readUnder, writeAll } from '../writer/index.js'
import { modesIn } from './used-ports.js'

/** Every mode reads one of them; that of tests does not read the first. */
const ALWAYS = ['.env.local', '.env.test.local']
/** In bytes, of what a link leads to; a larger file is none that a mode reads. */
const LARGEST = 1 << 20

/** A local file, and the slot that it says; null where it says none. */
interface LocalFile {
  readonly path: string
  readonly text: string | null
  readonly said: string | null
}

/**
 * What has to be written for a checkout's own files to say a slot in every mode. Slot 0 is what is so without a word,
 * unless a shared file says another.
 * @throws ConfigError where a file cannot be read or written so, or something else wins
 */
export function changesFor(project: Project, place: Place, setting: Setting, slot: number): Change[] {
  if (slot === 0) {
    const without = changesWithout(project, setting, () => true)
    if (winnersOver(project, place, setting, slot, without).length === 0) return without
  }
  const { root } = project
  const saying = localFiles(root, setting).filter((file) => file.said !== null)
  const paths = [...ALWAYS, ...saying.map(({ path }) => path)]
  const usual = changesTo(root, paths, setting, slot)
  const winners = winnersOver(project, place, setting, slot, usual)
  if (winners.length === 0) return usual
  const changes = changesTo(root, [...paths, ...winners.flatMap(localBeside)], setting, slot)
  const stillWin = winnersOver(project, place, setting, slot, changes)
  if (stillWin.length > 0) throw new ConfigError(stillWin)
  return changes
}

/** What has to be written for a checkout's own files not to say some slots any more. */
export function changesWithout(project: Project, setting: Setting, isOurs: (said: string) => boolean): Change[] {
  return localFiles(project.root, setting).flatMap((file) => {
    if (file.said === null || !isOurs(file.said)) return []
    const text = removeLine(file.text ?? '', variableOf(setting))
    if (text === null) throw new ConfigError([unwritable(file.path, setting)])
    return changeOf(file, text)
  })
}

/** Writes them, all or none. A file that holds nothing any more is taken away: it was there for the slot. */
export function writeLocal(root: string, changes: readonly Change[], { self }: Pick<World, 'self'>): void {
  const options = { follow: false, self }
  writeAll(root, changes, options)
  for (const { path, text } of changes) {
    if (text === '' && readUnder(root, path, options) === '') unlinkSync(join(root, path))
  }
}

function changesTo(root: string, paths: readonly string[], setting: Setting, slot: number): Change[] {
  return [...new Set(paths)].flatMap((path) => {
    const file = fileAt(root, path, setting)
    return changeOf(file, said(file, setting, slot))
  })
}

/** The local file of the mode in which a shared file says another slot. */
function localBeside({ origin }: Problem): string | [] {
  const mode = origin?.layer === 'file' ? modeOfFile(origin.path) : null
  return mode === null ? [] : `.env.${mode}.local`
}

/** Those that are there, but for links to what says no slot. */
function localFiles(root: string, setting: Setting): LocalFile[] {
  const paths = readdirSync(root).filter((path) => isLayer(path) && isLocalFile(path))
  return paths.sort().flatMap((path) => (isLinkWithout(root, path, setting) ? [] : fileAt(root, path, setting)))
}

function isLinkWithout(root: string, path: string, setting: Setting): boolean {
  if (!isLink(root, path)) return false
  const content = readRegularFile(join(root, path), LARGEST)
  return typeof content !== 'string' || saidIn(content, setting) === null
}

function isLink(root: string, path: string): boolean {
  return lstatSync(join(root, path), { throwIfNoEntry: false })?.isSymbolicLink() === true
}

function fileAt(root: string, path: string, setting: Setting): LocalFile {
  const text = textIn(root, path)
  return { path, text, said: saidIn(text, setting) }
}

/** A file that several checkouts share by a link cannot say a slot. */
function textIn(root: string, path: string): string | null {
  if (isLink(root, path)) {
    const message = `${visible(path)} is a symbolic link, and a slot is this checkout's alone`
    const help = `put a file of its own in its place: cp --remove-destination "$(readlink -f ${path})" ${path}`
    throw new ConfigError([problemOf('slot', message, help, { origin: { layer: 'file', path } })])
  }
  return readUnder(root, path, { follow: false })
}

function saidIn(text: string | null, setting: Setting): string | null {
  const variable = variableOf(setting)
  return parseDotenv(text ?? '').assignments.findLast(({ key }) => key === variable)?.value ?? null
}

function said({ path, text }: LocalFile, setting: Setting, slot: number): string {
  const edited = setLine(text, variableOf(setting), `${slot}`)
  if (edited === null) throw new ConfigError([unwritable(path, setting)])
  return edited
}

function changeOf({ path, text: before }: LocalFile, text: string): Change | [] {
  return text === (before ?? '') ? [] : { path, text, before, secret: before === null }
}

/** What would win over a slot all the same. */
function winnersOver(
  project: Project,
  place: Place,
  { name }: Setting,
  slot: number,
  changes: readonly Change[],
): Problem[] {
  const drafts = new Map(changes.map(({ path, text }) => [path, text]))
  return modesIn(project.root).flatMap((mode) => {
    const request = { drafts, ...(mode !== null && { mode }) }
    const { text = null, origin = null } =
      resolveProject(project, { ...place, env: {} }, request).resolved.get(name) ?? {}
    if (text === `${slot}` || origin === null) return []
    const where = mode === null ? '' : ` in mode ${mode}`
    const message = `${visible(name)} would not be ${slot}${where}: ${sourceText(origin)} wins`
    return problemOf('slot', message, 'take it out there', { setting: name, origin })
  })
}

function variableOf({ name, variable }: Setting): string {
  if (variable !== null) return variable
  const message = `${visible(name)} has no variable, so no file can say this checkout's slot`
  throw new ConfigError([problemOf('slot', message, 'give it one in the schema, with `env`', { setting: name })])
}

function unwritable(path: string, { name }: Setting): Problem {
  const message = `${visible(path)} cannot be edited: what it says would mean something else`
  return problemOf('slot', message, `mend it, as \`config check\` tells, or take out ${visible(name)} by hand`, {
    setting: name,
    origin: { layer: 'file', path },
  })
}
