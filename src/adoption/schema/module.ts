import { writeLiteral } from '../../edits/literals.js'
import { defaultOf, type Outline, optionsOf } from './form.js'
import type { Entry } from './outline.js'

/** How a project writes its modules. */
export interface Style {
  readonly quote: "'" | '"'
  /** `;` or nothing. */
  readonly end: string
  readonly indent: string
  /** In characters. */
  readonly width: number
}

/** How a module system takes and gives. */
export type ModuleSystem = 'esm' | 'commonjs'

/** A node of a module, as a formatter breaks it: a text, or parts between brackets that may stand on lines of their own. */
type Node =
  | string
  | { readonly open: string; readonly parts: readonly Node[]; readonly close: string; readonly keys?: boolean }

/** How wide formatters take a tab to be. */
const TAB = 2
const MAKERS = ['defineSchema', 'host', 'port', 'url'] as const

/** A schema as a module, laid out as Prettier and Biome would. */
export function moduleText({ stack, groups }: Outline, system: ModuleSystem, style: Style): string {
  const kinds = new Set<string>(groups.flatMap(({ entries }) => entries.map(({ finding }) => finding.kind)))
  const names = MAKERS.filter((maker) => maker === 'defineSchema' || kinds.has(maker))
  const packageName = writeLiteral('portolan', style.quote)
  const members: Node[] = groups.map(({ key, entries }) =>
    object(
      `${key}: `,
      entries.map((one) => entryNode(one, style)),
    ),
  )
  const options = Object.keys(stack).length === 0 ? [] : [labelled('$stack: ', dataNode(stack, style))]
  const schema = block('defineSchema({', [...options, ...members], '})', style)
  const [before, behind, give] =
    system === 'esm'
      ? ['import {', `} from ${packageName}`, 'export default']
      : ['const {', `} = require(${packageName})`, 'module.exports =']
  const take = { open: before, parts: names, close: behind, keys: true }
  return `${laid(take, 0, style.end.length, style)}${style.end}\n\n${COMMENT}\n${give} ${schema}${style.end}\n`
}

const COMMENT = '/** The stack: every port, and the URLs made of them. To change a port, change its number here. */'

function entryNode({ key, finding }: Entry, style: Style): Node {
  const text = (value: string | number) => (typeof value === 'string' ? writeText(value, style.quote) : String(value))
  const options = optionsOf(finding).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? text(value) : value}`,
  )
  const parts: Node[] = [text(finding.name), text(defaultOf(finding)), text(finding.doc)]
  if (options.length > 0) parts.push(object('', options))
  return { open: `${key}: ${finding.kind}(`, parts, close: ')' }
}

/** With the quote that needs fewer escapes. */
function writeText(value: string, quote: Style['quote']): string {
  const other = quote === "'" ? '"' : "'"
  const count = (one: string) => value.split(one).length
  return writeLiteral(value, count(quote) > count(other) ? other : quote)
}

function object(label: string, parts: readonly Node[]): Node {
  return { open: `${label}{`, parts, close: '}', keys: true }
}

function labelled(label: string, node: Node): Node {
  return typeof node === 'string' ? label + node : { ...node, open: label + node.open }
}

function dataNode(value: unknown, style: Style): Node {
  if (Array.isArray(value)) return { open: '[', parts: value.map((one) => dataNode(one, style)), close: ']' }
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? writeText(value, style.quote) : String(value)
  const entries = Object.entries(value).map(([key, one]) => labelled(`${keyText(key, style)}: `, dataNode(one, style)))
  return object('', entries)
}

function keyText(key: string, style: Style): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : writeText(key, style.quote)
}

/** What stays on one line, however long. */
function flat(node: Node): string {
  if (typeof node === 'string') return node
  const inner = node.parts.map(flat).join(', ')
  return node.keys && inner !== '' ? `${node.open} ${inner} ${node.close}` : node.open + inner + node.close
}

/** Lines of a node at a depth, the first without its indentation. */
function laid(node: Node, depth: number, behind: number, style: Style): string {
  const line = flat(node)
  const room = style.width - depth * (style.indent === '\t' ? TAB : style.indent.length) - behind
  if (typeof node === 'string' || line.length <= room) return line
  const { open, parts, close } = node
  const last = parts.at(-1)
  const head = `${open}${parts.slice(0, -1).map(flat).join(', ')}`
  // The last argument of a call, where it is an object, is broken alone.
  if (!node.keys && typeof last === 'object' && parts.length > 1 && `${head}, ${last.open}`.length <= room) {
    return `${head}, ${broken(last, depth, style)}${close}`
  }
  return broken({ open, parts, close }, depth, style)
}

function broken({ open, parts, close }: Exclude<Node, string>, depth: number, style: Style): string {
  return block(open, parts, close, style, depth)
}

/** Parts on lines of their own. */
function block(open: string, parts: readonly Node[], close: string, style: Style, depth = 0): string {
  const inner = style.indent.repeat(depth + 1)
  const lines = parts.map((part) => {
    const isGroup = depth === 0 && typeof part === 'object'
    const text = isGroup ? broken(part, depth + 1, style) : laid(part, depth + 1, 1, style)
    return `${inner}${text},\n`
  })
  return `${open}\n${lines.join('')}${style.indent.repeat(depth)}${close}`
}
