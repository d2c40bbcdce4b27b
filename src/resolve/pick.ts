import type { Layer, Origin, Reading, Setting } from '../model.js'

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
 * @param layers lowest first
 */
export function pick(setting: Setting, layers: readonly Layer[]): Picked {
  const lost: Reading[] = []
  const passedOver: Origin[] = []
  let winner: Reading | null = null
  for (let index = layers.length - 1; index >= 0; index--) {
    const layer = layers[index] as Layer
    const key = layer.by === 'variable' ? setting.variable : setting.name
    const reading = key === null ? undefined : layer.readings.get(key)
    if (reading === undefined) continue
    const empty = reading.text === '' && !setting.allowEmpty && layer.kind !== 'schema'
    if (empty && winner === null) passedOver.push(reading.origin)
    if (empty) continue
    if (winner === null) winner = reading
    else if (layer.kind !== 'inherited' || reading.text !== winner.text) lost.push(reading)
  }
  return { winner, lost, passedOver }
}

/** The reading of a variable that no setting declares: the highest, empty or not. */
export function pickUndeclared(name: string, layers: readonly Layer[]): Reading | null {
  for (let index = layers.length - 1; index >= 0; index--) {
    const layer = layers[index] as Layer
    const reading = layer.by === 'variable' ? layer.readings.get(name) : undefined
    if (reading !== undefined) return reading
  }
  return null
}
