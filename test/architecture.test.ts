import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { REPOSITORY } from './support/project.js'

const SOURCE = join(REPOSITORY, 'src')
const modules = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))

/** The modules that a module imports when it is loaded; `import()` is left out. */
function importsOf(module: string): string[] {
  return namedIn(module, /^(?:import|export) [^;]*? from '(\.[^']+)\.js'/gm)
}

/** The modules that a module imports when it needs them. */
function laterImportsOf(module: string): string[] {
  return namedIn(module, /\bimport\('(\.[^']+)\.js'\)/g)
}

function namedIn(module: string, pattern: RegExp): string[] {
  const text = readFileSync(join(SOURCE, module), 'utf8')
  return [...text.matchAll(pattern)].map(([, path = '']) =>
    relative(SOURCE, join(SOURCE, dirname(module), `${path}.ts`)),
  )
}

function cycleFrom(module: string, trail: readonly string[], done: Set<string>): string[] | null {
  if (trail.includes(module)) return [...trail.slice(trail.indexOf(module)), module]
  if (done.has(module)) return null
  for (const next of importsOf(module)) {
    const cycle = cycleFrom(next, [...trail, module], done)
    if (cycle !== null) return cycle
  }
  done.add(module)
  return null
}

/** What each part may not import, since data flows the other way. */
const ABOVE: Record<string, readonly string[]> = {
  'model.ts': ['formats', 'layers', 'resolve', 'load.ts', 'handover', 'printers', 'commands'],
  'formats/': ['layers', 'resolve', 'load.ts', 'handover', 'printers', 'commands'],
  'layers/': ['resolve', 'handover', 'load.ts', 'printers', 'commands'],
  'resolve/': ['layers', 'load.ts', 'handover', 'printers', 'commands'],
  'schema/': ['load.ts', 'handover', 'printers', 'writer', 'edits', 'commands', 'program'],
  'load.ts': ['handover', 'printers', 'commands'],
  'printers/': ['layers', 'load.ts', 'commands'],
  'stack/': ['layers', 'resolve', 'load.ts', 'handover', 'targets', 'checks', 'commands'],
  'api/': ['layers', 'resolve', 'load.ts', 'handover', 'targets', 'checks', 'commands', 'program'],
  'env-file/': ['layers', 'stack', 'resolve', 'load.ts', 'handover', 'targets', 'checks', 'commands', 'program'],
  'secret/': ['layers', 'resolve', 'load.ts', 'handover', 'targets', 'checks', 'commands', 'program'],
  'command-line/': ['layers', 'resolve', 'load.ts', 'bundlers', 'launchers', 'handover', 'commands', 'program'],
  'watching/': ['layers', 'schema', 'resolve', 'load.ts', 'handover', 'commands', 'program'],
  'handover/': ['layers', 'load.ts', 'targets', 'generation', 'edits', 'commands'],
  'targets/': ['load.ts', 'generation', 'edits', 'commands', 'program'],
  'generation/': ['edits', 'commands', 'program'],
  'edits/': ['commands', 'program'],
  'writer/': ['layers', 'schema', 'resolve', 'load.ts', 'targets', 'commands', 'program'],
  'regular-file/': ['layers', 'schema', 'resolve', 'load.ts', 'targets', 'writer', 'commands', 'program'],
  'ports/': [
    'layers',
    'resolve',
    'load.ts',
    'handover',
    'targets',
    'generation',
    'checks',
    'audit',
    'commands',
    'program',
  ],
  'dialects/': ['resolve', 'load.ts', 'handover', 'targets', 'checks', 'commands', 'program'],
  'launchers/': ['layers', 'resolve', 'load.ts', 'bundlers', 'handover', 'targets', 'checks', 'commands', 'program'],
  'bundlers/': ['layers', 'resolve', 'load.ts', 'handover', 'targets', 'checks', 'commands', 'program'],
  'checks/': ['edits', 'audit', 'commands', 'program'],
  'audit/': ['handover', 'edits', 'checks', 'commands', 'program'],
  'adoption/': ['handover', 'checks', 'slots', 'planning', 'commands', 'program'],
  'adoption/sources/': ['adoption/project', 'adoption/reconcile', 'adoption/schema', 'adoption/index.ts'],
  'adoption/project/': ['adoption/reconcile', 'adoption/schema', 'adoption/index.ts'],
  'adoption/reconcile/': ['adoption/sources', 'adoption/project', 'adoption/schema', 'adoption/index.ts'],
  'adoption/schema/': ['adoption/sources', 'adoption/reconcile', 'adoption/index.ts'],
  'commands/': ['layers', 'program'],
  'checkout/': ['layers', 'resolve', 'load.ts', 'slots', 'planning', 'handover', 'checks', 'commands', 'program'],
  'planning/': ['slots', 'checkout', 'handover', 'targets', 'checks', 'audit', 'commands', 'program'],
  'slots/': ['planning', 'handover', 'targets', 'audit', 'commands', 'program'],
  'outputs/': ['schema', 'layers', 'resolve', 'load.ts', 'targets', 'checks', 'slots', 'commands', 'program'],
  'code-cache/': ['schema', 'layers', 'resolve', 'load.ts', 'index.ts', 'commands', 'program'],
  'vite/': ['layers', 'commands', 'main.ts'],
}

/** Parts that know nothing of the others. */
const ALONE: readonly string[] = ['syntax/']

describe('imports go one way', () => {
  test('no module is imported by what it imports', () => {
    const done = new Set<string>()
    expect(modules.map((module) => cycleFrom(module, [], done)).filter((cycle) => cycle !== null)).toEqual([])
  })

  test.each(Object.entries(ABOVE))('%s imports nothing above it', (part, above) => {
    const wrong = modules
      .filter((module) => module.startsWith(part))
      .flatMap((module) => importsOf(module).map((imported) => `${module} imports ${imported}`))
      .filter((edge) => above.some((name) => edge.includes(` imports ${name}`)))
    expect(wrong).toEqual([])
  })

  test.each(ALONE)('%s imports nothing of the rest', (part) => {
    const edges = modules
      .filter((module) => module.startsWith(part))
      .flatMap((module) => [...importsOf(module), ...laterImportsOf(module)])
    expect(edges.length).toBeGreaterThan(0)
    expect(edges.filter((imported) => !imported.startsWith(part))).toEqual([])
  })

  test('only the entries are imported by nobody', () => {
    const imported = new Set(modules.flatMap((module) => [...importsOf(module), ...laterImportsOf(module)]))
    const entries = modules.filter((module) => !imported.has(module) && !module.endsWith('.d.ts'))
    expect(entries.sort()).toEqual(['audit/worker.ts', 'door.ts', 'main.ts', 'outputs/index.ts', 'vite/index.ts'])
  })
})
