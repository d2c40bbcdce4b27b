import { visible } from '../../text.js'

/** nft takes 128 bytes, iptables 256, and both count the zero at the end. */
const LONGEST = 120

/** What has no meaning in a shell, in nft's and iptables' quotes, in XML and to ufw. */
const FOREIGN = /[^\p{L}\p{M}\p{N} _.,:()/+=-]/gu

/** A text that may stand in any of the files, as a comment or between quotes. */
export function plain(text: string): string {
  return visible(text).replace(FOREIGN, '?').replace(/--+/g, '-')
}

/** What a rule says of itself: the setting and what it means. */
export function labelOf({ name, doc }: { readonly name: string; readonly doc: string }): string {
  return cutBytes(plain(doc === '' ? name : `${name}: ${doc}`), LONGEST)
}

/** As many whole characters as fit. */
function cutBytes(text: string, most: number): string {
  let bytes = 0
  let cut = ''
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > most) return cut
    cut += character
  }
  return cut
}
