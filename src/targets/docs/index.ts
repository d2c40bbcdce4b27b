import { ConfigError, UsageError } from '../../errors.js'
import type { Problem, Resolution, Resolved } from '../../model.js'
import { problemOf } from '../../problem.js'
import { selectPorts } from '../../stack/selection.js'
import { visible } from '../../text.js'
import { type Edit, splice } from '../compose/splice.js'
import { provenanceOf } from '../first-line.js'
import type { Rendered, Target, TargetRequest } from '../target.js'
import { type Block, blocksIn, CLOSING, MARKER, OPENING } from './blocks.js'
import { blockLines, pageLines } from './page.js'
import { statedIn } from './stated.js'

/** The ports for people: a page of its own, or what stands between two markers of somebody's Markdown. */
export const docs: Target = {
  name: 'docs',
  summary: 'a page of all ports by group, or a marked block in a README',
  scope: 'shared',
  usualPath: 'PORTS.md',
  options: {},
  afterwards: null,
  reads: () => [],
  render,
  valuesIn: statedIn,
}

function render({ resolution, path, current }: TargetRequest): Rendered {
  const there = current(path)
  if (there === null || isPage(there)) {
    const text = `\n${pageLines(resolution).join('\n')}\n`
    return { files: [{ path, text, comment: ['<!--', '-->'] }], remarks: [] }
  }
  return { files: [{ path, text: withBlocks(there, path, resolution), comment: null }], remarks: [] }
}

/** Whether a file is one of ours as a whole. Markers were put in by somebody who wants the rest to stay. */
function isPage(text: string): boolean {
  return provenanceOf(text) !== 'foreign' && blocksIn(text).blocks.length === 0
}

/** @throws ConfigError where it has no place for the ports, or markers that cannot be followed */
function withBlocks(text: string, path: string, resolution: Resolution): string {
  const { blocks, faults } = blocksIn(text)
  if (blocks.length === 0 && faults.length === 0) throw new ConfigError([placeless(path, text)])
  const problems = faults.map(({ line, message, help }) => problemAt(path, line, message, help))
  const edits: Edit[] = []
  for (const block of blocks) {
    const ports = portsFor(block, path, resolution)
    if ('message' in ports) problems.push(ports)
    else edits.push({ at: block.start, length: block.end - block.start, text: blockText(block, ports) })
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return splice(text, edits)
}

/** The ports that the words of a marker select, or why they select none. */
function portsFor({ words, line }: Block, path: string, resolution: Resolution): readonly Resolved[] | Problem {
  try {
    return selectPorts(words, resolution)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return problemAt(path, line, error.message, error.help)
  }
}

/** Blank lines part the markers from the table, or they would be of one paragraph. */
function blockText({ indent, lineEnd }: Block, ports: readonly Resolved[]): string {
  const lines = ['', ...blockLines(ports).map((line) => indent + line), '']
  return lines.map((line) => line + lineEnd).join('')
}

function problemAt(path: string, line: number, message: string, help: string): Problem {
  return problemOf('target', `${visible(path)}: ${message}`, help, { origin: { layer: 'file', path, line } })
}

function placeless(path: string, text: string): Problem {
  const why = text.includes(MARKER) ? ': its markers are in code, or not alone on their lines' : ''
  const message = `${visible(path)} is there, was not generated, and has no place for the ports${why}`
  const help = `put ${OPENING} and ${CLOSING} where they belong, each on a line of its own, or move the file away`
  return problemOf('target', message, help, { origin: { layer: 'file', path } })
}
