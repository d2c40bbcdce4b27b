import { type Expression, plainText } from '../../syntax/expression.js'
import type { Listen } from '../constants/module.js'

/** What begins to listen, at its first argument or at the `port` of one. */
const LISTENS = /(?:^|\.)(?:listen|serve|startStandaloneServer|WebSocketServer|WebSocket\.Server|Server|run)$/
const NUMBERED = /(?:^|\.)listen$/

/** `app.listen(3000)`, `Bun.serve({ port: 3000 })`, `new WebSocketServer({ port: 8080 })` */
export function listensOf(expression: Expression): readonly Listen[] {
  if (expression.is !== 'call') return []
  const { of, given } = expression
  const name = of.is === 'name' ? of.name : of.is === 'item' ? (plainText(of.key) ?? '') : ''
  if (!LISTENS.test(name)) return []
  const tables = given.flatMap(({ value }) => tablesIn(value))
  const named = tables.find(({ key }) => key === 'port')?.value
  const port = named ?? (NUMBERED.test(name) ? given[0]?.value : undefined)
  return port === undefined
    ? []
    : [{ value: port, name: /WebSocket/.test(name) ? 'ws_port' : 'port', weight: 'fixed', role: null }]
}

/** The entries of a table, those of `listen: { port }` in it too. */
function tablesIn(value: Expression): readonly { key: string; value: Expression }[] {
  if (value.is !== 'table') return []
  const inner = value.entries.filter(({ key, value }) => key === 'listen' && value.is === 'table')
  return [...value.entries, ...inner.flatMap(({ value }) => tablesIn(value))]
}
