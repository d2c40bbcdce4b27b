import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Files, linkPackages, project } from '../../support/project.js'
import { type Run, runBuilt } from '../../support/run.js'

const MOST_MEGABYTES = 1024
/** A heap in which nothing that keeps all pairs of 10,000 has room. */
const HEAP = '--max-old-space-size=512'
const HOOK = `process.on('exit', () =>
  require('node:fs').writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS / 1024)))`

/** Runs the built program, which must keep within its memory. */
export function bounded(root: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const beside = project({ 'hook.cjs': HOOK, peak: '' })
  const peak = join(beside, 'peak')
  const limits = { NODE_OPTIONS: `${HEAP} --require ${join(beside, 'hook.cjs')}`, PEAK: peak }
  const { status, signal, stdout, stderr } = runBuilt(root, args, { env: { ...env, ...limits } })
  expect(signal).toBeNull()
  const megabytes = Number(readFileSync(peak, 'utf8'))
  expect(megabytes).toBeGreaterThan(1)
  expect(megabytes).toBeLessThan(MOST_MEGABYTES)
  expect(stderr).not.toMatch(/\n {4}at .*:\d+/)
  return { code: status ?? -1, stdout, stderr }
}

/** A project whose schema is a module. */
export function typescript(source: string, files: Files = {}): string {
  const root = project({ 'schema/index.ts': source, ...files })
  linkPackages(root, 'convict')
  return root
}

export const MAKERS = `import { choice, defineSchema, port, text, url } from 'portolan'`
