import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { judge } from '../../src/audit/judge/index.js'
import type { Candidate, PortNames, Verdict } from '../../src/audit/model.js'

export const LEVELS = ['high', 'medium', 'low'] as const
type Level = (typeof LEVELS)[number]

/** A number in a few lines of a file, and what a person says that it is. */
export interface Snippet {
  /** The corpus file and the line of its heading. */
  readonly place: string
  /** How sure one may be; `none` where it is no port. */
  readonly level: Level | 'none'
  readonly setting: string | null
  readonly candidate: Candidate
}

/** How well the verdicts of a level, and those that are surer, agree with the labels. */
export interface Score {
  readonly level: Level
  /** Verdicts of this level or a surer one. */
  readonly found: number
  /** Those of them that are ports, with the right setting. */
  readonly right: number
  /** Ports that are labelled with this level or a surer one. */
  readonly expected: number
  readonly precision: number
  readonly recall: number
}

/** The ports of the example's stack. */
export const PORTS: PortNames = new Map([
  [8203, ['BACKEND_PORT']],
  [3000, ['FRONTEND_PORT']],
  [8611, ['LLM_PORT']],
  [8610, ['LLM_PORT_ORIGINAL']],
  [8602, ['RAG_PORT']],
  [9090, ['MILVUS_PORT']],
  [8607, ['AVATAR_MANAGER_API_PORT']],
  ...Array.from({ length: 10 }, (_, index): [number, string[]] => [8615 + index, ['AVATAR_BASE_PORT']]),
  [8606, ['LIVE_SERVER_PORT']],
  [8604, ['TTS_PORT']],
  [8605, ['TTS_TACOTRON_PORT']],
  [8608, ['TTS_SOVITS_PORT']],
  [8609, ['TTS_COSYVOICE_PORT']],
  [6379, ['REDIS_PORT']],
  [11434, ['OLLAMA_PORT']],
])

const HEADING = /^=== (?:(none)|(high|medium|low) (\w+)) (\S+)$/

/** Every snippet of the corpus: a heading `=== high SETTING path` or `=== none path`, then the lines, the number in «». */
export function snippets(folder = join(import.meta.dirname, 'corpus')): Snippet[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => snippetsOf(file, readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')))
}

function snippetsOf(file: string, lines: readonly string[]): Snippet[] {
  const starts = lines.flatMap((line, index) => (line.startsWith('=== ') ? [index] : []))
  return starts.map((start, index) => snippetOf(`${file}:${start + 1}`, lines.slice(start, starts[index + 1])))
}

function snippetOf(place: string, [heading = '', ...body]: readonly string[]): Snippet {
  const [, none, level, setting = null, path = ''] = HEADING.exec(heading) ?? []
  const line = body.findIndex((text) => text.includes('«'))
  const marked = body[line] ?? ''
  const at = marked.indexOf('«')
  const number = marked.slice(at + 1, marked.indexOf('»'))
  if (path === '' || !PORTS.has(Number(number))) throw new Error(`${place} is no snippet`)
  const text = marked.replace('«', '').replace('»', '')
  const around = { before: body.slice(Math.max(0, line - 3), line), after: body[line + 1] ?? '' }
  const candidate = { path, line: line + 1, column: at + 1, text, at, number, ...around }
  return { place, level: none === undefined ? (level as Level) : 'none', setting, candidate }
}

/** The snippets with their verdicts. */
export function judged(all: readonly Snippet[] = snippets()): { snippet: Snippet; verdict: Verdict | null }[] {
  return all.map((snippet) => ({ snippet, verdict: judge(snippet.candidate, PORTS) }))
}

export function scores(cases: ReturnType<typeof judged>): Score[] {
  return LEVELS.map((level, index) => {
    const levels: readonly string[] = LEVELS.slice(0, index + 1)
    const found = cases.filter(({ verdict }) => verdict !== null && levels.includes(verdict.sure))
    const right = found.filter(({ snippet, verdict }) => snippet.setting === verdict?.setting)
    const expected = cases.filter(({ snippet }) => levels.includes(snippet.level))
    const met = right.filter(({ snippet }) => levels.includes(snippet.level))
    return {
      level,
      found: found.length,
      right: right.length,
      expected: expected.length,
      precision: right.length / found.length,
      recall: met.length / expected.length,
    }
  })
}
