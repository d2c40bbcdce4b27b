import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { inRounds, roundsTable } from '../rounds.js'
import { SCHEMAS } from '../schemas.js'
import { present } from '../tools.js'
import { agree } from '../values.js'

/** What `config audit` leaves out wherever it looks, and who is to be compared with it has to as well. */
const LEFT_OUT = ['*.map', '*.lock', '*[.-]min.js', '*[.-]min.cjs', '*[.-]min.css', 'package-lock.json']
/** `config audit` has no more threads. */
const THREADS = Math.min(4, availableParallelism())
/** How many greps xargs starts at a time, and how many files it gives to each. */
const AT_ONCE = 4
const SHARE = 100
/** How often the peers' packages stand in the large tree, which has more files than one thread is for. */
const COPIES = 10
/** The large tree takes seconds, beside which what else the machine does counts little: fewer rounds will do. */
const FEWER = 3
/** 1 says that something was found, or that nothing was. */
const CODES = [0, 1]

export const audit = {
  name: 'audit',
  title: 'our audit beside tools that search for text',
  light: true,
  once: true,
  measure(bench) {
    const small = tableOf(bench, projectOf(bench, ['node_modules']), 'node_modules', 'the packages of the peers')
    if (bench.short) return [small]
    const copies = Array.from({ length: COPIES }, (_, index) => `packages/${index + 1}`)
    const fewer = { ...bench, rounds: Math.ceil(bench.rounds / FEWER) }
    return [small, tableOf(fewer, projectOf(bench, copies), 'packages', `${COPIES} times those packages`)]
  },
}

/** Who finds the ports of a project in a folder of it, as ratios to the first who is on this machine. */
function tableOf(bench, root, folder, what) {
  const program = join(bench.repository, 'dist/cjs/main.js')
  const ours = (...args) => ({ command: bench.node, args: [program, ...args], cwd: root, env: bench.env, codes: CODES })
  const ports = portsOf(ours('print', '--json'))
  const theirs = (atOnce) =>
    searchers(ports, folder, atOnce).map((one) => ({
      ...one,
      cwd: root,
      env: { ...bench.env, LC_ALL: 'C' },
      codes: CODES,
    }))
  const { there, notes } = present([
    ...theirs(AT_ONCE),
    { name: 'portolan, config audit', ...ours('audit', folder) },
    // What every start of the program costs, the schema included, before it looks for anything.
    { name: 'portolan, its start alone', ...ours('audit', 'package.json') },
  ])
  const { findings } = JSON.parse(printedBy(ours('audit', '--json', '--sure', 'low', folder)))
  for (const searcher of present(theirs(1)).there) check(searcher, findings)
  const [bare] = there
  const measured = inRounds(bench, there.slice(1), bare)
  return roundsTable(`Audit: the ports of a project in ${what}`, measured, {
    notes: [
      `${THREADS} threads; the others name every line with the number of a port, config audit judges them`,
      ...notes,
    ],
  })
}

/**
 * Those that look for a pattern; `\b` is between ASCII characters to all of them. grep looks for one line only where it
 * writes to /dev/null, and so writes to cat. Several at a time mix their lines.
 * @param atOnce how many greps xargs starts at a time
 */
function searchers(ports, folder, atOnce) {
  const pattern = `\\b(${ports.join('|')})\\b`
  const grep = `grep -nHIE '${pattern}'`
  const names = (option) => LEFT_OUT.map((name) => `${option}'${name}'`).join(' ')
  const find = `find ${folder} -type f ${names('! -name ')} -print0`
  const shell = (line) => ({ command: 'sh', args: ['-c', `${line} | cat`] })
  return [
    {
      name: 'rg',
      needs: ['rg', ['--version']],
      command: 'rg',
      args: [
        ...['--no-ignore', '--hidden', '-n', '-j', `${THREADS}`],
        ...LEFT_OUT.flatMap((name) => ['--glob', `!${name}`]),
        ...[pattern.replaceAll('\\b', '(?-u:\\b)'), folder],
      ],
    },
    { name: 'grep -rE', needs: ['grep', ['--version']], ...shell(`${grep} -r ${names('--exclude=')} ${folder}`) },
    {
      name: 'find | xargs -P4 grep -E',
      needs: ['xargs', ['--version']],
      ...shell(`${find} | xargs -0 -P${atOnce} -n ${SHARE} ${grep}`),
    },
  ]
}

/** Every port of a project, each of a range. */
function portsOf(print) {
  const { settings } = JSON.parse(printedBy(print))
  const ports = settings
    .filter(({ format }) => format === 'port')
    .flatMap(({ value, count = 1 }) => Array.from({ length: count }, (_, index) => value + index))
  return [...new Set(ports)]
}

/** Refuses a searcher that does not name a line that `config audit` does. */
function check(searcher, findings) {
  const lines = new Set(
    printedBy(searcher)
      .split('\n')
      .map((line) => /^(.*?:\d+):/.exec(line)?.[1]),
  )
  const places = findings.map(({ path, line }) => `${path}:${line}`)
  const all = Object.fromEntries(places.map((place) => [place, 'named']))
  agree(
    searcher.name,
    all,
    Object.fromEntries(places.filter((place) => lines.has(place)).map((place) => [place, 'named'])),
  )
}

function printedBy({ name, command, args, cwd, env, codes }) {
  const { error, status, stdout } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 30 })
  if (error !== undefined || !codes.includes(status)) throw error ?? new Error(`${name} ended with ${status}`)
  return stdout
}

/** A project with the peers' packages in each of some folders. */
function projectOf({ folder, peers }, folders) {
  const root = join(folder, `${folders.length}`)
  mkdirSync(join(root, 'schema'), { recursive: true })
  for (const [path, text] of Object.entries(SCHEMAS.JSON)) writeFileSync(join(root, path), text)
  writeFileSync(join(root, 'package.json'), '{}')
  for (const place of folders) cpSync(peers, join(root, place), { recursive: true })
  return root
}
