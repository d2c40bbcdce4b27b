import type { Checkout } from '../checkout/index.js'
import { isBare, repositoryAt } from '../checkout/repository.js'
import { ConfigError } from '../errors.js'
import type { Problem, Resolved, Setting } from '../model.js'
import { problemOf } from '../problem.js'
import { isLocal } from '../resolve/shift.js'
import { visible } from '../text.js'
import type { World } from '../world.js'
import { type Meeting, meetingsOf } from './meetings.js'
import type { Copy, UsedPorts } from './model.js'
import { occupiedPorts } from './occupied.js'
import { heldText, isGone, type Rival, type Rivals } from './rivals.js'
import { resolutionsIn, usedPorts } from './used-ports.js'
import { portText } from './wording.js'

/** Why a slot cannot be had. */
export interface Refused {
  readonly slot: number
  /** As in a sentence. */
  readonly because: string
  readonly how: 'held' | 'ports' | 'listener' | 'invalid'
  /** The port that it is for, where that is the same in every slot; else null. */
  readonly fixed: Resolved | null
  /** Whether it is held by a checkout whose folder is gone. */
  readonly isLeft: boolean
}

/** A slot that can be had. */
export interface Choice {
  readonly slot: number
  readonly ports: readonly UsedPorts[]
  /** The slots before it that could not. */
  readonly refused: readonly Refused[]
  readonly warnings: readonly Problem[]
}

const MOST = 20

/**
 * The first of some slots that nobody holds, whose ports are nobody else's and nobody listens on.
 * @throws ConfigError with the reason for each where there is none
 */
export async function choose(
  copy: Copy,
  setting: Setting,
  slots: readonly number[],
  rivals: Rivals,
  world: World,
): Promise<Choice> {
  const refused: Refused[] = []
  for (const slot of slots) {
    const found = await lookAt(copy, slot, rivals, world)
    if ('ports' in found) return { ...found, refused }
    refused.push(found)
    if (found.fixed !== null) break
  }
  throw new ConfigError(problemsOf(setting, slots, refused))
}

async function lookAt(
  copy: Copy,
  slot: number,
  rivals: Rivals,
  world: World,
): Promise<Refused | Omit<Choice, 'refused'>> {
  const { project, checkout } = copy
  const holder = rivals.own.flatMap(({ holding }) => holding ?? []).find((holding) => holding.slot === slot)
  const isMain = slot === 0 && checkout.main === checkout.path
  const refusal = (how: Refused['how'], because: string, fixed: Resolved | null = null, isLeft = false) => ({
    slot,
    how,
    because,
    fixed,
    isLeft,
  })
  if (holder !== undefined) return refusal('held', `is held by ${heldText(holder)}`, null, isGone(holder))
  const main = slot === 0 && !isMain ? mainText(checkout) : null
  if (main !== null) return refusal('held', `belongs to the main checkout, ${main}`)
  const invalid = invalidIn(copy, slot, world)
  if (invalid !== null) return refusal('invalid', `has ports that are none: ${invalid}`)
  const ports = usedPorts(project, world, slot)
  const [meeting] = meetingsWith(ports, slot, rivals)
  if (meeting !== undefined) {
    return refusal('ports', `meets another: ${meetingText(meeting)}`, fixedPort(copy, meeting.own, slot, world))
  }
  const problems = await occupiedPorts(resolutionsIn(project, world, slot), world)
  if (isMain) return { slot, ports, warnings: problems.map((problem) => ({ ...problem, severity: 'warning' })) }
  const [problem] = problems
  if (problem !== undefined) return refusal('listener', `is not free: ${problem.message}`)
  return { slot, ports, warnings: [] }
}

/** Null where the repository has none, as a bare one. */
function mainText({ path, main }: Checkout): string | null {
  if (main !== null) return visible(main)
  const repository = repositoryAt(path)
  return repository !== null && isBare(repository) ? null : 'which is not found: `git worktree repair` there mends that'
}

/** What says a port that a copy has in whatever slot, as a local file; null where it is of some slots alone. */
export function fixedPort({ project }: Copy, { name, first }: UsedPorts, slot: number, world: World): Resolved | null {
  const found = (inSlot: number) =>
    resolutionsIn(project, world, inSlot)
      .flatMap(({ resolved }) => resolved.get(name) ?? [])
      .find(({ text, shift }) => text === `${first}` && shift === null) ?? null
  return found(slot === 0 ? 1 : 0) === null ? null : found(slot)
}

/** What to do about a port that is the same in every slot, and another's: what says it is told beside. */
export function wayForFixed({ setting: { name }, origin }: Resolved): string {
  const out = origin?.layer === 'file' && isLocal(origin) ? 'delete that line, or ' : ''
  return `that port does not shift: ${out}give one of the two another (\`config free ${visible(name)}\` finds one)`
}

/** Where a copy's ports are also others'. */
export function meetingsWith(
  ports: readonly UsedPorts[],
  slot: number,
  { own, foreign }: Pick<Rivals, 'own' | 'foreign'>,
): Meeting<Rival>[] {
  return meetingsOf(ports, slot === 0 ? own : [...own, ...foreign])
}

/** `BACKEND_PORT=8403 is LLM_PORT of /home/ann/shop (branch main, slot 1 since ...)` */
export function meetingText({ own, theirs, holder }: Meeting<Rival>): string {
  const as = theirs.name === own.name ? 'also that' : `${visible(theirs.name)}`
  return `${portText(own, own.secret || theirs.secret)} is ${as} of ${holder.text}`
}

/** What is wrong with a port in a slot that is right in slot 0: it is beyond the last. */
function invalidIn({ project }: Copy, slot: number, world: World): string | null {
  const declared = resolutionsIn(project, world, 0)
  for (const [index, { resolved }] of resolutionsIn(project, world, slot).entries()) {
    for (const { setting, problem } of resolved.values()) {
      const isRight = declared[index]?.resolved.get(setting.name)?.problem === null
      if (setting.port !== null && problem !== null && isRight) return problem.message
    }
  }
  return null
}

function problemsOf({ name, slot }: Setting, slots: readonly number[], refused: readonly Refused[]): Problem[] {
  const about = { setting: name }
  const last = refused.at(-1)
  if (last === undefined) {
    return [problemOf('slot', 'the schema has one slot alone, 0', 'let it have more: `config slot plan`', about)]
  }
  if (last.fixed !== null) {
    const { setting, origin } = last.fixed
    const help = wayForFixed(last.fixed)
    return [problemOf('slot', `no slot can be had: each ${last.because}`, help, { setting: setting.name, origin })]
  }
  const told = refused.map((one) => `slot ${one.slot} ${one.because}`)
  if (slots.length === 1) return [problemOf('slot', told.join(), wayOut(last), about)]
  const message = `none of the slots ${Math.min(...slots)}-${Math.max(...slots)} can be had`
  const details = [...told.slice(0, MOST), ...(told.length > MOST ? [`and ${told.length - MOST} more`] : [])]
  return [{ ...problemOf('slot', message, moreSlots(slot?.count ?? 1, refused), about), details }]
}

function moreSlots(count: number, refused: readonly Refused[]): string {
  const left = refused.filter(({ isLeft }) => isLeft).length
  const more = `let the schema have more slots: \`config slot plan --count ${count + 10}\``
  if (left > 0)
    return `${left} ${left === 1 ? 'is' : 'are'} gone: \`config slot prune\` frees ${left === 1 ? 'it' : 'them'}; or ${more}`
  return `release one where it is not needed: \`config slot release\` there; or ${more}`
}

function wayOut({ how, slot, isLeft }: Refused): string {
  const another = '`config slot claim` takes the lowest that is free'
  if (isLeft)
    return `\`config slot prune\` frees it, unless somebody still listens there${slot === 0 ? '' : `; or ${another}`}`
  if (how === 'held') return slot === 0 ? another : `${another}; \`config slot list\` shows who has which`
  return how === 'listener' ? `stop what listens there; or ${another}` : another
}
