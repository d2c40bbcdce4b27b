const NOBODY = 65_534

/** Runs as a user without rights where this process has them. */
export async function asPlainUser<Result>(action: () => Promise<Result>): Promise<Result> {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(NOBODY)
  try {
    return await action()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}
