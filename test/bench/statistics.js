/** The value below which the given share (0 to 1) of a list's numbers lies, between two of them by straight line. */
export function quantile(list, share) {
  if (list.length === 0) throw new Error('no quantile of nothing')
  const sorted = list.toSorted((one, other) => one - other)
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const above = Math.ceil(place)
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below)
}

/** The middle of a list of numbers, and the quartiles on either side of it. */
export function spread(list) {
  return { lower: quantile(list, 0.25), median: quantile(list, 0.5), upper: quantile(list, 0.75) }
}

/**
 * The exponent k for which cost grows as size ** k over the given points [size, cost]: the slope of the line that fits
 * their logarithms best. 1 is linear, 2 quadratic.
 */
export function growthExponent(points) {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)])
  const meanOf = (index) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length
  const [x, y] = [meanOf(0), meanOf(1)]
  const along = logs.reduce((sum, [size, cost]) => sum + (size - x) * (cost - y), 0)
  return along / logs.reduce((sum, [size]) => sum + (size - x) ** 2, 0)
}
