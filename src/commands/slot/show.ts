import { MASK, originText, problemText, shiftText } from '../../display.js'
import { ConfigError, UsageError } from '../../errors.js'
import { resolveProject } from '../../load.js'
import type { Problem, Resolution, Setting } from '../../model.js'
import { bindingsOf, type SettingBinding } from '../../ports/binding.js'
import { rangeText } from '../../ports/range.js'
import { heldBy, readLedger } from '../../slots/ledger.js'
import type { Copy, Holding } from '../../slots/model.js'
import { timeText } from '../../slots/wording.js'
import { namesOf } from '../../stack/selection.js'
import { slotSetting } from '../../stack/slot.js'
import { aligned, jsonText, linesText, visible } from '../../text.js'
import type { World } from '../../world.js'
import type { Work } from './action.js'
import { copyOf } from './copy.js'
import { holdingReport } from './report.js'

export const show: Work = {
  async run(call) {
    const { world, flag, request } = call
    if (namesOf(call).length > 0) throw new UsageError('slot show takes no words', 'write config slot')
    const copy = await copyOf(call)
    const setting = slotSetting(copy.project.stack) as Setting
    const resolution = resolveProject(copy.project, world, request)
    const { held, unread } = heldIn(copy, world)
    const { slot } = await import('../../checks/slot/index.js')
    const { machineOf } = await import('../../ports/systems/index.js')
    const { project } = copy
    const disagreements = await slot.find({
      project,
      request,
      resolution,
      world,
      machine: machineOf(world),
      patience: 0,
    })
    const own = resolution.problems.filter((problem) => problem.setting === setting.name)
    const known = disagreements.map(({ message }) => message)
    const problems = [...own, ...disagreements, ...unread.filter(({ message }) => !known.includes(message))]
    if (flag('json') !== undefined) world.stdout.write(jsonText(reportOf(copy, setting, resolution, held, problems)))
    else {
      world.stdout.write(linesText(linesOf(copy, setting, resolution, unread.length > 0 ? null : held)))
      for (const problem of problems) world.stderr.write(`${problemText(problem)}\n`)
    }
    return problems.some(({ severity }) => severity === 'error') ? 1 : 0
  },
}

/** What the ledger has of this checkout; where it cannot be read, the slot is shown all the same. */
function heldIn({ checkout, stack }: Copy, world: World): { held: readonly Holding[]; unread: readonly Problem[] } {
  try {
    return { held: heldBy(checkout.path, readLedger(world, stack)), unread: [] }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { held: [], unread: error.problems }
  }
}

/** The JSON of `config slot`. */
function reportOf(
  { checkout, stack }: Copy,
  { name, slot }: Setting,
  resolution: Resolution,
  held: readonly Holding[],
  problems: readonly Problem[],
) {
  const { value = null, origin = null } = resolution.resolved.get(name) ?? {}
  return {
    stack,
    slot: value,
    origin,
    stride: slot?.stride ?? null,
    count: slot?.count ?? null,
    checkout: checkout.path,
    branch: checkout.branch,
    main: checkout.main,
    holds: held.map(holdingReport),
    ports: bindingsOf(resolution).map(portReport),
    problems,
  }
}

function portReport({ resolved: { setting, secret, shift }, protocol, ports: { first, last } }: SettingBinding) {
  const numbers = secret ? { first: MASK, last: MASK } : { first, last }
  return { name: setting.name, protocol, ...numbers, shifted: shift !== null }
}

/** @param held null where the ledger cannot be read */
function linesOf({ checkout, stack }: Copy, setting: Setting, resolution: Resolution, held: readonly Holding[] | null) {
  const { text = null, origin = null, problem = null } = resolution.resolved.get(setting.name) ?? {}
  const { stride, count } = setting.slot ?? { stride: 0, count: 1 }
  const from = origin === null ? '' : `, from ${originText(origin)}`
  const facts = [
    ['  checkout', visible(checkout.path)],
    ['  branch', checkout.branch === null ? '(none)' : visible(checkout.branch)],
    ['  stack', visible(stack)],
    ['  holds', holdsText(held)],
    ['  stride', `${stride}, for slots 0-${count - 1}`],
  ]
  const ports = bindingsOf(resolution).map(({ resolved, ports: range }) => [
    `  ${visible(resolved.setting.name)}`,
    resolved.secret ? MASK : rangeText(range),
    resolved.shift === null ? '' : `${resolved.secret ? MASK : resolved.shift.from} ${shiftText(resolved.shift)}`,
  ])
  const slot = text ?? (problem === null ? '(not known)' : '(not valid)')
  return [`slot ${slot}${from}`, ...aligned(facts), 'ports', ...aligned(ports)]
}

function holdsText(held: readonly Holding[] | null): string {
  if (held === null) return '(not known)'
  if (held.length === 0) return 'no slot (`config slot claim` takes one)'
  return held.map(({ slot, claimed }) => `slot ${slot} since ${timeText(claimed)}`).join(', ')
}
