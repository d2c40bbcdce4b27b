import { execFileSync } from 'node:child_process'

/**
 * Those of a list that the measured Node can run, and a note for each one that it cannot: `needs` is an expression that
 * is true in a Node that can, and nothing where every Node can.
 */
export function withNeeds({ node }, list) {
  const has = (expression) => execFileSync(node, ['-p', `!!(${expression})`], { encoding: 'utf8' }).trim() === 'true'
  const missing = list.filter(({ needs }) => needs !== undefined && !has(needs))
  return {
    met: list.filter((each) => !missing.includes(each)),
    notes: missing.map(({ name, needs }) => `left out: ${name} (this Node has no ${needs})`),
  }
}
