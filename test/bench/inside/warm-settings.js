/** So many settings of a schema, in groups, as convict has it and Portolan takes it. A new object each time. */
export function schemaOf(count) {
  const schema = {}
  for (let index = 0; index < count; index++) {
    const group = `group_${Math.floor(index / GROUP)}`
    schema[group] ??= {}
    const env = nameOf(index)
    schema[group][env.toLowerCase()] = { doc: `What ${env} is for`, format: 'port', default: portAt(index, 0), env }
  }
  return schema
}

/** The .env files for so many settings, lowest first: a list of names and texts. */
export function filesOf(count) {
  return LAYERS.map(({ file, isIn }, layer) => [file, `${linesOf(count, isIn, layer + 1).join('\n')}\n`])
}

/** What the environment says of so many settings. */
export function environmentOf(count) {
  return Object.fromEntries(
    indices(count).flatMap((index) =>
      index % EACH === 5 ? [[nameOf(index), `${portAt(index, LAYERS.length + 1)}`]] : [],
    ),
  )
}

/** The mode that the files are for. */
export const MODE = 'development'
const GROUP = 25
/**
 * Of a hundred settings eight are in files, since a file may have 10,000 lines, and all sizes are to be alike; half of
 * those also in a file above, and so on.
 */
const EACH = 100
const LAYERS = [
  { file: '.env.defaults', isIn: (place) => place < 8 },
  { file: '.env', isIn: (place) => place < 4 },
  { file: '.env.local', isIn: (place) => place < 2 },
  { file: `.env.${MODE}`, isIn: (place) => place < 1 },
]

function linesOf(count, isIn, layer) {
  return indices(count).flatMap((index) => (isIn(index % EACH) ? [`${nameOf(index)}=${portAt(index, layer)}`] : []))
}

function indices(count) {
  return Array.from({ length: count }, (_, index) => index)
}

function nameOf(index) {
  return `SERVICE_${index}_PORT`
}

/** Another port in every layer. */
function portAt(index, layer) {
  return 1024 + layer * 10_000 + (index % 10_000)
}
