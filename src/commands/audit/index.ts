import { portNames } from '../../audit/ports.js'
import { resolveInSlot } from '../../load.js'
import { namesOf } from '../../stack/selection.js'
import { jsonText, linesText } from '../../text.js'
import type { Command } from '../command.js'
import { baselineFor } from './baseline.js'
import { leftOutOf } from './left-out.js'
import { pathsAt } from './paths.js'
import { progressOn } from './progress.js'
import { auditLines, auditReport, remarkLines, verdictLines } from './report.js'
import { isAtLeast, LEVELS, levelIn } from './sure.js'
import { namesToLookFor, undeclaredReads, unreadNames } from './variables.js'

export const audit: Command = {
  name: 'audit',
  summary: 'finds ports that are written where a setting should be read',
  usage: '[PATH...]',
  flags: [
    {
      name: 'sure',
      value: 'LEVEL',
      choices: LEVELS,
      summary: 'shows what is found with high, medium or low certainty; default medium',
    },
    { name: 'baseline', value: 'FILE', summary: 'leaves out the findings that the file knows' },
    { name: 'write-baseline', summary: 'writes what is found into that file' },
  ],
  notes: [
    'A comment with portolan-ignore exempts its line, or the one below it; portolan-ignore-file near the top, a file.',
    'It looks into what git does not ignore, but for the schema, the layers and what config generate keeps.',
    'A PATH that is ignored is searched as a whole.',
    'Variables that code reads and nobody declares, and settings that nobody reads, are told beside.',
  ],
  async run(call) {
    const { world, flag } = call
    const level = levelIn(flag('sure') ?? 'medium')
    const opened = await call.open()
    const { project } = opened
    const { root, stack } = project
    const words = namesOf(call)
    const isWhole = words.length === 0
    const paths = pathsAt(words, world.cwd, root)
    const baseline = baselineFor(call, root, isWhole)
    const resolution = resolveInSlot(project, world, call.request, 0)
    const progress = progressOn(world.stderr, () => performance.now())
    const { audit: search } = await import('../../audit/index.js')
    const names = isWhole ? namesToLookFor(stack) : []
    const outcome = await search({
      question: { root: paths.root, ports: portNames(resolution), names },
      paths: paths.absolute,
      isLeftOut: leftOutOf(paths.root, opened, baseline.file),
      onProgress: progress.tell,
    })
    progress.clear()
    const found = outcome.found.filter(({ sure }) => isAtLeast(sure, level))
    const code = await baseline.write?.(found)
    if (code) return code
    const { fresh, gone } = baseline.judge(found, outcome.found)
    const report = {
      findings: fresh,
      undeclared: undeclaredReads(outcome.reads, stack),
      ...(isWhole && { unread: unreadNames(names, outcome) }),
    }
    if (flag('json') !== undefined) world.stdout.write(jsonText(auditReport(report)))
    else world.stdout.write(linesText(auditLines(report, resolution)))
    const verdict = verdictLines(fresh, outcome.files, found.length - fresh.length)
    world.stderr.write(linesText([...remarkLines(outcome, paths.root, gone), ...verdict]))
    return fresh.length > 0 ? 1 : 0
  },
}
