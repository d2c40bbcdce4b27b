import { MASK } from '../display.js'
import { rangeText } from '../ports/range.js'
import { visible } from '../text.js'
import type { Holding, UsedPorts } from './model.js'

/** `/home/ann/shop-login (branch login, slot 3 since 2026-11-23 20:04 UTC)` */
export function holderText({ checkout, branch, slot, claimed }: Holding): string {
  return checkoutText({ checkout, branch, since: `slot ${slot} since ${timeText(claimed)}` })
}

/** The same where the slot is named already: `/home/ann/shop-login (branch login, since 2026-11-23 20:04 UTC)` */
export function keeperText({ checkout, branch, claimed }: Holding): string {
  return checkoutText({ checkout, branch, since: `since ${timeText(claimed)}` })
}

function checkoutText({ checkout, branch, since }: Pick<Holding, 'checkout' | 'branch'> & { since: string }): string {
  return `${visible(checkout)} (${branch === null ? '' : `branch ${visible(branch)}, `}${since})`
}

/** `2026-11-23 20:04 UTC` */
export function timeText(claimed: string): string {
  return visible(claimed.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*Z$/, '$1 $2 UTC'))
}

/** `LLM_PORT=8611`, or `AVATAR_BASE_PORT=8615-8624`. */
export function portText(ports: UsedPorts, isSecret: boolean = ports.secret): string {
  return `${visible(ports.name)}=${isSecret ? MASK : rangeText(ports)}`
}
