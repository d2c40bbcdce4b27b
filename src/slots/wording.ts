import { MASK } from '../display.js'
import { rangeText } from '../ports/range.js'
import { visible } from '../text.js'
import type { Holding, UsedPorts } from './model.js'

/** `/home/ann/shop-login (branch login, slot 3 since 2026-11-23 20:04 UTC)` */
export function holderText({ checkout, branch, slot, claimed }: Holding): string {
  const known = branch === null ? '' : `branch ${visible(branch)}, `
  return `${visible(checkout)} (${known}slot ${slot} since ${timeText(claimed)})`
}

/** `2026-11-23 20:04 UTC` */
export function timeText(claimed: string): string {
  return visible(claimed.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*Z$/, '$1 $2 UTC'))
}

/** `LLM_PORT=8611`, or `AVATAR_BASE_PORT=8615-8624`. */
export function portText(ports: UsedPorts, isSecret: boolean = ports.secret): string {
  return `${visible(ports.name)}=${isSecret ? MASK : rangeText(ports)}`
}
