import { join } from 'node:path'
import { FORMS, portolanModules, programText, project, valuesOf } from '../projects.js'
import { inRounds, roundsTable } from '../rounds.js'
import { SCHEMAS } from '../schemas.js'
import { EXPECTED, stackEnvironment } from '../stack.js'
import { agree } from '../values.js'

/** What a start of ours may take at most, as a ratio to bare Node. */
const TARGETS = { commonjs: 1.25, module: 1.5 }

const PEERS = [
  { name: 'files read by hand, util.parseEnv', program: 'floor.js' },
  { name: 'convict + dotenv-flow, by hand', program: 'by-hand.js' },
  { name: 'envalid + dotenv', program: 'envalid.js' },
  { name: 'znv + dotenv', program: 'znv.js' },
  { name: 'node-config + dotenv', program: 'node-config.js' },
  { name: 'dotenvx', program: 'dotenvx.js' },
  { name: 't3-env + zod + dotenv', program: 't3-env.js', forms: ['module'] },
  { name: 'c12', program: 'c12.js', forms: ['module'] },
]

/** What the projects of the peers hold: the programs, and what two of them have in files of their own. */
const PEER_FILES = {
  ...Object.fromEntries(PEERS.map(({ program }) => [program, programText(program)])),
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
  measure(bench) {
    const env = stackEnvironment(bench)
    const contenders = [...ours(bench), ...peers(bench)]
    for (const { name, form, cwd, args } of contenders) {
      agree(`${name}, ${form}`, EXPECTED, valuesOf(bench, cwd, args[0], env))
    }
    const measured = inRounds(
      bench,
      contenders.map((contender) => ({ ...contender, command: bench.node, env })),
    )
    const columns = [{ title: 'as', text: ({ form }) => form }]
    return [roundsTable('Load: a process that loads 15 ports and reads one of them', measured, { columns })]
  },
}

function ours(bench) {
  const modules = portolanModules(bench)
  return Object.entries(FORMS).flatMap(([form, title]) =>
    ['JavaScript', 'JSON'].map((language) => {
      const program = language === 'JSON' ? 'portolan-json.js' : 'portolan.js'
      const files = { ...SCHEMAS[language], [program]: programText(program) }
      const cwd = project(join(bench.folder, `${language}-${form}`), form, modules, files)
      return { name: `portolan, ${language} schema`, form: title, cwd, args: [program], target: TARGETS[form] }
    }),
  )
}

function peers(bench) {
  return Object.entries(FORMS).flatMap(([form, title]) => {
    const cwd = project(join(bench.folder, `peers-${form}`), form, bench.peers, PEER_FILES)
    return PEERS.filter(({ forms = Object.keys(FORMS) }) => forms.includes(form)).map(({ name, program }) => {
      return { name, form: title, cwd, args: [program] }
    })
  })
}
