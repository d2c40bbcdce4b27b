import { lastPart } from '../../../path.js'
import { linesOf } from '../../lines.js'
import type { Source } from '../../source.js'
import { mentionsOf } from './mentions.js'

/** Procfiles of Foreman and its kin: `web: gunicorn -b :8000 app`. */
export const procfile: Source = {
  name: 'procfile',
  handles: (path) => /^Procfile(?:[._-][\w-]+)?$/i.test(lastPart(path)),
  mentions(text, path) {
    const commands = linesOf(text).flatMap(({ line, at }) => {
      const [head = '', name = ''] = /^([A-Za-z0-9_-]{1,60}):\s?/.exec(line) ?? []
      return name === '' ? [] : [{ script: line.slice(head.length), at: at + head.length, name }]
    })
    return mentionsOf(commands, [], text, path)
  },
}
