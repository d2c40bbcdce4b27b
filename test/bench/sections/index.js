import { audit } from './audit.js'
import { commands } from './commands.js'
import { inside } from './inside.js'
import { load } from './load.js'
import { ports } from './ports.js'
import { python } from './python.js'

/**
 * What is measured, in the order of the report. A section is `{ name, title, light, once, measure }`: `name` is its word
 * on the command line, `light` says that the short form has it, `once` that of several Nodes it is measured with the first
 * alone, since it is not about Node, and `measure(bench)` answers, or promises, tables (table.js).
 *
 * `bench` is `{ node, rounds, short, repository, shared, folder, empty, env, peers, progress }`: the Node binary to
 * measure with, how many rounds to measure, whether in the short form, the repository, a temporary folder of the run and
 * one of the section in it, the path of an empty program, the environment for whatever is measured, the node_modules of
 * the peers, and a function that tells a person how far it is.
 *
 * A contender is checked to give the same values before it is measured (values.js); one whose tool is missing on this
 * machine is left out, and a note under the table says why.
 */
export const sections = [load, commands, inside, ports, audit, python]
