import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'

/** Mounts for the length of a test. */
export function mount(target: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('mount', [...args, target], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  onTestFinished(() => void spawnSync('umount', [target]))
}

/** As ext4 has it. */
export const MOST_NAMES = 65_000

export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-mount-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', folder]).status === 0
  if (mounted) spawnSync('umount', [folder])
  rmdirSync(folder)
  return mounted
}
