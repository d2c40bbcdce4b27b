/** A secret that a test looks for. Its words, letters and digits alone, are in no text by accident. */
export interface Canary {
  readonly name: string
  readonly text: string
}

/** A canary of two words with something between them that has to be escaped; one word is a leak already. */
export function canary(name: string, between: string): Canary {
  const word = name.replaceAll(/[^A-Z]/g, '').slice(0, 6)
  return { name, text: `${word}Qz7Left4kW${between}${word}Vx9Right2pJ` }
}

/** The canaries that a text holds, each with the form it has there: `PASSWORD as hex`. */
export function leaksIn(text: string, canaries: readonly Canary[]): string[] {
  const lower = text.toLowerCase()
  const leaks = canaries.flatMap(({ name, text: secret }) =>
    formsOf(secret)
      .filter(({ pattern, isExact }) => pattern.test(isExact ? text : lower))
      .map(({ title }) => `${name} as ${title}`),
  )
  return [...new Set(leaks)]
}

interface Form {
  readonly title: string
  readonly pattern: RegExp
  /** Whether upper and lower case are told apart. */
  readonly isExact: boolean
}

const known = new Map<string, readonly Form[]>()

/**
 * The forms of a secret. What JSON, URLs, HTML, YAML, Python and shells escape is neither letter nor digit, so that the
 * secret's words tell it in each of them; base64 and hex leave nothing as it is.
 */
function formsOf(secret: string): readonly Form[] {
  const forms = known.get(secret) ?? (secret.match(/[a-z0-9]{5,}/gi) ?? []).flatMap(formsOfWord)
  known.set(secret, forms)
  return forms
}

function formsOfWord(word: string): Form[] {
  const plain = { title: 'it is', pattern: patternOf(word.toLowerCase()), isExact: false }
  // A number is a word of its own: as bytes it is too short to tell from others.
  if (/^[0-9]+$/.test(word)) return [plain]
  const hex = Buffer.from(word).toString('hex')
  return [
    plain,
    { title: 'hex', pattern: patternOf(hex), isExact: false },
    ...encodings(word).map((text) => ({ title: 'base64', pattern: patternOf(text), isExact: true })),
  ]
}

/** A word's base64, at each of three places in a longer text, without the characters that its neighbours are part of. */
function encodings(word: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.from(`${'x'.repeat(before)}${word}`)
      .toString('base64')
      .replaceAll('=', '')
    const inner = encoded.slice(before === 0 ? 0 : before + 1, -1)
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

/** A number only where no digit stands beside it. */
function patternOf(text: string): RegExp {
  const literal = text.replaceAll('+', '\\+')
  return new RegExp(/^[0-9]+$/.test(text) ? `(?<![0-9])${literal}(?![0-9])` : literal)
}
