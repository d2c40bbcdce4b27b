import type { Layer, Origin, Reading, Setting } from '../model.js'

/** What most settings have none of: one list for all of them. */
const NO_READINGS: readonly Reading[] = []
const NO_ORIGINS: readonly Origin[] = []

/** The reading of a setting that counts, and what became of the others. */
export interface Picked {
  readonly winner: Reading | null
  /** Readings below the winner, nearest first. */
  readonly lost: readonly Reading[]
  /** Empty readings above the winner. */
  readonly passedOver: readonly Origin[]
}

/**
 * The highest layer wins. Empty means unset, but for a setting that allows it, and but for the schema's own default.
 * @param layers highest first
 */
export function pick(setting: Setting, layers: readonly Layer[]): Picked {
  let lost = NO_READINGS
  let passedOver = NO_ORIGINS
  let winner: Reading | null = null
  for (const { by, readings } of layers) {
    const key = by === 'variable' ? setting.variable : setting.name
    const reading = key === null ? undefined : readings.get(key)
    if (reading === undefined) continue
    const { layer } = reading.origin
    const empty = reading.text === '' && !setting.allowEmpty && layer !== 'schema'
    if (empty && winner === null) passedOver = [...passedOver, reading.origin]
    if (empty) continue
    if (winner === null) winner = reading
    else if (layer !== 'inherited' || reading.text !== winner.text) lost = [...lost, reading]
  }
  return { winner, lost, passedOver }
}

/** The reading of a variable that no setting declares: the highest, empty or not. */
export function pickUndeclared(name: string, layers: readonly Layer[]): Picked {
  const layer = layers.find(({ by, readings }) => by === 'variable' && readings.has(name))
  return { winner: layer?.readings.get(name) ?? null, lost: NO_READINGS, passedOver: NO_ORIGINS }
}
