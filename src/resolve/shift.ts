import { isLocalFile } from '../env-file/names.js'
import type { Origin, Setting, Shift, SlotFacts } from '../model.js'

/** Whether only this machine or this command says it, so that it is meant for this very copy of the stack. */
export function isLocal(origin: Origin): boolean {
  if (origin.layer === 'file') return isLocalFile(origin.path)
  return origin.layer !== 'schema' && origin.layer !== 'derived'
}

/** Whether what refers to a setting gets what is this copy's already. */
export function isOfCopy({ port, slot }: Setting): boolean {
  return port !== null || slot !== null
}

/**
 * The port of a setting in a slot; null where it is the one that its reading says: in slot 0, of a setting that does not
 * shift, where the text is no port, and of 0, which is any free port.
 */
export function shiftOf(setting: Setting, text: string, slot: number, { stride }: SlotFacts): Shift | null {
  if (slot === 0) return null
  const verdict = setting.format.judge(text)
  if ('at' in verdict || verdict.text === '0') return null
  return { slot, stride, from: Number(verdict.text) }
}

/** The port that a shift comes to, which may be none. */
export function shiftedPort({ slot, stride, from }: Shift): number {
  return from + slot * stride
}
