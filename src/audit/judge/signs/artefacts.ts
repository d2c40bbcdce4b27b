import type { Sign } from '../sign.js'

/** What the engine cuts a long line to. */
const WINDOW = 400

/** Files that nobody writes by hand, and lines that a program wrote. */
export const artefacts: Sign = {
  name: 'artefacts',
  read({ kind, candidate: { text } }) {
    if (kind === 'artefact') return 'no port'
    return kind !== 'prose' && text.length >= WINDOW && isDense(text) ? 'no port' : null
  },
}

/** Minified code, encoded bytes, rows of numbers: fewer than one blank in sixteen characters. */
function isDense(text: string): boolean {
  return (text.match(/\s/g)?.length ?? 0) * 16 < text.length
}
