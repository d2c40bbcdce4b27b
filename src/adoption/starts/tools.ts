import type { Role } from '../../model.js'

/** A program that waits for connections where it is told to. */
export interface Tool {
  /** Its first words: `vite`, `flask`; one of several verbs may have to follow, as in `flask run`. */
  readonly commands: readonly string[]
  /** `.` stands for none. */
  readonly verbs: readonly string[]
  /** What a port of its own is called where nothing else names it: `FRONTEND`. */
  readonly called: string
  /** Which of a project's ports it is where a folder names them: `storybook`; empty for the main one. */
  readonly purpose: string
  readonly role: Role
  /** Where it listens when nobody tells it; null where that is nowhere or everywhere. */
  readonly usual: number | null
  /** What takes the port: options without dashes, `PORT` for the variable, `#` for an operand of its own. */
  readonly takes: ReadonlySet<string>
}

/**
 * One program a line: its commands; its verbs, with `.` for none; what its port is called, and the purpose of one that is
 * beside another; its role; where it listens by its own documentation; and what takes the port.
 */
const TABLE = `
  react-scripts craco react-app-rewired | start | frontend | browser | 3000 | PORT
  vite | . dev serve | frontend | browser | 5173 | port
  vite | preview | frontend preview | browser | 4173 | port
  next | . dev start | frontend | browser | 3000 | port p PORT
  nuxt nuxi | dev start preview | frontend | browser | 3000 | port p PORT
  astro | dev preview | frontend | browser | 4321 | port
  gatsby | develop | frontend | browser | 8000 | port p
  gatsby | serve | frontend preview | browser | 9000 | port p
  ng | serve s dev | frontend | browser | 4200 | port
  vue-cli-service | serve | frontend | browser | 8080 | port PORT
  quasar | dev | frontend | browser | 9000 | port p
  ember | serve s server | frontend | browser | 4200 | port p
  webpack | serve s server | frontend | browser | 8080 | port
  webpack-dev-server | . | frontend | browser | 8080 | port
  rspack rsbuild modern | serve dev s | frontend | browser | 8080 | port
  parcel | . serve | frontend | browser | 1234 | port p PORT
  svelte-kit | dev | frontend | browser | 3000 | port p
  remix remix-serve react-router-serve | . dev | frontend | browser | 3000 | port p PORT
  remix | vite:dev | frontend | browser | 5173 | port
  react-router | dev | frontend | browser | 5173 | port
  solid-start vinxi | dev start | frontend | browser | 3000 | port
  docusaurus | start serve | docs | browser | 3000 | port p
  vitepress | dev | docs | browser | 5173 | port
  vuepress | dev | docs | browser | 8080 | port p
  mkdocs | serve | docs | browser | 8000 | a dev-addr
  hugo | server serve | frontend | browser | 1313 | port p
  jekyll | serve s | frontend | browser | 4000 | port P
  eleventy @11ty/eleventy | . | frontend | browser | 8080 | port
  expo | start | frontend | browser | 8081 | port p
  storybook | dev | storybook storybook | browser | 6006 | port p
  start-storybook | . | storybook storybook | browser | 6006 | port p
  serve | . | frontend | browser | 3000 | l listen p port PORT
  http-server | . | frontend | browser | 8080 | p port PORT
  live-server | . | frontend | browser | 8080 | port PORT
  browser-sync | start | frontend | browser | 3000 | port
  sirv | . | frontend | browser | 8080 | port p PORT
  json-server | . | mock mock | http | 3000 | port p
  mockoon-cli | start | mock mock | http | | port p
  prism | mock | mock mock | http | 4010 | port p
  prisma | studio | prisma studio | browser | 5555 | port p
  drizzle-kit | studio | drizzle studio | browser | 4983 | port
  strapi | develop start dev | backend | http | 1337 | PORT
  nest | start | backend | http | 3000 | PORT
  wrangler | dev | backend | http | 8787 | port
  uvicorn | . | backend | http | 8000 | port
  hypercorn | . | backend | http | 8000 | b bind
  gunicorn | . | backend | http | 8000 | b bind PORT
  daphne | . | backend | http | 8000 | p port
  granian | . | backend | http | 8000 | port
  waitress-serve | . | backend | http | 8080 | port listen
  fastapi | dev run | backend | http | 8000 | port
  flask | run | backend | http | 5000 | p port
  runserver runserver_plus | . | backend | http | 8000 | #
  sanic | . | backend | http | 8000 | p port
  litestar | run | backend | http | 8000 | p port
  http.server | . | frontend | browser | 8000 | # 
  streamlit | run | frontend | browser | 8501 | server.port
  chainlit | run | frontend | browser | 8000 | p port
  jupyter | lab notebook server | jupyter | browser | 8888 | port
  jupyter-lab jupyter-notebook | . | jupyter | browser | 8888 | port
  mlflow | ui server | mlflow | browser | 5000 | p port
  tensorboard | . | tensorboard | browser | 6006 | port
  flower | . | flower | browser | 5555 | port
  vllm | serve | vllm | http | 8000 | port
  ollama | serve | ollama | http | 11434 | 
  rails | s server | backend | http | 3000 | p port PORT
  puma | . | backend | http | 9292 | p port b bind
  rackup | . | backend | http | 9292 | p port
  artisan | serve | backend | http | 8000 | port
  php | . | backend | http | | S
  redis-server valkey-server | . | redis | redis | 6379 | port
  mongod | . | mongo | tcp | 27017 | port
  mailpit | . | mailpit | browser | 8025 | l listen
`

const TOOLS: readonly Tool[] = TABLE.trim().split('\n').map(readLine)

/** Verbs of many tools that wait for nobody. */
const OTHER_VERBS: ReadonlySet<string> = new Set([
  'build',
  'export',
  'generate',
  'help',
  'info',
  'init',
  'lint',
  'optimize',
  'test',
])

/** The tool that a command starts with some words; null for every other. */
export function toolOf(command: string, words: readonly string[]): Tool | null {
  const ones = TOOLS.filter(({ commands }) => commands.includes(command))
  const operands = words.filter((word) => !word.startsWith('-'))
  const named = ones.find(({ verbs }) => verbs.some((verb) => operands.includes(verb)))
  const plain = ones.find(({ verbs }) => verbs[0] === '.') ?? null
  if (named !== undefined || plain === null || plain.verbs.length === 1) return named ?? plain
  // What is no verb is a folder or an option's value: `next web/`, `vite --port 3000`.
  const [first = '-'] = words
  return /^-|[/.\\]/.test(first) && !operands.some((word) => OTHER_VERBS.has(word)) ? plain : null
}

function readLine(line: string): Tool {
  const [commands = '', verbs = '', called = '', role = '', usual = '', takes = ''] = line
    .split('|')
    .map((one) => one.trim())
  const [name = '', purpose = ''] = called.split(' ')
  return {
    commands: commands.split(' '),
    verbs: verbs.split(' '),
    called: name,
    purpose,
    role: role as Role,
    usual: usual === '' ? null : Number(usual),
    takes: new Set(takes.split(' ')),
  }
}
