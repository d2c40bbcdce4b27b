import { visible } from '../text.js'

const BUG = 'this is a mistake in config, not in the project; report it with these lines'

/** What went wrong where no verb could tell: with a stack trace only where it is a bug of ours. */
export async function lastWords(error: NodeJS.ErrnoException): Promise<string> {
  if (error.syscall === 'uv_cwd') return 'the working directory is gone\n  help: change to a folder that exists'
  if (error.syscall === 'write') {
    const { troubleOf } = await import('../writer/trouble.js')
    const { reason, help } = troubleOf(error)
    return `the output cannot be written (${reason})\n  help: ${help}`
  }
  // No more of our own files can be opened either.
  if (error.code === 'EMFILE' || error.code === 'ENFILE') {
    return `too many files are open (${error.code})\n  help: raise the limit, as with \`ulimit -n\``
  }
  return `${(error.stack ?? error.message).split('\n').map(visible).join('\n')}\n  help: ${BUG}`
}
