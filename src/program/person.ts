import type { Readable, Writable } from 'node:stream'
import { visible } from '../text.js'
import type { Person } from '../world.js'

/** Whoever sits at a terminal. What asks them is loaded with the first question. */
export function personAt(input: Readable, output: Writable): Person {
  const at = { input, output, withGuide: false }
  return {
    async choose(question, choices) {
      const { select, isCancel } = await import('@clack/prompts')
      const options = choices.map(({ value, hint }) => ({ value, label: visible(`${value}  ${hint}`.trimEnd()) }))
      const answer = await select({ ...at, message: visible(question), options })
      return isCancel(answer) ? null : answer
    },
    async agrees(question) {
      const { confirm, isCancel } = await import('@clack/prompts')
      const answer = await confirm({ ...at, message: visible(question) })
      return isCancel(answer) ? null : answer
    },
  }
}
