import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDotenv } from '../../src/layers/files/dotenv.js'
import { readLedger } from '../../src/slots/ledger.js'
import { project } from '../support/project.js'

/** How many checkouts there are, and fewer than that slots there must not be. */
const COUNT = 64
const LOCAL = ['.env.local', '.env.test.local']

/** Checkouts of one stack, and the state folder that they share. */
export interface Checkouts {
  readonly roots: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** So many checkouts beside one another, none of them the main one of the others, with a port in a range of its own. */
export function checkouts(count: number, port: number): Checkouts {
  const folder = project({})
  const schema = {
    slot: { doc: 'copy', format: 'portolan:slot', env: 'STACK_SLOT', default: 0, stride: 2, count: COUNT },
    backend: { doc: 'Backend', format: 'port', env: 'BACKEND_PORT', default: port },
  }
  const roots = Array.from({ length: count }, (_, index) => {
    const root = join(folder, `checkout-${index}`)
    mkdirSync(join(root, 'schema'), { recursive: true })
    writeFileSync(join(root, 'schema/index.json'), JSON.stringify(schema))
    writeFileSync(join(root, 'package.json'), '{"name": "shop"}')
    mkdirSync(join(folder, `git/worktrees/${index}`), { recursive: true })
    writeFileSync(join(root, '.git'), `gitdir: ${folder}/git/worktrees/${index}\n`)
    writeFileSync(join(folder, `git/worktrees/${index}/HEAD`), `ref: refs/heads/b${index}\n`)
    writeFileSync(join(folder, `git/worktrees/${index}/commondir`), '../..\n')
    return root
  })
  writeFileSync(join(folder, 'git/HEAD'), 'ref: refs/heads/main\n')
  writeFileSync(join(folder, 'git/config'), '[core]\n\tbare = true\n')
  return { roots, env: { XDG_STATE_HOME: join(folder, 'state') } }
}

/**
 * What is wrong at a moment at which nothing moves: a slot that a checkout's own files say has to be recorded for that
 * checkout. That none is recorded twice, and the ledger can be read, reading it tells.
 */
export function faultsIn({ roots, env }: Checkouts): string[] {
  const ledger = readLedger({ env, platform: 'linux' }, 'shop')
  return roots.flatMap((root) =>
    LOCAL.flatMap((path) => {
      const slot = slotIn(join(root, path))
      const holder = ledger.find((holding) => `${holding.slot}` === slot)
      return slot === null || holder?.checkout === root
        ? []
        : `${root} says ${slot}, of ${holder?.checkout ?? 'nobody'}`
    }),
  )
}

function slotIn(file: string): string | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  return parseDotenv(text).assignments.find(({ key }) => key === 'STACK_SLOT')?.value ?? null
}
