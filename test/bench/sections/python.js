import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { untilFilesAreOld } from '../projects.js'
import { inRounds, roundsTable } from '../rounds.js'
import { DEFAULTS, EXPECTED, envFiles, stackEnvironment } from '../stack.js'
import { printedBy } from '../tools.js'
import { agree } from '../values.js'

/** What a module is called that `config generate` makes. */
const GENERATED = 'ports_config'
/** The one in the path, and the system's own, which has what its packages bring. */
const INTERPRETERS = ['python3', '/usr/bin/python3']
/** The modules of the peers, what they need, and a port as each declares it. */
const PEERS = [
  {
    name: 'python-dotenv and int()',
    module: 'by_dotenv',
    needs: 'dotenv',
    line: ([name, port]) => `${name} = port('${name}', ${port})`,
  },
  {
    name: 'pydantic, with python-dotenv',
    module: 'by_pydantic',
    needs: 'dotenv, by_pydantic',
    line: ([name, port]) => `    ${name}: Port = ${port}`,
  },
]

export const python = {
  name: 'python',
  title: 'a Python process that imports the generated module',
  light: true,
  once: true,
  async measure(bench) {
    const env = stackEnvironment(bench)
    const cwd = projectIn(bench)
    const written = performance.now()
    const title = 'Python: a process that imports a module with 15 ports'
    const { path, version, peers } = interpreterIn(cwd, env)
    if (path === null)
      return [{ title, columns: [], rows: [], notes: ['left out: all of it (this machine has no python3)'] }]
    const importing = (name, module) => ({ name, command: path, args: ['-c', `import ${module}`], cwd, env, module })
    const ours = importing('portolan, as generated', GENERATED)
    const theirs = peers.map(({ name, module }) => importing(name, module))
    for (const { name, module } of [ours, ...theirs]) agree(name, EXPECTED, valuesOf(path, module, cwd, env))
    await untilFilesAreOld(written)
    const bare = { name: 'bare Python', command: path, args: ['-c', 'pass'], cwd, env }
    const measured = inRounds(bench, [importing('import typing', 'typing'), ...theirs, ours], bare)
    const missing = PEERS.filter((peer) => !peers.includes(peer))
    const notes = [`Python ${version}`, ...missing.map(({ name }) => `left out: ${name} (${path} does not have it)`)]
    return [roundsTable(title, measured, { notes })]
  },
}

/** A project with the generated module and those of the peers. */
function projectIn({ node, repository, folder, env }) {
  const leaf = ([env, value]) => [env.toLowerCase(), { doc: `What ${env} is for`, format: 'port', default: value, env }]
  const stack = Object.fromEntries(Object.entries(DEFAULTS).map(leaf))
  const schema = { $stack: { targets: { python: `${GENERATED}.py` } }, stack }
  const modules = PEERS.map(({ module, line }) => {
    const text = readFileSync(join(import.meta.dirname, '../python', `${module}.py`), 'utf8')
    return [`${module}.py`, text.replace(/^ *DEFAULTS$/m, Object.entries(DEFAULTS).map(line).join('\n'))]
  })
  const files = { ...envFiles(), ...Object.fromEntries(modules), 'schema/index.json': JSON.stringify(schema) }
  mkdirSync(join(folder, 'schema'))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  execFileSync(node, [join(repository, 'dist/cjs/main.js'), 'generate', 'python'], {
    cwd: folder,
    env,
    stdio: 'ignore',
  })
  return folder
}

/** The Python with the most peers, by the path of its binary: what is in the path may be a script that looks for one. */
function interpreterIn(cwd, env) {
  const none = { path: null, version: null, peers: [] }
  return INTERPRETERS.map((command) => {
    const printed = printedBy(command, [
      '-c',
      'import sys; print(sys.executable); print(*sys.version_info[:3], sep=".")',
    ])
    if (printed === null) return none
    const [path, version] = printed.split('\n')
    const has = ({ needs }) => printedBy(path, ['-c', `import ${needs}`], { cwd, env }) !== null
    return { path, version, peers: PEERS.filter(has) }
  }).reduce(
    (best, one) => (one.path !== null && (best.path === null || one.peers.length > best.peers.length) ? one : best),
    none,
  )
}

function valuesOf(python, module, cwd, env) {
  const names = JSON.stringify(Object.keys(EXPECTED))
  const program = `import json, ${module} as ports; print(json.dumps({name: getattr(ports, name) for name in ${names}}))`
  return JSON.parse(execFileSync(python, ['-c', program], { cwd, env, encoding: 'utf8' }))
}
