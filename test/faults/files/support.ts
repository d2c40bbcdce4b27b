import { spawnSync } from 'node:child_process'
import { expect } from 'vitest'
import type { Problem } from '../../../src/model.js'
import { type Files, project, SMALL_SCHEMA } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, type Run, run } from '../../support/run.js'

/** Every .env file that mode `production` reads, lowest first. */
export const CANDIDATES = ['.env.defaults', '.env', '.env.local', '.env.production', '.env.production.local']

/** A project of one port, BACKEND_PORT, 8203 by default, and of one secret, API_TOKEN. */
export function small(files: Files = {}): string {
  const secret = { token: { doc: '', format: 'String', default: '', env: 'API_TOKEN', sensitive: true } }
  return project({ 'schema/index.json': { ...SMALL_SCHEMA, secret }, ...files })
}

/** The port, or else what is wrong, as a person reads it. */
export async function portIn(root: string, ...flags: string[]): Promise<string> {
  const { stdout, stderr } = await run(root, [...flags, 'get', 'BACKEND_PORT'])
  return stderr || stdout.trim()
}

/** What is wrong, as a program reads it; the exit code says so too. */
export async function problemsIn(root: string, ...flags: string[]): Promise<Problem[]> {
  const { code, stdout } = await run(root, [...flags, 'print', '--json'])
  const { problems = [] } = JSON.parse(stdout)
  expect(code).toBe(problems.length > 0 ? 1 : 0)
  return problems
}

/** Expects that a run ended with nothing but an error, which begins with a text and has no stack trace. */
export function expectError({ code, stdout, stderr }: Run, error: string, exitCode = 1): void {
  expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
  expect(stderr).toContain(`error: ${error}`)
  expect(stderr).not.toMatch(/^ +at .*:\d+/m)
}

/** Runs the built program in a process of its own, killed where it hangs: the code is NaN then. */
export function runGuarded(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...PLAIN_ENV, ...env },
    maxBuffer: 1 << 28,
    timeout: 45_000,
  })
  return { code: status ?? Number.NaN, stdout, stderr }
}
