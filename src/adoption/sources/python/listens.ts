import { type Expression, plainText } from '../../../syntax/expression.js'
import type { Listen } from '../../constants/module.js'

/** Calls that are told by name at which port to listen. */
const NAMED =
  /(?:^|\.)(?:uvicorn\.run|uvicorn\.Config|Config|app\.run|application\.run|socketio\.run|run_app|serve|run|launch|listen)$/
const NAMES = new Set(['port', 'server_port'])
/** Calls whose first argument is an address and a port. */
const ADDRESS = /(?:^|\.)(?:\w*HTTPServer|TCPServer|ThreadingTCPServer|UDPServer|WSGIServer|bind|make_server)$/
const OPTION = /(?:^|\.)(?:add_argument|option)$/
const FLAG = /^--((?:[a-z\d]+-)*port)$/

/** `uvicorn.run(app, port=8000)`, `HTTPServer(("", 8000), Handler)`, `add_argument("--port", default=8000)` */
export function listensOf(expression: Expression): readonly Listen[] {
  if (expression.is !== 'call' || expression.of.is !== 'name') return []
  const { of, given } = expression
  if (OPTION.test(of.name)) {
    const flag = given.map(({ value }) => FLAG.exec(plainText(value) ?? '')?.[1]).find((name) => name !== undefined)
    const port = given.find(({ name }) => name === 'default')?.value
    return flag === undefined || port === undefined ? [] : [{ value: port, name: flag, weight: 'fallback', role: null }]
  }
  const named = NAMED.test(of.name) ? given.find(({ name }) => NAMES.has(name ?? ''))?.value : undefined
  const port = named ?? portIn(of.name, expression)
  return port === undefined ? [] : [{ value: port, name: 'port', weight: 'fixed', role: null }]
}

function portIn(name: string, { given }: Expression & { is: 'call' }): Expression | undefined {
  const [first, second] = given
  if (ADDRESS.test(name) && first?.value.is === 'list') return first.value.items[1]
  return /(?:^|\.)(?:make_server|app\.run)$/.test(name) && second?.name === null ? second.value : undefined
}
