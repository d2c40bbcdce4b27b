import type { Declared } from '../../stack/declared.js'
import { digitsOf, hasOtherLetters, isPlural, mistyped } from './letters.js'
import type { DeclaredShape, Place, Shape } from './shape.js'
import { isCommonWord } from './well-known.js'

/** How many pairs of names are compared letter by letter. Of a file with more, the rest is only undeclared. */
const MOST_COMPARED = 1_000_000

/** Of shorter names, in letters, most are one letter away from some other word. */
const SHORTEST = { file: 4, environment: 8 }

/** In the environment, full of names of others, one letter may be wrong, whatever the name. */
const MOST_WRONG = { file: Number.POSITIVE_INFINITY, environment: 1 }

/** One letter of so many may be wrong. */
const LETTERS_PER_TYPO = 4

/** Finds the declared variable that a name with a few letters wrong was meant for: that with the fewest. */
export function typosIn(shapes: readonly DeclaredShape[]): (written: Shape, place: Place) => Declared | null {
  const vocabulary = new Set(shapes.flatMap(({ words }) => words))
  const isWordOfItsOwn = (word: string) => vocabulary.has(word) || isCommonWord(word)
  let compared = 0
  return (written, place) => {
    compared += shapes.length
    if (compared > MOST_COMPARED) return null
    let best: Declared | null = null
    let least = Number.POSITIVE_INFINITY
    for (const shape of shapes) {
      // At least as many were left out or put in. Most names of an environment are not looked at any closer.
      const fewest = Math.abs(written.squeezed.length - shape.squeezed.length)
      if (fewest >= least || fewest > MOST_WRONG[place] || fewest * LETTERS_PER_TYPO > shape.squeezed.length) continue
      if (MOST_WRONG[place] === 1 && !shareHalf(written.squeezed, shape.squeezed)) continue
      const wrong = wrongLetters(written, shape, place, isWordOfItsOwn)
      if (wrong >= least || wrong * LETTERS_PER_TYPO > shape.squeezed.length) continue
      best = shape
      least = wrong
    }
    return best
  }
}

/** Whether one slip at most may lie between two words: it leaves what stands before it, or what stands behind it. */
function shareHalf(written: string, meant: string): boolean {
  const half = meant.length >> 1
  return written.startsWith(meant.slice(0, half)) || written.endsWith(meant.slice(half + 1))
}

/** How many letters are wrong; infinitely many where it is no typo. A `_` that is missing counts as one. */
function wrongLetters(written: Shape, meant: Shape, place: Place, isWordOfItsOwn: (word: string) => boolean): number {
  if (meant.squeezed.length < SHORTEST[place]) return Number.POSITIVE_INFINITY
  // Of a name that is one short word, a letter taken for another makes another word: SORT, FORT, PART beside PORT.
  if (meant.squeezed.length === SHORTEST.file && hasOtherLetters(written.squeezed, meant.squeezed)) {
    return Number.POSITIVE_INFINITY
  }
  const isWordForWord = written.words.length === meant.words.length
  if (isWordForWord) return wrongInWords(written.words, meant.words, place, isWordOfItsOwn)
  return place === 'file' && isRunTogether(written.squeezed, meant.squeezed) ? 2 : Number.POSITIVE_INFINITY
}

function wrongInWords(
  written: readonly string[],
  meant: readonly string[],
  place: Place,
  isWordOfItsOwn: (word: string) => boolean,
): number {
  let wrong = 0
  for (const [index, word] of written.entries()) {
    const other = meant[index] ?? ''
    if (word === other) continue
    const most = mostWrong(word, other, place)
    if (Math.abs(word.length - other.length) > most || digitsOf(word) !== digitsOf(other))
      return Number.POSITIVE_INFINITY
    if (isWordOfItsOwn(word) && !isPlural(word, other)) return Number.POSITIVE_INFINITY
    // Services are called by abbreviations, of which any may be one: RAT_PORT beside RAG_PORT.
    if (index === 0 && other.length === 3 && hasOtherLetters(word, other)) return Number.POSITIVE_INFINITY
    const letters = mistyped(word, other)
    if (letters > most) return Number.POSITIVE_INFINITY
    wrong += letters
  }
  return wrong > MOST_WRONG[place] ? Number.POSITIVE_INFINITY : wrong
}

/** How many letters of a word may be wrong: of three or four one, as much else is a word of three letters too. */
function mostWrong(word: string, meant: string, place: Place): number {
  if (place === 'environment') return meant.length < 4 || isPlural(word, meant) ? 0 : 1
  if (meant.length < 3) return 0
  return meant.length < 5 ? 1 : 2
}

/** Whether a `_` is missing or too much, and one letter wrong besides. */
function isRunTogether(written: string, meant: string): boolean {
  return (
    meant.length >= 8 &&
    Math.abs(written.length - meant.length) <= 1 &&
    digitsOf(written) === digitsOf(meant) &&
    mistyped(written, meant) <= 1
  )
}
