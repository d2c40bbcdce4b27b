import { isUtf8 } from 'node:buffer'
import { constants } from 'node:fs'
import { type Found, look } from '../regular-file/look.js'
import { settled } from '../regular-file/settled.js'
import { CHANGING, type Unreadable } from '../regular-file/unreadable.js'
import type { Place } from './place.js'
import { Trouble } from './trouble.js'

const LARGEST = 16 << 20

/**
 * The text in a place once nobody writes it any more, byte order mark included; null where there is no file.
 * @throws Trouble where it is larger than 16 MiB, not UTF-8 or goes on changing; or an error of the system
 */
export function settledTextIn({ file, stats }: Place): string | null {
  return stats === null ? null : textOf(settled([file], lookAt).get(file) ?? CHANGING)
}

/** The same as it is at this moment, to be held against a text that is known. */
export function textIn({ file, stats }: Place): string | null {
  return stats === null ? null : textOf(lookAt(file))
}

/** What was a file a moment ago may be a link by now, which is not followed. */
function lookAt(file: string): Found | Unreadable {
  return look(file, LARGEST, constants.O_NOFOLLOW)
}

function textOf(found: Found | Unreadable): string {
  const wrong = 'reason' in found ? found : found.whole ? null : CHANGING
  if (wrong !== null) throw new Trouble(`it ${wrong.reason}`, wrong.help)
  const { bytes } = found as Found
  if (!isUtf8(bytes)) throw new Trouble('it is not UTF-8', 'save it as UTF-8')
  return bytes.toString('utf8')
}
