/** A piece of a text, and what is to stand there. */
export interface Edit {
  readonly at: number
  readonly length: number
  readonly text: string
}

/** A text with its edits made; they do not overlap. */
export function splice(text: string, edits: readonly Edit[]): string {
  const parts: string[] = []
  let end = 0
  for (const edit of [...edits].sort((one, other) => one.at - other.at)) {
    parts.push(text.slice(end, edit.at), edit.text)
    end = edit.at + edit.length
  }
  return [...parts, text.slice(end)].join('')
}
