import { describe, expect, test } from 'vitest'
import { code } from '../../src/adoption/sources/code/index.js'
import { foundBy } from './support.js'

function found(text: string, path = 'services/rag/index.js'): string[] {
  return foundBy(code, text, path)
}

const SCRIPTS: readonly (readonly [string, readonly string[]])[] = [
  ['const port = process.env.RAG_PORT || 3000', ['RAG_PORT 3000 fallback']],
  ["const port = process.env.RAG_PORT ?? '3000'", ['RAG_PORT 3000 fallback']],
  ['const port = Number(process.env.RAG_PORT) || 3000', ['RAG_PORT 3000 fallback']],
  ['const port = +process.env.RAG_PORT || 3000', ['RAG_PORT 3000 fallback']],
  ['const port = parseInt(process.env.RAG_PORT ?? "3000", 10)', ['RAG_PORT 3000 fallback']],
  ['const port = parseInt(process.env.RAG_PORT as string, 10) || 3000', ['RAG_PORT 3000 fallback']],
  ['const port = process.env.RAG_PORT ? Number(process.env.RAG_PORT) : 3000', ['RAG_PORT 3000 fallback']],
  ["app.listen(process.env['RAG_PORT'] || 3000)", ['RAG_PORT 3000 fallback']],
  ['const { RAG_PORT = 3000, LOG: level } = process.env', ['RAG_PORT 3000 fallback']],
  ['Deno.serve({ port: Number(Deno.env.get("RAG_PORT") ?? 3000) }, handler)', ['RAG_PORT 3000 fallback']],
  ['const port = Bun.env.RAG_PORT || 3000', ['RAG_PORT 3000 fallback']],
  ["const port = env('RAG_PORT', 3000)", ['RAG_PORT 3000 fallback']],
  ['const port = process.env.RAG_PORT || process.env.PORT || 3000', ['RAG_PORT 3000 fallback']],
  ['const port = process.env.PORT || process.env.RAG_PORT || 3000', ['RAG_PORT 3000 fallback']],
  [
    'const DEFAULT_PORT = 3000\nconst port = process.env.RAG_PORT || DEFAULT_PORT',
    ['DEFAULT_PORT 3000 fixed', 'RAG_PORT 3000 fallback'],
  ],
  ['connect(process.env.REDIS_PORT)', ['REDIS_PORT - hint']],
  ['app.listen(3000)', ['RAG_PORT? 3000 fixed']],
  ['app.listen({ port: 3000, host: "0.0.0.0" })', ['RAG_PORT? 3000 fixed']],
  ['const PORT = 3000\napp.listen(PORT)', ['RAG_PORT? 3000 fixed']],
  ['async function main() {\n  const port = 3000\n  server.listen(port)\n}', ['RAG_PORT? 3000 fixed']],
  ['export const ports = { backend: 8203, rag: 8602 } as const', ['BACKEND_PORT? 8203 fixed', 'RAG_PORT? 8602 fixed']],
  ['enum Ports { Backend = 8203 }', ['BACKEND_PORT? 8203 fixed']],
  ['class Config { static readonly BACKEND_PORT: number = 8203 }', ['BACKEND_PORT 8203 fixed']],
  [
    'module.exports = { redis: { host: "localhost", port: 6379 } }',
    ['REDIS_HOST? localhost fixed', 'REDIS_PORT? 6379 fixed'],
  ],
  ['const s = { port: { doc: "The API", format: "port", default: 8203, env: "BACKEND_PORT" } }', []],
  ['process.env.RAG_PORT = "3000"', []],
  ['const key = process.env.PORT_SECRET_KEY || "3000"', []],
  ['// const RAG_PORT = 3000\n/* process.env.RAG_PORT || 3000 */\nconst s = "process.env.RAG_PORT || 3000"', []],
  ['const timeout = process.env.TIMEOUT || 3000, viewport = 1024', []],
]

describe('JavaScript and TypeScript', () => {
  test.each(SCRIPTS)('%s', (text, mentions) => {
    expect(found(text)).toEqual(mentions)
  })

  test('a bare PORT is grouped by the folder of its service', () => {
    const [mention] = code.mentions('app.listen(process.env.PORT || 3000)', 'services/rag/src/index.js')
    expect(mention).toMatchObject({ name: 'PORT', isNamed: true, text: '3000', group: 'rag' })
  })
})
