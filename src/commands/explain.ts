import { problemText, UsageError } from '../errors.js'
import { namesIn, parseTemplate } from '../expand.js'
import type { Resolution, Resolved } from '../model.js'
import { place, shown } from '../problems.js'
import { settingReport } from '../report.js'
import { settingsByName } from '../resolve/index.js'
import { selectOne } from '../selection.js'
import { visible } from '../text.js'
import type { Command } from './command.js'

export const explain: Command = {
  name: 'explain',
  summary: 'tells where a value came from and what it beat',
  usage: 'NAME...',
  flags: [],
  notes: ['Works while values are bad, then exits 1.'],
  async run({ world, words, flag, resolution }) {
    if (words.length === 0) throw new UsageError('explain needs a name', 'write config explain NAME')
    const all = await resolution()
    const wanted = words.map((word) => all.resolved.get(selectOne(word, all.stack).name) as Resolved)
    const reveal = flag('reveal') !== undefined
    if (flag('json') !== undefined) {
      const settings = wanted.map((one) => explanation(one, all, reveal))
      world.stdout.write(`${JSON.stringify({ settings, problems: all.problems }, null, 2)}\n`)
    } else {
      world.stdout.write(wanted.map((one) => explanationText(one, all, reveal)).join('\n'))
      if (all.problems.length > 0) world.stderr.write(`${all.problems.map(problemText).join('\n')}\n`)
    }
    return all.problems.length > 0 ? 1 : 0
  },
}

function explanation(resolved: Resolved, all: Resolution, reveal: boolean) {
  const { passedOver } = resolved
  const template = shownTemplate(resolved, reveal)
  return { ...settingReport(resolved, reveal), passedOver, template, usedBy: usedBy(resolved, all) }
}

function explanationText(resolved: Resolved, all: Resolution, reveal: boolean): string {
  const { setting, origin, passedOver } = resolved
  const { value, shadowed } = settingReport(resolved, reveal)
  const template = shownTemplate(resolved, reveal)
  const rows: [string, string[]][] = [
    ['path', [setting.path]],
    ['format', [setting.format.title]],
    ['port', portFacts(resolved)],
    ['handed on', setting.public ? ['to the frontend'] : []],
    ['from', [origin === null ? 'nowhere: no layer sets it' : sourceOf(origin)]],
    ['written as', template === null ? [] : [visible(template)]],
    ['passed over', passedOver.map((empty) => `${place(empty)} (empty)`)],
    ['beats', shadowed.map((lost) => `${shown(lost.value)} from ${sourceOf(lost.origin)}`)],
    ['used by', usedBy(resolved, all)],
  ]
  const lines = rows.flatMap(([title, cells]) =>
    cells.map((cell, index) => `  ${(index === 0 ? title : '').padEnd(11)}  ${cell}`),
  )
  const heading = `${setting.name} = ${isBad(resolved, all) ? '(not valid)' : shown(value)}`
  return `${[heading, ...(setting.doc === '' ? [] : [`  ${visible(setting.doc)}`]), ...lines].join('\n')}\n`
}

/** Whether a reading is there, but no value came of it. */
function isBad({ text, origin }: Resolved, { problems }: Resolution): boolean {
  return text === null && origin !== null && problems.length > 0
}

function sourceOf(origin: Parameters<typeof place>[0]): string {
  return origin.layer === 'schema' ? `schema ${origin.path}` : place(origin)
}

function portFacts({ setting: { port } }: Resolved): string[] {
  if (port === null) return []
  const facts = [
    `called by ${port.role}`,
    `bound to ${port.bind ?? 'loopback'}`,
    ...(port.count > 1 ? [`the first of ${port.count}`] : []),
    ...(port.outside ? ['open to the outside'] : []),
    ...(port.shift ? [] : ['the same in every slot']),
  ]
  return [facts.join(', ')]
}

/** The text before expansion; left out where it is a secret itself. */
function shownTemplate({ setting, template }: Resolved, reveal: boolean): string | null {
  return setting.sensitive && !reveal ? null : template
}

/** The settings whose values are made of this one, directly or not, in schema order. */
function usedBy({ setting }: Resolved, { resolved, stack }: Resolution): string[] {
  const byName = settingsByName(stack)
  const refersTo = new Map<string, string[]>()
  for (const { setting: other, template } of resolved.values()) {
    const parsed = template === null ? [] : parseTemplate(template)
    const names = 'malformedAt' in parsed ? [] : namesIn(parsed)
    refersTo.set(
      other.name,
      names.map((name) => byName.get(name)?.name ?? name),
    )
  }
  const users = new Set([setting.name])
  for (let size = 0; size < users.size; ) {
    size = users.size
    for (const [name, names] of refersTo) if (names.some((used) => users.has(used))) users.add(name)
  }
  users.delete(setting.name)
  return [...resolved.keys()].filter((name) => users.has(name))
}
