import type { Reader } from '../reader.js'
import { code } from './code.js'
import { compose } from './compose.js'
import { dockerfile } from './dockerfile.js'
import { makefile } from './makefile.js'
import { shell } from './shell.js'
import { template } from './template.js'

/** Every family of texts that reads variables; the first that handles a file reads it. */
export const readers: readonly Reader[] = [template, compose, dockerfile, makefile, shell, code]
