import { join } from 'node:path'
import { withNeeds } from '../needs.js'
import { FORMS, forgetStarts, portolanModules, programText, project, untilFilesAreOld, valuesOf } from '../projects.js'
import { inRounds, roundsTable } from '../rounds.js'
import { SCHEMAS } from '../schemas.js'
import { EXPECTED, stackEnvironment } from '../stack.js'
import { agree } from '../values.js'

/** What a start may take at most, as a ratio to bare Node. */
const TARGETS = { commonjs: 1.25, module: 1.5 }
/**
 * Our programs, by the schema that each has, and what a start may take at most as either module system. What a start keeps
 * for the next one is there, but for a first start. A schema in TypeScript is imported by what runs the program: Node
 * itself, where it strips types, or a loader, whose own time is most of the row's; so neither has a target here.
 */
const OURS = [
  { name: 'portolan, JavaScript schema', schema: 'JavaScript', program: 'portolan.js', targets: TARGETS },
  { name: 'portolan, JSON schema', schema: 'JSON', program: 'portolan-json.js', targets: TARGETS },
  { name: 'portolan, JSON schema, first start', schema: 'JSON', program: 'portolan-json.js', isFirst: true },
  {
    name: 'portolan, TypeScript schema, imported by Node',
    schema: 'TypeScript',
    program: 'portolan-typescript.js',
    forms: ['module'],
    needs: 'process.features.typescript',
  },
  {
    name: 'portolan, TypeScript schema, imported by jiti',
    schema: 'TypeScript',
    program: 'portolan-jiti.js',
    forms: ['commonjs'],
  },
]

const ENVALID = 'envalid + dotenv'
/** What is no loader, and has no values: what the module system costs. */
const EMPTY = { name: 'an empty program', program: 'empty.js' }
const PEERS = [
  EMPTY,
  { name: 'files read by hand, util.parseEnv', program: 'floor.js' },
  { name: 'convict + dotenv-flow, by hand', program: 'by-hand.js' },
  { name: ENVALID, program: 'envalid.js' },
  { name: 'znv + dotenv', program: 'znv.js' },
  { name: 'node-config + dotenv', program: 'node-config.js' },
  { name: 'dotenvx', program: 'dotenvx.js' },
  { name: 't3-env + zod + dotenv', program: 't3-env.js', forms: ['module'] },
  { name: 'c12', program: 'c12.js', forms: ['module'] },
]

/** What the projects of the peers hold: the programs, and what two of them have in files of their own. */
const PEER_FILES = {
  ...Object.fromEntries(PEERS.map(({ program }) => [program, program === EMPTY.program ? '' : programText(program)])),
  'c12.config.js': programText('c12.config.js'),
  'config/default.cjs': programText('node-config/default.cjs'),
  'config/custom-environment-variables.json': JSON.stringify(
    Object.fromEntries(Object.keys(EXPECTED).map((name) => [name, { __name: name, __format: 'number' }])),
  ),
}

/** A process that loads the configuration and reads one value of it. */
export const load = {
  name: 'load',
  title: 'a process that loads the configuration and reads one value',
  light: true,
  async measure(bench) {
    const env = stackEnvironment(bench)
    const { met, notes } = withNeeds(bench, bench.short ? OURS.filter(({ isFirst }) => !isFirst) : OURS)
    const all = [...ours(bench, met), ...peers(bench)]
    const written = performance.now()
    // Those of one module system stand together, since nobody chooses between the two for a loader.
    const contenders = Object.values(FORMS).flatMap((title) => all.filter(({ form }) => form === title))
    for (const { name, form, cwd, args } of contenders) {
      if (name !== EMPTY.name) agree(`${name}, ${form}`, EXPECTED, valuesOf(bench, cwd, args[0], env))
    }
    await untilFilesAreOld(written)
    const measured = inRounds(
      bench,
      contenders.map((contender) => ({ ...contender, command: bench.node, env })),
    )
    const columns = [{ title: 'as', text: ({ form }) => form }]
    const title = 'Load: a process that loads 15 ports and reads one of them'
    return [roundsTable(title, measured, { columns, notes: [...besideEnvalid(measured), ...notes] })]
  },
}

function ours(bench, programs) {
  const modules = portolanModules(bench)
  return inForms(programs).map(({ name, schema, program, form, targets = {}, isFirst = false }) => {
    const files = { ...SCHEMAS[schema], [program]: programText(program) }
    const folder = join(bench.folder, `${form}-${isFirst ? 'first-' : ''}${program}`)
    const cwd = project(folder, form, modules, files)
    const prepare = isFirst && { prepare: () => forgetStarts(cwd) }
    return { name, form: FORMS[form], cwd, args: [program], target: targets[form], ...prepare }
  })
}

function peers(bench) {
  const folders = Object.keys(FORMS).map((form) => {
    return [form, project(join(bench.folder, `${form}-peers`), form, bench.peers, PEER_FILES)]
  })
  const cwds = Object.fromEntries(folders)
  return inForms(PEERS).map(({ name, program, form }) => ({
    name,
    form: FORMS[form],
    cwd: cwds[form],
    args: [program],
  }))
}

/** Programs, once for each module system that they can be written as. */
function inForms(programs) {
  return Object.keys(FORMS).flatMap((form) =>
    programs.filter(({ forms = [form] }) => forms.includes(form)).map((program) => ({ ...program, form })),
  )
}

/** What a load of ours adds to bare Node, as a share of what the quickest typed peer adds. */
function besideEnvalid({ rows }) {
  const addedBy = (wanted) => rows.find(({ name, form }) => name === wanted && form === FORMS.commonjs).added.median
  const peer = addedBy(ENVALID)
  return OURS.filter(({ targets }) => targets !== undefined).map(({ name }) => {
    const share = addedBy(name) / peer
    return `${name}, as CommonJS adds ${share.toFixed(2)} of what ${ENVALID} adds, target 0.50`
  })
}
