import { extname } from 'node:path'
import { writeLiteral } from '../../../edits/literals.js'
import type { Setting, SlotFacts } from '../../../model.js'
import { relativeTo } from '../../../path.js'
import type { Plan } from '../../../planning/plan.js'
import { slotOf } from '../../../planning/trial.js'
import type { Project } from '../../../schema/index.js'
import { isMade } from '../../../schema/leaf.js'
import { slotSetting } from '../../../stack/slot.js'

/** What is to be written into a schema so that it says what a plan wants. */
export interface Declaration {
  /** The schema's file, relative to the root. */
  readonly path: string
  readonly line: string
  /** Whether the line takes the place of another. */
  readonly isInPlace: boolean
  /** What else the module needs for it; null for nothing. */
  readonly needs: string | null
}

const IMPORT = "slot is imported from 'portolan'"
/** convict asks for the format when it makes the instance, and the program that does so need not know Portolan. */
const FORMAT = "above a convict instance: convict.addFormat({ name: 'portolan:slot', validate() {}, coerce: Number })"

/** Null where the schema says what is wanted, or nothing can be. */
export function declarationOf({ wanted }: Plan, { root, stack }: Project, schemaFile: string): Declaration | null {
  if (wanted === null) return null
  const slot = slotOf(stack, wanted)
  const isInPlace = slotSetting(stack) !== null
  const key = isInPlace ? (slot.segments.at(-1) ?? '') : 'slot'
  const path = relativeTo(root, schemaFile)
  if (extname(path) === '.json') return { path, line: jsonLine(key, slot, wanted), isInPlace, needs: null }
  const isByMaker = (isInPlace ? [slot] : stack.settings).some(({ leaf }) => isMade(leaf))
  const line = isByMaker ? makerLine(key, slot, wanted) : leafLine(key, slot, wanted)
  const needs = isByMaker ? IMPORT : FORMAT
  return { path, line, isInPlace, needs: isInPlace ? null : needs }
}

function makerLine(key: string, slot: Setting, { stride, count }: SlotFacts): string {
  const options = objectText({ stride, count, ...(slot.argument !== null && { arg: slot.argument }) })
  return `${keyText(key)}: slot(${valueText(slot.name)}, ${valueText(slot.doc)}, ${options}),`
}

function leafLine(key: string, slot: Setting, facts: SlotFacts): string {
  return `${keyText(key)}: ${objectText(leafOf(slot, facts))},`
}

function jsonLine(key: string, slot: Setting, facts: SlotFacts): string {
  const members = Object.entries(leafOf(slot, facts)).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  )
  return `${JSON.stringify(key)}: { ${members.join(', ')} }`
}

function leafOf(
  { name, doc, argument }: Setting,
  { stride, count }: SlotFacts,
): Readonly<Record<string, string | number>> {
  const rest = { env: name, default: 0, stride, count, ...(argument !== null && { arg: argument }) }
  return { ...(doc !== '' && { doc }), format: 'portolan:slot', ...rest }
}

function objectText(object: Readonly<Record<string, string | number>>): string {
  return `{ ${Object.entries(object)
    .map(([key, value]) => `${keyText(key)}: ${valueText(value)}`)
    .join(', ')} }`
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : writeLiteral(key, "'")
}

function valueText(value: string | number): string {
  return writeLiteral(value, "'")
}
