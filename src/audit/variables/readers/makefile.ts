import { withoutComments } from '../comments.js'
import { EXPANDS, expansionsOf } from '../expansions.js'
import type { Reader } from '../reader.js'
import { assignedIn } from './shell.js'

const SET = /^[ \t]*(?:export[ \t]+|override[ \t]+|define[ \t]+)*([A-Za-z_][\w.-]*)[ \t]*(?:[:?+!]{0,3}=|$)/gm
const TARGET_SET = /:[ \t]*([A-Za-z_]\w*)[ \t]*[:?+]?=/g
const LOOP = /\$\(foreach[ \t]+(\w+)/g
/** `$(X)` and `${X}` of make, `$$X` and `$${X}` of the shell below it. */
const READ = /(?<!\$)\$(?:[({]([A-Za-z_]\w*)[):}]|\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*))/dg

export const makefile: Reader = {
  name: 'makefile',
  handles: (path) => /(?:^|\/)(?:GNU)?[Mm]akefile[\w.-]*$|\.mk$/.test(path),
  sign: EXPANDS,
  reads(text) {
    const own = [SET, TARGET_SET, LOOP].flatMap((pattern) =>
      Array.from(text.matchAll(pattern), ([, name = '']) => name),
    )
    return expansionsOf(withoutComments(text, 'hash'), new Set([...own, ...assignedIn(text)]), READ)
  },
}
