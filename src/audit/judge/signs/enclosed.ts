import type { Place } from '../place.js'
import { certain, likely, type Opinion, type Sign } from '../sign.js'
import { roleOf, speaksOfPorts } from '../words.js'

/** A key, or the dash of an item, and nothing else before the number. */
const KEYED = /^\s*(?:-\s+)?(?:["']?([A-Za-z_][\w.-]{0,60})["']?\s*(?:=>|[:=])\s*)?["']?$/
const OPEN_CALL = /([\w.:]{1,80})\s*\([^()]{0,200}$/

/** What the lines around tell of a number that stands alone, or under a name that tells nothing. */
export const enclosed: Sign = {
  name: 'enclosed',
  read(place) {
    if (/^\s*(?:#\[|@)/.test(place.left)) return ofAnnotated(place)
    const keyed = KEYED.exec(place.left)
    if (keyed === null) return null
    const key = keyed[1] ?? null
    return ofParents(key, place) ?? ofNeighbours(key, place)
  },
}

/** An attribute or annotation tells of what is declared behind or below it. */
function ofAnnotated({ left, right, candidate: { after } }: Place): Opinion | null {
  const declared = [right, after].map((text) => /\w+(?=\s*[:;=,)]|$)/.exec(text)?.[0] ?? '')
  return /\bdefault/i.test(left) && declared.some((name) => roleOf(name) === 'port')
    ? certain("a default that repeats the schema's")
    : null
}

function ofParents(key: string | null, { parents, candidate }: Place): Opinion | null {
  const [parent] = parents
  if (parent === undefined) return siblings(key, candidate.before)
  const call = OPEN_CALL.exec(parent)?.[1]
  if (key === null && call !== undefined) return isListener(call) ? certain('passed to what listens or connects') : null
  return isListener(subjectOf(parent)) ? certain('under a name with PORT') : null
}

function isListener(name: string): boolean {
  return ['port', 'listener'].includes(roleOf(name))
}

/** What a line that opens a block is about: the last name before its brackets. */
function subjectOf(line: string): string {
  return line.replace(/[^\w'"-]+$/, '').match(/[\w.-]+(?=['"]?$)/)?.[0] ?? ''
}

/** Items of a list whose head is out of sight: its other items may be mappings. */
function siblings(key: string | null, before: readonly string[]): Opinion | null {
  const others = before.filter((line) => /^\s*-\s+["']?\d{1,5}:\d{1,5}/.test(line))
  return key === null && others.length > 0 ? likely('in a list of ports') : null
}

/** `default: 8203` near `env: 'BACKEND_PORT'`, `value: "8203"` below `name: PORT`. */
function ofNeighbours(key: string | null, { candidate: { before, after } }: Place): Opinion | null {
  if (key === null || roleOf(key) !== 'neutral') return null
  const near = [...before, after].filter((line) =>
    /\b(?:name|env|key|doc|description|help|label|variable|title)\b/i.test(line),
  )
  return near.some(speaksOfPorts) ? certain('the value of a name with PORT') : null
}
