/**
 * Refuses a contender that does not give the values that every contender has to give, both as an object of names and
 * values: what does less, or something else, is not to be compared. Values are compared as text, since some tools have
 * no numbers.
 */
export function agree(contender, expected, given) {
  const other = Object.entries(expected).filter(([name, value]) => `${given?.[name]}` !== `${value}`)
  if (other.length === 0) return
  const list = other.map(([name, value]) => `${name} is ${given?.[name]} and not ${value}`)
  throw new DifferentValues(`${contender}: ${list.join(', ')}`)
}

/** What decides the exit code of a benchmark: times never do. */
export class DifferentValues extends Error {}
