import { isLayer, modeOfFile } from '../env-file/names.js'
import { formatOf } from '../formats/index.js'
import { PROTOTYPE_NAMES } from '../names.js'
import { lastPart } from '../path.js'
import { soundsSecret } from '../secret/signs.js'
import { isPort } from './assigned.js'
import type { Mention } from './mention.js'

/** A mention that may become a setting. */
export interface Claim extends Mention {
  /** Without white space around it. */
  readonly text: string
  /** How many ports in a row, of which `text` is the first. */
  readonly count: number
  /** The source that found it. */
  readonly source: string
  /** What its name had before it, by which a browser build is handed it: `REACT_APP_`; empty without. */
  readonly prefix: string
}

/** Nobody calls a variable by a longer name, or writes a longer address by hand. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/
const LONGEST = 2000
const RANGE = /^([1-9][0-9]{0,4})-([1-9][0-9]{0,4})$/
const REFERENCE = /\$\{/
const TEMPLATE = /(?:\.|^|[-_])(?:example|sample|template|dist)(?:$|[.])/

/** What a mention claims; null where it names nothing that could be a setting. */
export function claimOf(mention: Mention, source: string): Claim | null {
  const { name, kind } = mention
  const text = mention.text?.trim() ?? ''
  if (text === '' || text.length > LONGEST || !VARIABLE.test(name) || PROTOTYPE_NAMES.has(name)) return null
  if (soundsSecret(name)) return null
  const claim = { ...mention, text, count: mention.count ?? 1, source, prefix: '' }
  if (kind === 'port') return portClaim(claim)
  if (REFERENCE.test(text)) return claim
  const format = formatOf({ format: kind === 'url' ? 'portolan:url' : 'portolan:host' })
  return 'at' in format.judge(text) ? null : claim
}

function portClaim(claim: Claim): Claim | null {
  const [, first = '', last = ''] = RANGE.exec(claim.text) ?? []
  const count = Number(last) - Number(first) + 1
  if (first !== '' && count > 0) return portClaim({ ...claim, text: first, count })
  return isPort(claim.text) || REFERENCE.test(claim.text) ? claim : null
}

/** Whether it stands in a .env file of the root that every mode reads, so that it goes on to beat the schema. */
export function isOfLayer({ weight, place: { path } }: Claim): boolean {
  return weight === 'layer' && isLayer(path) && modeOfFile(path) === null
}

/** Whether it stands in a .env file of the root that one mode reads. */
export function isOfMode({ weight, place: { path } }: Claim): boolean {
  return weight === 'layer' && isLayer(path) && modeOfFile(path) !== null
}

/** Whether it stands in a file to be copied, which nothing that runs reads. */
export function isExample({ place: { path } }: Claim): boolean {
  return TEMPLATE.test(lastPart(path))
}
