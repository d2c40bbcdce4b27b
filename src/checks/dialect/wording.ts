import type { Lack } from '../../dialects/dialect.js'
import { quoted } from '../../text.js'
import type { Group } from './views.js'

const ORDINALS = [
  'one text',
  'another',
  'a third',
  'a fourth',
  'a fifth',
  'a sixth',
  'a seventh',
  'an eighth',
  'a ninth',
]
const LACKS: Readonly<Record<Lack, string>> = {
  nothing: 'nothing',
  failure: 'a failure',
  lost: 'nothing',
  command: 'what a command prints',
  shell: 'what the shell finds when it runs',
}

/** `"a" by dotenv, Vite; a failure by bash`; of a masked value only which readers agree. */
export function groupsText(groups: readonly Group[], isMasked: boolean): string {
  let texts = 0
  const told = groups.map(({ reading, readers }) => {
    const by = `by ${namesText(readers)}`
    if ('lack' in reading) return `${LACKS[reading.lack]} ${by}`
    return `${isMasked ? ORDINALS[texts++] : quoted(reading.text)} ${by}`
  })
  return told.join('; ')
}

/** The names of readers, both versions of Vite as one. */
export function namesText(readers: readonly string[]): string {
  const isBoth = readers.includes('Vite 7') && readers.includes('Vite 8')
  const names = readers.flatMap((name) =>
    isBoth && name === 'Vite 8' ? [] : isBoth && name === 'Vite 7' ? 'Vite' : name,
  )
  return names.join(', ')
}
