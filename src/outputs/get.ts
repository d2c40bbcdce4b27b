import { anything, type Output } from './shape.js'

/** Of which values they are, `print --format json-schema` tells. */
export const get: Output = {
  command: 'config get --json',
  shape: { type: 'object', additionalProperties: anything },
}
