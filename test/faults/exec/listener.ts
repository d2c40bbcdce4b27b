/** A program of Node that writes the name of each signal it is sent, and ends at `last`, with code 5. */
export const listener = (last: string) => `
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'])
    process.on(signal, () => {
      process.stdout.write('got ' + signal + '\\n')
      if (signal === '${last}') process.exit(5)
    })
  setInterval(() => {}, 1000)
  process.stdout.write('ready\\n')`
