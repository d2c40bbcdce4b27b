import { bash } from './bash/bash.js'
import { compose } from './compose/compose.js'
import type { Dialect } from './dialect.js'
import { dotenv } from './dotenv.js'
import { next } from './next.js'
import { node } from './node.js'
import { python } from './python.js'
import { react } from './react.js'
import { vite7 } from './vite/vite7.js'
import { vite8 } from './vite/vite8.js'

/** Every reader that is known, in the order of its naming. */
export const dialects: readonly Dialect[] = [dotenv, react, vite7, vite8, next, node, python, compose, bash]
