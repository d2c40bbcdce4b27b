import type { Remark } from '../../generation/plan.js'
import { linesText } from '../../text.js'
import type { World } from '../../world.js'

/** What a user should know beside, on stderr. */
export function tell(remarks: readonly Remark[], { stderr }: World): void {
  stderr.write(linesText([...new Set(remarks.map(({ text }) => `note: ${text}`))]))
}
