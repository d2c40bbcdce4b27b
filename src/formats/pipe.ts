import type { Format } from '../model.js'
import type { FormatKind } from './kind.js'
import { port } from './port.js'

const TITLE = 'a Windows named pipe'
const PIPE = /^\\\\\.\\pipe\\./

/** convict's `windows_named_pipe`, at the beginning of the text, and `port_or_windows_named_pipe`, as strict as a port. */
export const pipe: FormatKind = {
  names: ['windows_named_pipe', 'port_or_windows_named_pipe'],
  of: (leaf) => {
    if (leaf.format === 'windows_named_pipe') return PIPE_FORMAT
    if (leaf.format !== 'port_or_windows_named_pipe') return null
    const strict = port.of({ ...leaf, format: 'port' })
    if (strict === null) return null
    return {
      ...strict,
      name: 'port_or_windows_named_pipe',
      title: `${strict.title} or ${TITLE}`,
      judge: (text) => (PIPE.test(text) ? { text } : strict.judge(text)),
    }
  },
}

const PIPE_FORMAT: Format = {
  name: 'windows_named_pipe',
  title: TITLE,
  hint: 'write it as in \\\\.\\pipe\\name, between single quotes in a file',
  judge: (text) => (PIPE.test(text) ? { text } : { at: 0 }),
}
