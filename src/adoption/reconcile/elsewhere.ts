import { grouped } from '../../grouped.js'
import { type Claim, isExample, isOfMode } from '../claim.js'
import { isOutside } from '../constants/setting.js'
import { stemOf } from '../words.js'
import { choose } from './choice.js'

/**
 * Claims without the ports of what runs somewhere else, as SMTP_PORT beside `SMTP_HOST=smtp.example.org`: nothing of the
 * stack listens there. What is written down without a way round is of the stack all the same.
 */
export function withoutElsewhere(claims: readonly Claim[]): Claim[] {
  const hosts = claims.filter((claim) => claim.kind === 'host' && !isOfMode(claim) && !isExample(claim))
  const inUse = [...grouped(hosts, ({ name }) => stemOf(name))].map(
    ([stem, some]) => [stem, choose(some, ({ text }) => text).inUse.text] as const,
  )
  const outside = new Set(inUse.flatMap(([stem, text]) => (isOutside(text) ? stem : [])))
  if (outside.size === 0) return [...claims]
  const own = new Set(claims.filter(({ weight }) => weight === 'fixed').map(({ name }) => name))
  return claims.filter(({ kind, name }) => kind !== 'port' || own.has(name) || !outside.has(stemOf(name)))
}
