import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Files, project } from '../support/project.js'
import { type Run, type RunOptions, run } from '../support/run.js'

/** A schema of two ports and a URL, for five copies; ports that nothing usual listens on. */
export const SHOP = {
  slot: { doc: 'Copy', format: 'portolan:slot', env: 'STACK_SLOT', default: 0, stride: 20, count: 5 },
  backend: { doc: 'Backend', format: 'port', env: 'BACKEND_PORT', default: 21_203 },
  frontend: { doc: 'Frontend', format: 'port', env: 'FRONTEND_PORT', default: 21_300 },
  url: {
    doc: 'Backend',
    format: 'portolan:url',
    env: 'BACKEND_URL',
    default: 'http://localhost:${BACKEND_PORT}',
    maker: 'url',
  },
}

/** A main checkout, `shop`, and worktrees beside it, as git lays them out; the state folder is `state`. */
export interface Family {
  readonly folder: string
  readonly state: string
  /** Runs `config slot` in a checkout. */
  slot(checkout: string, words: readonly string[], options?: RunOptions): Promise<Run>
  /** Runs any verb there. */
  run(checkout: string, words: readonly string[], options?: RunOptions): Promise<Run>
  /** Writes a file of a checkout. */
  write(checkout: string, path: string, text: string): void
}

export function family(worktrees: readonly string[], files: Files = {}): Family {
  const folder = project({})
  const state = join(folder, 'state')
  const write = (checkout: string, path: string, text: string) => {
    const file = join(folder, checkout, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  write('shop', '.git/HEAD', 'ref: refs/heads/main\n')
  write('shop', '.git/config', '[core]\n\tbare = false\n')
  for (const name of worktrees) {
    const git = join(folder, 'shop/.git/worktrees', name)
    write(name, '.git', `gitdir: ${git}\n`)
    write('shop', `.git/worktrees/${name}/HEAD`, `ref: refs/heads/${name}\n`)
    write('shop', `.git/worktrees/${name}/commondir`, '../..\n')
    write('shop', `.git/worktrees/${name}/gitdir`, `${join(folder, name, '.git')}\n`)
  }
  const all = { 'schema/index.json': SHOP, 'package.json': '{"name": "shop"}', ...files }
  for (const checkout of ['shop', ...worktrees]) {
    for (const [path, content] of Object.entries(all)) {
      write(checkout, path, typeof content === 'string' ? content : JSON.stringify(content))
    }
  }
  const runIn: Family['run'] = (checkout, words, options = {}) =>
    run(join(folder, checkout), words, { ...options, env: { XDG_STATE_HOME: state, ...options.env } })
  return {
    folder,
    state,
    write,
    run: runIn,
    slot: (checkout, words, options) => runIn(checkout, ['slot', ...words], options),
  }
}
