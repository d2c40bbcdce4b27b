import { withoutComments } from '../comments.js'
import { EXPANDS, expansionsOf } from '../expansions.js'
import type { Reader } from '../reader.js'
import { assignedIn } from './shell.js'

const GIVEN = /^[ \t]*(?:ARG|ENV)[ \t]+([A-Za-z_]\w*)/gim

/** Dockerfiles; what `ARG` and `ENV` name, and the shell lines set, is the file's own. */
export const dockerfile: Reader = {
  name: 'dockerfile',
  handles: (path) => /(?:^|\/)(?:Dockerfile|Containerfile)[\w.-]*$|\.dockerfile$/i.test(path),
  sign: EXPANDS,
  reads(text) {
    const own = Array.from(text.matchAll(GIVEN), ([, name = '']) => name)
    return expansionsOf(withoutComments(text, 'hash'), new Set([...own, ...assignedIn(text)]))
  },
}
