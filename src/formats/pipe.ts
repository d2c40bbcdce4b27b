import type { FormatKind } from './kind.js'
import { port } from './port.js'

/** convict's `port_or_windows_named_pipe`: a pipe's name as it is, anything else as strictly as a port. */
export const pipe: FormatKind = {
  names: ['port_or_windows_named_pipe'],
  of: (leaf) => {
    const strict = port.of({ ...leaf, format: 'port' })
    if (leaf.format !== 'port_or_windows_named_pipe' || strict === null) return null
    return {
      ...strict,
      name: 'port_or_windows_named_pipe',
      title: `${strict.title} or a Windows named pipe`,
      judge: (text) => (text.includes('\\\\.\\pipe\\') ? { text } : strict.judge(text)),
    }
  },
}
