import { describe, expect, test } from 'vitest'
import { code } from '../../../src/adoption/sources/code/index.js'
import { foundBy } from './found.js'

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
  ['const DEFAULT_PORT = 3000\nconst port = process.env.RAG_PORT || DEFAULT_PORT', ['RAG_PORT 3000 fallback']],
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

const PROGRAMS: readonly (readonly [string, string, readonly string[]])[] = [
  ['main.go', 'port := os.Getenv("RAG_PORT")\nif port == "" {\n\tport = "8602"\n}', ['RAG_PORT 8602 fallback']],
  ['main.go', 'port := os.Getenv("RAG_PORT")\nrun(port)', ['RAG_PORT - hint']],
  ['main.go', 'port := getEnv("RAG_PORT", "8602")', ['RAG_PORT 8602 fallback']],
  ['main.go', 'Port int `env:"RAG_PORT" envDefault:"8602"`', ['RAG_PORT 8602 fallback']],
  ['main.go', 'Port int `envconfig:"RAG_PORT" default:"8602"`', ['RAG_PORT 8602 fallback']],
  ['main.go', 'http.ListenAndServe(":8602", nil)', ['RAG_PORT? 8602 fixed']],
  ['main.go', 'r.Run("0.0.0.0:8602") // gin', ['RAG_PORT? 8602 fixed']],
  ['main.go', 'const BackendPort = 8203 // Backend API', ['BACKEND_PORT 8203 fixed']],
  ['app.rb', "port = ENV.fetch('RAG_PORT', 8602)", ['RAG_PORT 8602 fallback']],
  ['puma.rb', 'port ENV.fetch("RAG_PORT") { 8602 }', ['RAG_PORT 8602 fallback']],
  ['app.rb', 'port = (ENV["RAG_PORT"] || 8602).to_i', ['RAG_PORT 8602 fallback']],
  ['app.rb', 'set :port, 4567', ['RAG_PORT? 4567 fixed']],
  ['main.rs', 'let p = env::var("RAG_PORT").unwrap_or("8602".to_string());', ['RAG_PORT 8602 fallback']],
  ['main.rs', 'let p = env::var("RAG_PORT").unwrap_or_else(|_| String::from("8602"));', ['RAG_PORT 8602 fallback']],
  [
    'main.rs',
    'let p: u16 = env::var("RAG_PORT").ok().and_then(|v| v.parse().ok()).unwrap_or(8602);',
    ['RAG_PORT 8602 fallback'],
  ],
  ['main.rs', '#[arg(long, env = "RAG_PORT", default_value_t = 8602)]', ['RAG_PORT 8602 fallback']],
  ['main.rs', 'TcpListener::bind("0.0.0.0:8602").await?', ['RAG_PORT? 8602 fixed']],
  ['main.rs', 'pub const BACKEND_PORT: u16 = 8_203;', ['BACKEND_PORT 8203 fixed']],
  ['config.php', "'port' => env('RAG_PORT', 8602),", ['RAG_PORT 8602 fallback']],
  ['index.php', "$port = getenv('RAG_PORT') ?: 8602;", ['RAG_PORT 8602 fallback']],
  ['index.php', "$port = $_ENV['RAG_PORT'] ?? '8602';", ['RAG_PORT 8602 fallback']],
  ['App.java', '@Value("${RAG_PORT:8602}") private int port;', ['RAG_PORT 8602 fallback']],
  ['App.java', '@Value("${rag.port:8602}") int port;', ['RAG_PORT 8602 fallback']],
  ['App.java', 'System.getenv().getOrDefault("RAG_PORT", "8602")', ['RAG_PORT 8602 fallback']],
  ['App.java', 'public static final int BACKEND_PORT = 8203;', ['BACKEND_PORT 8203 fixed']],
  ['App.kt', 'val port = System.getenv("RAG_PORT")?.toInt() ?: 8602', ['RAG_PORT 8602 fallback']],
  ['Program.cs', 'var port = Environment.GetEnvironmentVariable("RAG_PORT") ?? "8602";', ['RAG_PORT 8602 fallback']],
  ['runtime.exs', 'port = System.get_env("RAG_PORT") || "8602"', ['RAG_PORT 8602 fallback']],
  ['main.go', '// os.Getenv("RAG_PORT")\nvar Timeout = 3000\nconst Support = 8203', []],
  ['start.sh', 'RAG_PORT=8602\nexport TTS_PORT="8604" # Edge TTS', ['RAG_PORT 8602 fixed', 'TTS_PORT 8604 fixed']],
  ['start.sh', 'run --port "${RAG_PORT:-8602}"', ['RAG_PORT 8602 fallback']],
  ['start.sh', ': "${RAG_PORT:=8602}"', ['RAG_PORT 8602 fallback']],
  ['start.sh', 'RAG_PORT=${RAG_PORT:-8602}', ['RAG_PORT 8602 fallback']],
  ['start.sh', 'RAG_URL=http://localhost:$RAG_PORT/v1', ['RAG_URL http://localhost:${RAG_PORT}/v1 fixed']],
  ['start.sh', 'RAG_PORT=$(get_port)\nport=8602\nTIMEOUT=3000', []],
  ['Makefile', 'RAG_PORT ?= 8602\nTTS_PORT := 8604', ['RAG_PORT 8602 fallback', 'TTS_PORT 8604 fixed']],
]

describe('programs in other languages', () => {
  test.each(PROGRAMS)('%s: %s', (file, text, mentions) => {
    expect(found(text, `services/rag/${file}`)).toEqual(mentions)
  })

  test('PORT of a Makefile at the root is that of what it starts, and not called after it', () => {
    expect(found('PORT ?= 8000\n', 'Makefile')).toEqual(['PORT? 8000 fallback'])
  })

  test('a comment beside or above says what a port is of', () => {
    const text = '# ---- Speech ----\n# Edge TTS\nTTS_PORT=8604\nSOVITS_PORT=8608 # SoVITS TTS\n'
    expect(code.mentions(text, 'ports.sh').map(({ doc, group }) => [doc, group])).toEqual([
      ['Edge TTS', 'Speech'],
      ['SoVITS TTS', 'Speech'],
    ])
  })
})
