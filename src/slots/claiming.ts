import { ConfigError } from '../errors.js'
import { exposedAmong } from '../generation/git.js'
import type { Problem, Setting } from '../model.js'
import { problemOf } from '../problem.js'
import { isFolder } from '../there.js'
import type { World } from '../world.js'
import type { Change } from '../writer/change.js'
import { changeLedger } from './change-ledger.js'
import { choose, fixedPort, meetingsWith, meetingText, type Refused, wayForFixed } from './choosing.js'
import { heldBy, readLedger } from './ledger.js'
import { changesFor, writeLocal } from './local-files.js'
import type { Copy, Holding, Ledger, UsedPorts } from './model.js'
import { followed } from './moved.js'
import { rivalsOf } from './rivals.js'
import { saidSlot } from './said-slot.js'
import { isOf, isSame } from './settled.js'
import { usedPorts } from './used-ports.js'

/** What is asked for. */
export interface Asked {
  /** Null for the one that the checkout has, else the lowest free one. */
  readonly slot: number | null
  /** Whether the environment or a flag says it, so that no file is to. */
  readonly isGiven: boolean
}

/**
 * A slot that is held by the end. `claimed`: it is new. `renewed`: its ports are others than were recorded. `held`:
 * nothing changed, but for what a claim that was cut short had left undone.
 */
export interface Claimed {
  readonly state: 'claimed' | 'renewed' | 'held'
  readonly holding: Holding
  /** Where the checkout lay when it claimed the slot, absolute; null where it lies there. */
  readonly movedFrom: string | null
  /** What was recorded before; none where it is newly claimed. */
  readonly recorded: readonly UsedPorts[]
  /** The slots that the checkout held before, and does not any more. */
  readonly released: readonly number[]
  /** The local files that were written. */
  readonly files: readonly string[]
  readonly refused: readonly Refused[]
  readonly warnings: readonly Problem[]
  /** What git does not ignore. */
  readonly notes: readonly string[]
}

/** What a claim comes to, before anything is written. */
interface Decision extends Pick<Claimed, 'state' | 'holding' | 'recorded' | 'refused' | 'warnings'> {
  readonly changes: readonly Change[]
}

/**
 * Has a checkout hold a slot: first by the ledger, then by its local files. So whatever cuts it short leaves a slot that
 * nobody uses, at worst, and the next claim mends that.
 * @throws ConfigError where it cannot be had, with who has it; then nothing is changed
 */
export async function claimSlot(copy: Copy, setting: Setting, asked: Asked, world: World): Promise<Claimed> {
  const { project, checkout, stack } = copy
  const decision = await changeLedger(world, stack, async (recorded) => {
    const { ledger, moved } = await followed(copy, setting, recorded, world)
    const made = await decide(copy, setting, asked, ledger, world)
    const { slot } = made.holding
    const result = { ...made, movedFrom: moved?.slot === slot ? moved.checkout : null }
    return { ledger: [...ledger.filter((one) => one.slot !== slot), made.holding], result }
  })
  const { state, holding, changes } = decision
  try {
    writeLocal(project.root, changes, world)
  } catch (error) {
    if (state === 'claimed') await takeBack(copy, holding, world)
    throw error
  }
  const released = asked.isGiven ? [] : await releaseOthers(copy, holding, world)
  const files = changes.map(({ path }) => path)
  const kept = changes.flatMap(({ path, text }) => (text === '' ? [] : path))
  const notes = exposedAmong(kept, checkout.path, world).map(({ text }) => text)
  return { ...decision, released, files, notes }
}

const ELSEWHERE = '`config slot release`, then `config slot claim`, takes a slot where they do not'

async function decide(copy: Copy, setting: Setting, asked: Asked, ledger: Ledger, world: World): Promise<Decision> {
  const { project, checkout } = copy
  const { path, branch } = checkout
  // The schema of another branch may have fewer.
  const own = heldBy(path, ledger).filter(({ slot }) => isOf(setting, slot))
  const said = saidByFiles(copy, world)
  const wanted = asked.slot ?? (own.find(({ slot }) => slot === said) ?? own[0])?.slot ?? null
  const changesTo = (slot: number) => (asked.isGiven ? [] : changesFor(project, world, setting, slot))
  const held = own.find(({ slot }) => slot === wanted)
  const rivals = await rivalsOf(copy, ledger, world)
  if (held !== undefined) {
    const ports = usedPorts(project, world, held.slot)
    const isKept = isSame(held.ports, ports)
    const [meeting] = isKept ? [] : meetingsWith(ports, held.slot, rivals)
    if (meeting !== undefined) {
      const message = `the ports of slot ${held.slot} changed, and meet another's: ${meetingText(meeting)}`
      const fixed = fixedPort(copy, meeting.own, held.slot, world)
      const help = fixed === null ? ELSEWHERE : wayForFixed(fixed)
      const about = { setting: (fixed?.setting ?? setting).name, origin: fixed?.origin ?? null }
      throw new ConfigError([problemOf('slot', message, help, about)])
    }
    const holding = { ...held, branch, ports: isKept ? held.ports : ports }
    const state = isKept ? 'held' : 'renewed'
    return {
      state,
      holding,
      recorded: held.ports,
      changes: changesTo(held.slot),
      refused: [],
      warnings: rivals.warnings,
    }
  }
  const slots = wanted === null ? slotsFor(copy, setting, said, ledger) : [wanted]
  const { slot, ports, refused, warnings } = await choose(copy, setting, slots, rivals, world)
  const holding = { slot, checkout: path, branch, claimed: new Date().toISOString(), ports }
  return {
    ...{ state: 'claimed', holding, recorded: [], changes: changesTo(slot), refused },
    warnings: [...rivals.warnings, ...warnings],
  }
}

/**
 * The slots to try, in order: what the checkout's own files say already, then the lowest. The main checkout keeps slot 0
 * where no other that is there, as the main checkout of another clone, has it.
 */
function slotsFor({ checkout }: Copy, setting: Setting, said: number | null, ledger: Ledger): number[] {
  const isTaken = ledger.some((holding) => holding.slot === 0 && isFolder(holding.checkout))
  if (checkout.main === checkout.path && !isTaken && (said === null || said === 0)) return [0]
  const all = Array.from({ length: (setting.slot?.count ?? 1) - 1 }, (_, index) => index + 1)
  return said === null || said === 0 ? all : [...new Set([said, ...all])]
}

/** The slot that the checkout's own files say; null where they say none. */
function saidByFiles({ project }: Copy, world: World): number | null {
  const { text = null, origin = null } = saidSlot(project, world) ?? {}
  return text === null || origin?.layer !== 'file' ? null : Number(text)
}

async function takeBack({ stack }: Copy, { slot, checkout }: Holding, world: World): Promise<void> {
  await changeLedger(world, stack, (ledger) => {
    const kept = ledger.filter((one) => one.slot !== slot || one.checkout !== checkout)
    return { ledger: kept, result: null }
  })
}

/** Gives up what the checkout held before. */
async function releaseOthers({ stack }: Copy, { slot, checkout }: Holding, world: World): Promise<number[]> {
  const isOther = (one: Holding) => one.checkout === checkout && one.slot !== slot
  if (!readLedger(world, stack).some(isOther)) return []
  return changeLedger(world, stack, (ledger) => ({
    ledger: ledger.filter((one) => !isOther(one)),
    result: ledger.filter(isOther).map((one) => one.slot),
  }))
}
