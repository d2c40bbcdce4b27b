import { changeText } from '../../changes.js'
import { isGiven } from '../../checks/slot/given.js'
import { MASK, problemLines } from '../../display.js'
import { ConfigError, UsageError } from '../../errors.js'
import { resolveInSlot, resolveProject } from '../../load.js'
import type { Setting } from '../../model.js'
import { rangeText } from '../../ports/range.js'
import type { Asked, Claimed } from '../../slots/claiming.js'
import type { Copy, Holding, UsedPorts } from '../../slots/model.js'
import { settledHolding } from '../../slots/settled.js'
import { namesOf } from '../../stack/selection.js'
import { slotSetting } from '../../stack/slot.js'
import { jsonText, linesText, quoted, visible } from '../../text.js'
import type { Call } from '../command.js'
import type { Work } from './action.js'
import { copyOf, opened } from './copy.js'
import { type Renewed, renewLocalTargets } from './local-targets.js'
import { holdingReport, portsReport } from './report.js'

export const claim: Work = {
  async run(call) {
    const { world, flag } = call
    const isAuto = flag('auto') !== undefined
    const setting = slotSetting((await opened(call)).project.stack)
    if (isAuto && setting === null) return nothingToClaim(call)
    const copy = await copyOf(call)
    const asked = askedIn(call, copy, setting as Setting)
    const settled = isAuto && asked.slot === null ? settledHolding(copy, setting as Setting, world) : null
    if (settled !== null) {
      if (flag('json') !== undefined) world.stdout.write(jsonText(reportOf(heldAlready(settled), copy)))
      return 0
    }
    // A hook most often ends above, and needs none of these.
    const [{ alone }, { claimSlot }] = await Promise.all([import('../alone.js'), import('../../slots/claiming.js')])
    return alone(copy.project.root, world, async () => {
      const slot = await claimSlot(copy, setting as Setting, asked, world)
      const { files, notes } = asked.isGiven ? NOTHING : await renewLocalTargets(copy, call)
      const claimed = { ...slot, files: [...slot.files, ...files], notes: [...slot.notes, ...notes] }
      tell(claimed, copy, setting as Setting, call)
      return 0
    })
  },
}

const NOTHING: Renewed = { files: [], notes: [] }

function nothingToClaim({ world, flag }: Call): number {
  if (flag('json') !== undefined) world.stdout.write(jsonText({ slot: null, state: 'none' }))
  else world.stderr.write('note: the schema has no slot, so there is none to claim\n')
  return 0
}

/** The slot that the words ask for, which must be the one that is given from outside, if one is. */
function askedIn(call: Call, { project }: Copy, setting: Setting): Asked {
  const { world, request } = call
  const [word, ...others] = namesOf(call)
  if (others.length > 0) throw new UsageError('slot claim takes one slot', 'write config slot claim 3')
  if (word !== undefined) {
    const verdict = setting.format.judge(word)
    if ('at' in verdict) {
      throw new UsageError(`${quoted(word)} is not ${setting.format.title}`, verdict.hint ?? setting.format.hint)
    }
  }
  const {
    text = null,
    origin = null,
    problem = null,
  } = resolveProject(project, world, request).resolved.get(setting.name) ?? {}
  if (!isGiven(origin)) return { slot: word === undefined ? null : Number(word), isGiven: false }
  if (text === null) throw new ConfigError(problem === null ? [] : [problem])
  if (word !== undefined && word !== text) {
    const where = origin?.layer === 'flag' ? '--set' : 'the environment'
    const message = `${setting.name}=${text} in ${where} wins over slot ${word}`
    throw new UsageError(message, `take it out there, or claim ${text}`)
  }
  return { slot: Number(text), isGiven: true }
}

function heldAlready(holding: Holding): Claimed {
  return {
    state: 'held',
    holding,
    movedFrom: null,
    recorded: holding.ports,
    released: [],
    files: [],
    refused: [],
    warnings: [],
    notes: [],
  }
}

/** The JSON of a claim. */
function reportOf(claimed: Claimed, { stack }: Copy) {
  const { state, holding, movedFrom, released, files, refused, warnings, notes } = claimed
  return {
    stack,
    ...holdingReport(holding),
    state,
    movedFrom,
    released,
    files,
    ports: holding.ports.map(portsReport),
    passedOver: refused.map(({ slot, because }) => ({ slot, because })),
    notes,
    problems: warnings,
  }
}

function tell(claimed: Claimed, copy: Copy, setting: Setting, call: Call): void {
  const { world, flag } = call
  if (flag('json') !== undefined) {
    world.stdout.write(jsonText(reportOf(claimed, copy)))
    return
  }
  const { holding, movedFrom, refused, warnings, notes } = claimed
  const passedOver = refused.filter(({ how }) => how !== 'held')
  const talk = [
    ...passedOver.map(({ slot, because }) => `note: slot ${slot} ${because}: passed over`),
    ...warnings.flatMap(problemLines),
    ...notes.map((text) => `note: ${text}`),
  ]
  const isDone = claimed.state === 'held' && claimed.files.length === 0 && claimed.released.length === 0
  const changes = claimed.state === 'renewed' ? renewedLines(claimed) : changeLines(claimed, copy, setting, call)
  const details = isDone ? [] : [...changes, ...nextStep(holding)]
  if (!isDone || movedFrom !== null || flag('auto') === undefined) {
    world.stdout.write(linesText([headline(claimed, isDone), ...details]))
  }
  world.stderr.write(linesText(talk))
}

function headline({ state, holding, movedFrom, released, files }: Claimed, isDone: boolean): string {
  const { slot, checkout, branch } = holding
  const whose = `${visible(checkout)}${branch === null ? '' : ` (branch ${visible(branch)})`}`
  const instead = released.length === 0 ? '' : `, released slot ${released.join(', ')}`
  const wrote = files.length === 0 ? '' : `, wrote ${files.map(visible).join(', ')}`
  if (state === 'claimed') return `claimed slot ${slot} for ${whose}${instead}${wrote}`
  const over = movedFrom === null ? '' : `, taken over from ${visible(movedFrom)}, which is gone`
  const renewed = state === 'renewed' ? ', recorded its changed ports' : ''
  const nothing = isDone && movedFrom === null ? ' already: nothing changed' : ''
  return `${whose} holds slot ${slot}${nothing}${over}${renewed}${instead}${wrote}`
}

/** What is another than in the slot that the checkout gave up for this one, or else than in slot 0. */
function changeLines(
  { holding, released }: Claimed,
  { project }: Copy,
  { name }: Setting,
  { world, request }: Call,
): string[] {
  const inSlot = (slot: number) => resolveInSlot(project, world, request, slot).resolved
  const given = inSlot(released[0] ?? 0)
  return [...inSlot(holding.slot).values()].flatMap(({ setting, text, secret }) => {
    const before = given.get(setting.name)
    if (setting.name === name || before === undefined || before.text === text) return []
    const isHidden = secret || before.secret
    return `  ${changeText({ name: setting.name, from: isHidden ? MASK : before.text, to: isHidden ? MASK : text })}`
  })
}

/** What is recorded otherwise than before. */
function renewedLines({ recorded, holding: { ports } }: Claimed): string[] {
  const names = [...new Set([...recorded, ...ports].map(({ name }) => name))]
  return names.flatMap((name) => {
    const [from, to] = [numbersOf(name, recorded), numbersOf(name, ports)]
    return from === to ? [] : `  ${changeText({ name, from, to })}`
  })
}

/** `8403, 9403` of a port that is another in some mode; null where there is none. */
function numbersOf(name: string, ports: readonly UsedPorts[]): string | null {
  const own = ports.filter((port) => port.name === name)
  if (own.some(({ secret }) => secret)) return MASK
  return own.length === 0 ? null : own.map(rangeText).join(', ')
}

function nextStep({ slot }: Holding): string[] {
  return slot === 0
    ? ['these are the declared ports']
    : ['restart what runs here; `config exec -- COMMAND` starts a command with these values']
}
