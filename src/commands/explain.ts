import { originText, problemText, shiftText, shown, sourceText } from '../display.js'
import { UsageError } from '../errors.js'
import type { Origin, Resolution, Resolved, Setting, Shift, Value } from '../model.js'
import { settingReport } from '../report.js'
import { secretNamesIn, tellsSecret } from '../secret/signs.js'
import { copiesOf, isHandedOn } from '../stack/frontend.js'
import { missingFor, referencesOf, usedBy } from '../stack/references.js'
import { namesOf, selectOne } from '../stack/selection.js'
import { jsonText, visible } from '../text.js'
import type { Command } from './command.js'

export const explain: Command = {
  name: 'explain',
  summary: 'tells where a value came from and what it beat',
  usage: 'NAME...',
  flags: [],
  notes: ['Works while values are bad, then exits 1.'],
  async run({ world, flag, resolve, ...call }) {
    const names = namesOf(call)
    if (names.length === 0) throw new UsageError('explain needs a name', 'write config explain NAME...')
    const resolution = await resolve()
    const { problems } = resolution
    const wanted = names.map((word) => selectOne(word, resolution))
    const reveal = flag('reveal') !== undefined
    if (flag('json') !== undefined) {
      const settings = wanted.map((one) => explanation(one, resolution, reveal))
      world.stdout.write(jsonText({ settings, problems }))
    } else {
      world.stdout.write(wanted.map((one) => explanationText(one, resolution, reveal)).join('\n'))
      if (problems.length > 0) world.stderr.write(`${problems.map(problemText).join('\n')}\n`)
    }
    return problems.length > 0 ? 1 : 0
  },
}

function explanation(resolved: Resolved, resolution: Resolution, reveal: boolean) {
  const { passedOver } = resolved
  const template = shownTemplate(resolved, resolution, reveal)
  return { ...settingReport(resolved, reveal), passedOver, template, usedBy: usedBy(resolved, resolution) }
}

function explanationText(resolved: Resolved, resolution: Resolution, reveal: boolean): string {
  const { setting, origin, passedOver, problem } = resolved
  const { value, shadowed, shift } = settingReport(resolved, reveal)
  const template = shownTemplate(resolved, resolution, reveal)
  const unknown = missingFor(resolved, resolution)
  const rows: [string, string[]][] = [
    ['path', [setting.path]],
    ['format', [setting.format.title]],
    ['port', portFacts(resolved.setting, value)],
    ['handed on', handedOn(resolved, resolution)],
    ['from', [origin === null ? 'nowhere: no layer sets it' : sourceText(withReferences(origin, resolved))]],
    ['shifted', shift === undefined || origin === null ? [] : [shiftedFrom(shift, origin)]],
    ['written as', template === null ? [] : [template]],
    ['not valid', problem === null || origin === null ? [] : [problem.message]],
    ['not known', unknown.map((name) => `${name} has no valid value`)],
    ['passed over', passedOver.map((empty) => `${originText(empty)} (empty)`)],
    ['beats', shadowed.map((lost) => `${shown(lost.value)} from ${sourceText(lost.origin)}`)],
    ['used by', usedBy(resolved, resolution)],
  ]
  const lines = rows.flatMap(([title, cells]) =>
    cells.map((cell, index) => `  ${(index === 0 ? title : '').padEnd(11)}  ${visible(cell)}`),
  )
  const status = unknown.length > 0 ? '(not known)' : problem !== null && origin !== null ? '(not valid)' : null
  const heading = `${visible(setting.name)} = ${status ?? shown(value)}`
  return `${[heading, ...(setting.doc === '' ? [] : [`  ${visible(setting.doc)}`]), ...lines].join('\n')}\n`
}

function handedOn(resolved: Resolved, resolution: Resolution): string[] {
  const { setting, text } = resolved
  if (!setting.public) return []
  const copies = copiesOf(setting, resolution.stack.prefixes)
  const names = copies.length === 0 ? setting.name : copies.join(', ')
  const isWithheld = copies.length > 0 && text !== null && !isHandedOn(resolved, resolution)
  const condition = isWithheld ? " once a layer sets it or its host; until then the page's own host serves" : ''
  const atRunTime = resolution.stack.targets.get('frontend-runtime') ?? []
  return [`to the frontend, as ${names}${condition}`, ...atRunTime.map(({ path }) => `to the built page, in ${path}`)]
}

/** `8203 from schema, + 3 x 200 for slot 3` */
function shiftedFrom(shift: Shift, origin: Origin): string {
  return `${shift.from} from ${originText(origin)}, ${shiftText(shift)}`
}

/** A derived origin names what was asked for, even where the asking ended early. */
function withReferences(origin: Origin, resolved: Resolved): Origin {
  return origin.layer === 'derived' && origin.from.length === 0 ? { ...origin, from: referencesOf(resolved) } : origin
}

function portFacts({ port }: Setting, value: Value): string[] {
  if (port === null) return []
  const facts = [
    `called by ${port.role}`,
    `bound to ${port.bind ?? 'loopback'}`,
    ...rangeFact(port.count, value),
    ...(port.outside ? [`open to ${port.sources.join(', ') || 'the outside'}`] : []),
    ...(port.shift ? [] : ['the same in every slot']),
  ]
  return [facts.join(', ')]
}

function rangeFact(count: number, first: Value): string[] {
  if (count === 1) return []
  return [`the first of ${count}${typeof first === 'number' ? ` (${first}-${first + count - 1})` : ''}`]
}

/** The text before expansion; left out where it may hold a secret itself, and not only refer to one. */
function shownTemplate(resolved: Resolved, { stack }: Resolution, reveal: boolean): string | null {
  const { setting, template, origin, secret } = resolved
  if (!secret || reveal || template === null) return template
  const isOwn = setting.leaf.sensitive === true || (setting.sensitive && origin?.layer !== 'derived')
  return isOwn || tellsSecret(template, secretNamesIn(stack)) ? null : template
}
