/** What a process was started with. */
export interface Started {
  readonly argv: readonly string[] | null
  readonly user: string | null
  /** In milliseconds since 1970. */
  readonly since: number | null
}

/** A command for PowerShell that tells of some processes as JSON. `wmic` is gone from Windows 11, `tasklist` knows names. */
export function processesOf(pids: readonly number[]): readonly string[] {
  const command = [
    '[Console]::OutputEncoding = [Text.Encoding]::UTF8',
    `$found = Get-CimInstance Win32_Process -Filter '${pids.map((pid) => `ProcessId=${pid}`).join(' or ')}'`,
    '$rows = foreach ($one in $found) { @{ pid = $one.ProcessId; name = $one.Name; line = $one.CommandLine; ' +
      'user = (Invoke-CimMethod -InputObject $one -MethodName GetOwner).User; ' +
      'since = if ($one.CreationDate) { ([DateTimeOffset]$one.CreationDate).ToUnixTimeMilliseconds() } } }',
    'ConvertTo-Json -Compress @($rows)',
  ].join('; ')
  return ['-NoProfile', '-NonInteractive', '-Command', command]
}

interface Row {
  readonly pid: number
  readonly name: string | null
  /** Null for a process of another user. */
  readonly line: string | null
  readonly user: string | null
  readonly since: number | null
}

/** What PowerShell says, by process; nothing where it failed. */
export function processesIn(output: string): ReadonlyMap<number, Started> {
  return new Map(
    rowsIn(output).map(({ pid, name, line, user, since }) => {
      const argv = line ? wordsOf(line) : name ? [name] : null
      return [pid, { argv, user: user ?? null, since: since ?? null }]
    }),
  )
}

/** The text may begin with a byte order mark, and holds null where every process has ended. */
function rowsIn(output: string): readonly Row[] {
  try {
    const rows: unknown = JSON.parse(output.replace(/^\ufeff/, ''))
    return Array.isArray(rows) ? rows.filter((row) => row !== null) : []
  } catch {
    return []
  }
}

/** A command line's words, as most programs take them apart: a quoted part may hold white space, and `\"` is a quote. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:\\"|"(?:\\"|[^"])*"?|[^\s"])+/g) ?? []
  return words.map((word) => word.replace(/(\\?)"/g, (_, backslash) => (backslash ? '"' : '')))
}
