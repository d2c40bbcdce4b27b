import { isUtf8 } from 'node:buffer'
import type { Unreadable } from './unreadable.js'

/** Bytes as a text, which is UTF-8 without NUL. */
export function decode(bytes: Buffer): string | Unreadable {
  const text = bytes.toString('utf8')
  if (text.includes('\0')) return { reason: `has a NUL at byte ${bytes.indexOf(0)}`, help: 'save it as UTF-8 text' }
  if (isUtf8(bytes)) return text
  return { reason: `is not UTF-8 at byte ${firstDifference(bytes, Buffer.from(text))}`, help: 'save it as UTF-8' }
}

/**
 * Decoding replaces what is no UTF-8, so that encoding again differs from the first such byte on; but for a file that
 * ends within the three bytes that stand for the replacement.
 */
function firstDifference(bytes: Buffer, again: Buffer): number {
  const at = bytes.findIndex((byte, index) => byte !== again[index])
  return at < 0 ? bytes.lastIndexOf(again.subarray(-3, -2)) : at
}
