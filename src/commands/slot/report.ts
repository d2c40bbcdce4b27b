import { commandText, maskedWords } from '../../command-line/masked.js'
import { MASK } from '../../display.js'
import type { Listening } from '../../slots/listening.js'
import type { Holding, UsedPorts } from '../../slots/model.js'
import { STATES } from '../status/services.js'
import type { Row } from './row.js'

/** A held slot as JSON has it; `secrets` are texts that no command may show. */
export function rowReport({ holding, isHere, standing, listening }: Row, secrets: readonly string[]): object {
  return {
    ...holdingReport(holding),
    here: isHere,
    state: standing.state,
    ports: holding.ports.map(portsReport),
    listening: listening.map((one) => listeningReport(one, secrets)),
  }
}

/** Whose a slot is, as JSON has it. */
export function holdingReport({ slot, checkout, branch, claimed }: Holding): object {
  return { slot, checkout, branch, claimed }
}

/** Ports that are held, as JSON has them. */
export function portsReport({ name, protocol, first, last, secret }: UsedPorts): object {
  return { name, protocol, first: secret ? MASK : first, last: secret ? MASK : last }
}

/** Who listens, as JSON has it. */
export function listeningReport({ ports, listener, belonging }: Listening, secrets: readonly string[]): object {
  const { protocol, address, port, uid, owner } = listener
  return {
    name: ports.name,
    port: ports.secret ? MASK : port,
    protocol,
    address,
    pid: owner?.pid ?? null,
    command: owner?.argv ? commandText(maskedWords(owner.argv, secrets)) : null,
    cwd: owner?.cwd ?? null,
    uid: owner?.uid ?? uid,
    state: STATES[belonging],
  }
}
