import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Files, project } from '../../support/project.js'
import { type Run, run } from '../../support/run.js'

/** Where each target puts its file here. */
export const PATHS = {
  ufw: 'firewall/ufw.sh',
  nftables: 'firewall/portolan.nft',
  iptables: 'firewall/portolan.rules',
  firewalld: 'firewall/portolan.xml',
} as const

export type Tool = keyof typeof PATHS

/** A port of a schema, as JSON has it. */
export function port(env: string, fallback: number | null, more: object = {}): object {
  return { maker: 'port', format: 'port', doc: '', env, default: fallback, ...more }
}

/** The files of a project with all four targets, each with the same options. */
export function firewallFiles(settings: object, options: object = {}, files: Files = {}, others: object = {}): Files {
  const own = Object.entries(PATHS).map(([name, path]) => [name, { path, ...options }])
  const targets = { ...others, ...Object.fromEntries(own) }
  return { 'schema/index.json': { $stack: { targets }, ...settings }, ...files }
}

/** A project of these files. */
export function firewallProject(...parts: Parameters<typeof firewallFiles>): string {
  return project(firewallFiles(...parts))
}

export interface Made {
  /** By path. */
  readonly text: (path: string) => string
  readonly stderr: string
}

/** Generates, which has to succeed, and to leave nothing to do. */
export async function made(root: string, ...args: readonly string[]): Promise<Made> {
  const files = await generated(root, ...args)
  expect((await run(root, ['generate', '--check', ...args])).code).toBe(0)
  return files
}

/** Generates, which has to succeed. */
export async function generated(root: string, ...args: readonly string[]): Promise<Made> {
  const { code, stderr }: Run = await run(root, ['generate', ...args])
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return { text: (path) => readFileSync(join(root, path), 'utf8'), stderr }
}

/** The lines of a file that are rules or commands: no comment, and not empty. */
export function rulesIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** The commands of a file's comment that run a program. */
export function commandsIn(text: string, word: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/^[#\s]*/, ''))
  return lines.filter((line) => line.startsWith(word))
}
