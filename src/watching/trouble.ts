const LIMITS: Readonly<Record<string, string>> = {
  ENOSPC: 'fs.inotify.max_user_watches',
  EMFILE: 'fs.inotify.max_user_instances',
}

/** What to tell, as lines, where the system does not watch folders. */
export function troubleLines({ code = '' }: NodeJS.ErrnoException): string[] {
  const limit = LIMITS[code]
  return [
    `warning: a folder cannot be watched (${code}); edits there are found by looking every second`,
    ...(limit === undefined ? [] : [`  help: raise ${limit} with sysctl`]),
  ]
}
