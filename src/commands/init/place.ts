import type { Place } from '../../adoption/mention.js'
import { visible } from '../../text.js'

/** A place as reports and questions have it: `compose.yml:5`. */
export function placeText({ path, line }: Place): string {
  return `${visible(path)}:${line}`
}
