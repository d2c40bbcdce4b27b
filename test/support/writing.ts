import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { ConfigError } from '../../src/errors.js'
import type { Change } from '../../src/writer/change.js'
import { readUnder, writeAll } from '../../src/writer/index.js'
import { SELF } from './run.js'

export const HERE = { follow: false, self: SELF }
export const FOLLOW = { follow: true, self: SELF }

/** What a user is told when something fails; fails where nothing does. */
export function refusal(action: () => unknown): ConfigError {
  try {
    action()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

export const messages = (error: ConfigError) => error.problems.map(({ message }) => message)

/** A change of the file as it is. */
export function change(root: string, path: string, text: string, options = HERE): Change {
  return { path, text, before: readUnder(root, path, options) }
}

/** Every entry of a folder with what tells one file from another: inode, time, mode and content. */
export function everything(root: string) {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const { ino, mtimeMs, mode, uid, gid } = statSync(join(root, path))
      const text = statSync(join(root, path)).isFile() ? readFileSync(join(root, path), 'latin1') : null
      return { path, ino, mtimeMs: text === null ? null : mtimeMs, mode, uid, gid, text }
    })
}

/** Expects changes to be refused, with everything left as it was, and gives the messages. */
export function refusedWhole(root: string, changes: () => readonly Change[], options = HERE): string[] {
  const before = everything(root)
  const error = refusal(() => writeAll(root, changes(), options))
  expect(everything(root)).toEqual(before)
  for (const { check, severity, origin, help } of error.problems) {
    expect({ check, severity, layer: origin?.layer }).toEqual({ check: 'write', severity: 'error', layer: 'file' })
    expect(help).not.toBe('')
  }
  return messages(error)
}

export const names = (root: string, folder = '.') =>
  readdirSync(join(root, folder))
    .filter((name) => name !== '.git')
    .sort()
