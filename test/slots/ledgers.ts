import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ledgerText } from '../../src/slots/ledger-form.js'
import type { Holding } from '../../src/slots/model.js'
import { harbour } from './worktrees.js'

/** A stack of two ports with a slot, as a schema that is data; hardly anybody listens there. */
export const SLOT_SCHEMA = {
  slot: { doc: 'Copy', format: 'portolan:slot', env: 'STACK_SLOT', default: 0, stride: 200, count: 10 },
  backend: { doc: 'Backend', format: 'port', env: 'BACKEND_PORT', default: 28203 },
  llm: { doc: 'LLM', format: 'port', env: 'LLM_PORT', default: 28611, count: 2 },
}

/** The files of a project of that stack, which is called shop. */
export const SHOP = { 'schema/index.json': SLOT_SCHEMA, 'package.json': { name: 'shop' } }

/** An environment whose state folder is a throw-away one, with a ledger of the stack where some holdings are given. */
export function stateWith(holdings: readonly Holding[] | string | null, stack = 'shop'): { XDG_STATE_HOME: string } {
  const state = harbour()
  if (holdings !== null) {
    mkdirSync(join(state, 'portolan', stack), { recursive: true })
    const text = typeof holdings === 'string' ? holdings : ledgerText(holdings)
    writeFileSync(join(state, 'portolan', stack, 'ledger.json'), text)
  }
  return { XDG_STATE_HOME: state }
}

/** A holding of that stack in a slot, with the ports that its schema gives there, and others. */
export function holdingOf(checkout: string, slot: number, others: Readonly<Record<string, number>> = {}): Holding {
  const all = { BACKEND_PORT: 28203 + slot * 200, ...others }
  const ports = Object.entries(all).map(([name, port]) => ({ name, first: port, last: port }))
  const llm = { name: 'LLM_PORT', first: 28611 + slot * 200, last: 28612 + slot * 200 }
  return {
    slot,
    checkout,
    branch: 'login',
    claimed: '2026-01-31T09:00:00.000Z',
    ports: [...ports, llm].map((one) => ({ ...one, protocol: 'tcp', secret: false })),
  }
}

/** What the ledger of an environment's state folder has. */
export function readLedgerIn({ XDG_STATE_HOME }: { readonly XDG_STATE_HOME: string }): readonly Holding[] {
  return JSON.parse(readFileSync(join(XDG_STATE_HOME, 'portolan/shop/ledger.json'), 'utf8')).holdings
}
