import { posix } from 'node:path'
import { isOfSchema, MASK, originText } from '../../display.js'
import { shownName } from '../../env-file/lines.js'
import { modeOfFile } from '../../env-file/names.js'
import { visible } from '../../text.js'
import type { InModes } from './by-mode.js'
import type { Frontend } from './frontends.js'

const UNDER = 'under `config exec` too'

/** What the bundler sees, what the configuration says, and why. */
export function messageOf(frontend: Frontend, { key, cause, modes, isAlways, sees, says, at, from }: InModes): string {
  const { bundler, folder } = frontend
  const where = folder === '.' ? '' : ` in ${visible(folder)}`
  const tool = `${bundler.name}${where} (${modes.map(visible).join(', ')})`
  if (cause === 'endless') {
    return `${shownName(key)} has no end to ${tool}${isAlways ? `, ${UNDER}` : ''}: expanded, it refers to itself or to too many others`
  }
  const isHidden = sees === MASK && says === MASK
  const seen = isHidden ? `${shownName(key)} is another text` : `${shownName(key)} is ${sees ?? 'nothing'}`
  const source = from === null ? '' : ` of ${isOfSchema(from) ? 'the schema' : originText(from)}`
  const instead = `${seen} to ${tool}${isHidden ? ` than that${source}` : `, not ${says}${source}`}`
  const here = `${seen} to ${tool}${isHidden ? ' than here' : `, not ${says}`}`
  switch (cause) {
    case 'again':
      return `${here}, ${UNDER}: it expands $ in what it is given where a .env file of its own has the variable`
    case 'beside':
      return `${seen} to ${tool}, ${UNDER}: ${reasonWhyNot(from)}`
    case 'order':
      return `${instead}: it reads ${visible(at.path)} first`
    case 'comment':
      return `${here}: it takes the comment into the value`
    case 'slot':
      return `${here}: it shifts no port by the slot`
    case 'expansion':
      return `${here}: it expands the line in its own way`
    case 'text':
      return `${here}: it reads the line in its own way`
    case 'empty':
      return `${instead}: it takes the empty line for a value`
    case 'elsewhere':
      return `${instead}: it reads ${visible(at.path)}, which is no layer of the configuration`
  }
}

/** Why a value is not handed on. */
function reasonWhyNot(from: InModes['from']): string {
  if (from === null) return 'the configuration has no value for it'
  return isOfSchema(from)
    ? "the configuration leaves it to the page's own host"
    : 'the configuration does not hand it on'
}

/** The next step. */
export function helpOf(
  { bundler: { name, files } }: Frontend,
  { key, cause, modes, at, paths, from }: InModes,
): string {
  const shown = shownName(key)
  const start = `start ${name} with \`config exec\``
  switch (cause) {
    case 'again': {
      const all = paths.map(visible).join(' and ')
      const instead = paths.every((path) => !path.includes('/'))
        ? `.env.defaults, which ${name} does not read, may have it`
        : `${start} all the same`
      return `take ${shown} out of ${all}; ${instead}`
    }
    case 'beside':
      return `delete the line, or write it into a .env file of the root, which \`config exec\` hands on`
    case 'order': {
      const nearest = posix.join(posix.dirname(at.path), files(modes[0] ?? '')[0] ?? '')
      return `write it into ${visible(nearest)}, which beats both, or ${start}`
    }
    case 'comment':
      return `write the comment on a line of its own, or ${start}`
    case 'expansion': {
      const isReference = from?.layer === 'file' && from.from !== undefined
      return isReference ? `write the value out, or ${start}` : `${start}, which hands the value on as it is`
    }
    case 'slot':
      return `${start}, which hands the value on as it is`
    case 'text':
      return `write the line as \`config check dialect\` says, or ${start}`
    case 'empty':
      return `delete the line, or ${start}`
    case 'elsewhere': {
      const file = posix.basename(at.path)
      const mode = modeOfFile(file)
      // Deleted, what a build has today would be gone: nothing of the root says it.
      const isSaid = from?.layer === 'file' && from.path === file
      return isSaid || mode === null || mode === 'development'
        ? `delete the line, and ${start}, which hands the value on`
        : `move the line to ${visible(file)} of the root, and start ${name} with \`config exec --mode ${visible(mode)}\``
    }
    case 'endless':
      return 'write the value out'
  }
}
