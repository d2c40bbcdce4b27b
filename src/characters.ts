/** ASCII that prints, as almost every text is: each character shows, one column wide. */
const PLAIN = /^[ -~]*$/

/** Whether every character of a text prints, and is ASCII. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text)
}

/**
 * A pattern by its source, read when it is first asked for. V8 takes a millisecond to read one with classes of Unicode,
 * and reads the literals in a module along with it, be they in functions that nobody calls.
 */
export function lazyPattern(source: string, flags: string): () => RegExp {
  let pattern: RegExp | undefined
  return () => {
    pattern ??= new RegExp(source, flags)
    return pattern
  }
}

/** What makes one picture of several characters shows, where it does (UTS #51): heart and style, person and profession. */
const JOINT = String.raw`(?<=\p{ExtPict})\ufe0f|(?<=[0-9#*])\ufe0f(?=\u20e3)|(?<=\p{ExtPict}[\ufe0f\p{EMod}]?)\u200d(?=\p{ExtPict})`
/** What a font shows as nothing at all, and marks that have no letter, or pile up on one. */
const UNSEEN = String.raw`[\p{C}\p{Zl}\p{Zp}\p{DI}\u2800]|(?! )\p{Zs}|(?![0-9])\p{Nd}|(?<![^\p{C}\p{M}\p{Z}]\p{M}{0,3})\p{M}`

/** Characters that do not show, or as others. */
export const hidden = lazyPattern(`(?!${JOINT})(?:${UNSEEN})`, 'gu')

/** Marks on a letter, and what joins pictures. */
export const mark = lazyPattern(String.raw`[\p{Mn}\p{Me}\u200d]`, 'u')

/** A picture, be it of several characters: one with a style, a person with a profession, a flag. */
export const pictures = lazyPattern(
  String.raw`\p{RI}{2}|[0-9#*]\ufe0f\u20e3|\p{ExtPict}(?:\ufe0f|\p{EMod})?(?:\u200d\p{ExtPict}(?:\ufe0f|\p{EMod})?)+|\p{ExtPict}(?:\ufe0f|\p{EMod})|(?!\p{RI})\p{Emoji_Presentation}`,
  'gu',
)

/** East Asian characters of full width (UAX #11, with what is reserved for more of them). */
export const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18df2}\u{1aff0}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u
