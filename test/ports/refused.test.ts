import { describe, expect, test } from 'vitest'
import { refusedIn, refusedPorts } from '../../src/ports/refused.js'

const numbers = refusedPorts().map(({ port }) => port)

/** Why Node's fetch gives up on a port; it asks nobody where it refuses the port itself. */
async function refusalOf(port: number): Promise<string> {
  try {
    await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2000) })
    return 'answered'
  } catch (error) {
    return String((error as Error & { cause?: Error }).cause?.message)
  }
}

describe('the ports that browsers refuse', () => {
  test('are the 83 of the Fetch standard, 19 of them from 1024 on, in ascending order', () => {
    expect(numbers).toHaveLength(83)
    expect(numbers.filter((port) => port >= 1024)).toEqual([
      ...[1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566],
      ...[6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
    ])
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other))
  })

  // Not every Node has 0 in its list, which is no port that anybody could ask.
  test("are refused by this Node's fetch as well", async () => {
    const refusals = await Promise.all(numbers.slice(1).map(async (port) => [port, await refusalOf(port)]))
    expect(refusals.filter(([, message]) => message !== 'bad port')).toEqual([])
  })

  test('are named after the service whose they are, where the standard names one', () => {
    expect(refusedIn({ first: 5995, last: 6004 })).toEqual([{ port: 6000, service: 'x11' }])
    expect(refusedIn({ first: 77, last: 79 })).toEqual([
      { port: 77, service: '' },
      { port: 79, service: 'finger' },
    ])
    expect(refusedIn({ first: 8203, last: 8203 })).toEqual([])
  })
})
