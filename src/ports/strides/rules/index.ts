import { apart } from './apart.js'
import { ephemeral } from './ephemeral.js'
import { highest } from './highest.js'
import { refused } from './refused.js'
import type { Rule } from './rule.js'

/** Every rule; of several that a stride breaks at once, the first is told. */
export const rules: readonly Rule[] = [apart, refused, ephemeral, highest]
