import { posix, win32 } from 'node:path'
import { jsonText } from '../text.js'
import type { Holding, Ledger, UsedPorts } from './model.js'

/** The form of the file; another one gets another number. */
const VERSION = 1
const HIGHEST = 65_535
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** What a ledger's text says; else what is wrong with it, as in a sentence. */
export type Parsed = Ledger | { readonly fault: string; readonly isNewer: boolean }

type Check = (value: unknown) => boolean

const port: Check = (value) => isWithin(value, 1, HIGHEST)
const text: Check = (value) => typeof value === 'string' && value !== ''
const PORTS: Readonly<Record<keyof Required<UsedPorts>, Check>> = {
  name: text,
  protocol: (value) => value === 'tcp' || value === 'udp',
  first: port,
  last: port,
  secret: (value) => typeof value === 'boolean',
  fixed: (value) => value === undefined || value === true,
}
const HOLDING: Readonly<Record<keyof Holding, Check>> = {
  slot: (value) => isWithin(value, 0, HIGHEST - 1),
  checkout: (value) => text(value) && (posix.isAbsolute(`${value}`) || win32.isAbsolute(`${value}`)),
  branch: (value) => value === null || text(value),
  claimed: (value) => text(value) && TIME.test(`${value}`) && !Number.isNaN(Date.parse(`${value}`)),
  ports: Array.isArray,
}

/** Reads a ledger's text: JSON of exactly the form that `ledgerText` writes. */
export function parseLedger(json: string): Parsed {
  let data: unknown
  try {
    data = JSON.parse(json)
  } catch {
    return broken('it is no JSON')
  }
  if (!isObject(data) || !Number.isInteger(data.version)) return broken('it is no ledger')
  if ((data.version as number) > VERSION) return { fault: `its form is ${data.version}`, isNewer: true }
  const { version, holdings } = data
  if (version !== VERSION || !hasKeys(data, ['version', 'holdings']) || !Array.isArray(holdings)) {
    return broken('it is no ledger')
  }
  const faults = holdings.flatMap((holding, index) => faultOf(holding, `holdings[${index}]`) ?? [])
  const [fault = repeated(holdings)] = faults
  return fault === null ? holdings : broken(fault)
}

/** A ledger as a file has it. */
export function ledgerText(ledger: Ledger): string {
  const holdings = [...ledger].sort((one, other) => one.slot - other.slot)
  return jsonText({ version: VERSION, holdings })
}

function broken(fault: string): Parsed {
  return { fault, isNewer: false }
}

function faultOf(holding: unknown, path: string): string | null {
  const fault = formFault(holding, HOLDING, path)
  if (fault !== null) return fault
  for (const [index, ports] of (holding as Holding).ports.entries()) {
    const at = `${path}.ports[${index}]`
    const wrong = formFault(ports, PORTS, at) ?? (ports.first > ports.last ? `${at}.last is below its first` : null)
    if (wrong !== null) return wrong
  }
  return null
}

function formFault(value: unknown, form: Readonly<Record<string, Check>>, path: string): string | null {
  const keys = Object.keys(form)
  const given = isObject(value) ? keys.filter((key) => key in value || form[key]?.(undefined) !== true) : keys
  if (!isObject(value) || !hasKeys(value, given)) return `${path} has not the keys ${given.join(', ')}`
  const wrong = keys.find((key) => form[key]?.(value[key]) !== true)
  return wrong === undefined ? null : `${path}.${wrong} is not what it must be`
}

/** A slot that is held twice. */
function repeated(holdings: readonly Holding[]): string | null {
  const slots = holdings.map(({ slot }) => slot)
  const twice = slots.find((slot, index) => slots.indexOf(slot) !== index)
  return twice === undefined ? null : `slot ${twice} is in it twice`
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasKeys(value: object, keys: readonly string[]): boolean {
  return Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key))
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most
}
