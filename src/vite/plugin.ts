import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { problemText, provenanceText } from '../display.js'
import { ConfigError } from '../errors.js'
import type { Resolved } from '../model.js'
import { isProperty } from '../stack/frontend.js'
import { HALF_AN_EDIT, SETTLE } from '../watching/index.js'
import { Follower } from './follow.js'
import { leaksIn } from './leaks.js'
import { literalOf } from './literal.js'
import type { PortolanOptions } from './options.js'
import type { OwnWrites } from './own-writes.js'
import type { Memory, Page } from './page.js'
import { type Reading, type Request, read } from './reading.js'
import { runtimeScript } from './runtime-script.js'
import type { Surroundings } from './surroundings.js'
import { errorFor, shortError, wordsOf } from './told.js'
import type { Additions, ConfigEnv, DevServer, ResolvedConfig, ServerOptions, UserConfig } from './vite.js'

/** Which of Vite's servers is to run. */
type Kind = 'server' | 'preview'

/** What outlives a restart of Vite, which makes its plugins anew. */
export interface Lasting {
  readonly memory: Memory
  readonly writes: OwnWrites
  /** The servers that run, by Vite's root. */
  readonly followers: Map<string, Follower>
}

/** The plugin's hooks, as Vite calls them. */
export interface Hooks {
  readonly name: string
  readonly enforce: 'pre'
  config(user: UserConfig, env: ConfigEnv): Promise<Additions>
  configResolved(config: ResolvedConfig): void
  configureServer(server: DevServer): void
  buildStart(): void
  readonly transformIndexHtml: { readonly order: 'pre'; handler(html: string): string }
  closeBundle(): void
}

/** @param around what there is at the moment it is asked */
export function pluginOf(options: PortolanOptions, around: () => Surroundings, lasting: Lasting): Hooks {
  let request: Request = { mode: '', prefixes: [] }
  let root = ''
  let kind: Kind = 'server'
  let reading: Reading | null = null
  let follower: Follower | null = null
  let begin = () => {}
  const readIn = async () => {
    const { env, ...rest } = around()
    const clean = lasting.writes.without(env)
    try {
      const found = await read(request, { ...rest, cwd: root, env: clean }, lasting.memory)
      const told = [...found.page.values].map(([name, { text }]) => [name, text])
      lasting.writes.note(clean, Object.fromEntries(told))
      return found
    } finally {
      lasting.writes.note(env, around().env)
    }
  }
  return {
    name: 'portolan',
    // Vitest, which is Vite with a plugin of its own, takes over what is defined before its turn.
    enforce: 'pre',

    async config(user, { command, mode, isPreview }) {
      kind = isPreview ? 'preview' : 'server'
      root = resolve(around().cwd, user.root ?? '')
      const folder = options.root === undefined ? undefined : resolve(root, options.root)
      const prefixes = [user.envPrefix ?? 'VITE_'].flat()
      request = { root: folder, mode: options.mode ?? mode, port: options.port, prefixes }
      // A build, or a preview, in the process of a server is none of its business.
      const running = command === 'serve' && !isPreview ? lasting.followers.get(root) : undefined
      try {
        reading = running === undefined ? await readIn() : await readSettled(readIn)
        await running?.judge(reading)
        running?.tell(reading)
      } catch (error) {
        // A restart of Vite's own ends here, and the server that runs goes on.
        const isTold = running?.fail(wordsOf(error) ?? String(error)) === false
        throw isTold ? shortError() : errorFor(error)
      }
      return additions(reading, user)
    },

    configResolved(config) {
      if (reading === null) return
      for (const name of reading.page.withheld) delete config.env[name]
      const leaks = leaksIn(config.env, reading)
      // Of a restart Vite tells it, and reads again what it refused when the next edit comes.
      if (leaks.length > 0) throw errorFor(new ConfigError(leaks))
      for (const warning of reading.resolution.warnings) config.logger.warn(problemText(warning))
      const elsewhere = reading.server === null ? null : otherPort(reading.server, config, kind)
      if (elsewhere !== null && config.command === 'serve') config.logger.warn(elsewhere)
    },

    configureServer(server) {
      if (reading === null) return
      server.middlewares.use(runtimeScript(reading.resolution, server.config))
      if (server.config.server.watch === null) return
      const start = reading
      // What is only being made may come to nothing, while the server before it goes on.
      begin = () => {
        follower = new Follower(server, start, readIn)
        lasting.followers.set(root, follower)
      }
    },

    buildStart() {
      if (follower === null) begin()
    },

    // Vite has taken its values of a build's index.html before a plugin could withhold any.
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => (reading?.page.withheld ?? []).reduce((text, name) => text.replaceAll(`%${name}%`, ''), html),
    },

    closeBundle() {
      begin = () => {}
      follower?.stop()
      if (lasting.followers.get(root) === follower) lasting.followers.delete(root)
    },
  }
}

/** Vite restarts at the first sign of an edit, when a file may be empty or half there that is just being written. */
async function readSettled(readIn: () => Promise<Reading>): Promise<Reading> {
  await pause(SETTLE)
  try {
    return await readIn()
  } catch {
    await pause(HALF_AN_EDIT)
    return readIn()
  }
}

function additions({ page, server }: Reading, user: UserConfig): Additions {
  const port = typeof server?.value === 'number' ? server.value : null
  const host = server?.setting.port?.bind
  // What the user says of a server is theirs.
  const listening = (said: ServerOptions = {}): ServerOptions => ({
    ...(port !== null && said.port === undefined && { port, strictPort: said.strictPort ?? true }),
    ...(host !== undefined && said.host === undefined && { host }),
  })
  return {
    define: definitions(page, 'import.meta.env'),
    // Code that comes from Create React App; on a server there is a process.env of its own.
    environments: { client: { define: definitions(page, 'process.env') } },
    server: listening(user.server),
    preview: listening({ host: user.server?.host, strictPort: user.server?.strictPort, ...user.preview }),
  }
}

/** What Vite puts in the place of each variable: of those that can be written as a property. */
function definitions({ values }: Page, object: string): Record<string, string> {
  const names = [...values.keys()].filter(isProperty)
  return Object.fromEntries(names.map((name) => [`${object}.${name}`, literalOf(values.get(name)?.text ?? '')]))
}

/** What to say where vite.config, or another plugin, has another port: whoever goes by the schema looks elsewhere. */
function otherPort(
  { setting, value, origin, shift, secret }: Resolved,
  config: ResolvedConfig,
  kind: Kind,
): string | null {
  const { port } = config[kind]
  if (typeof value !== 'number' || config.inlineConfig[kind]?.port !== undefined || port === value) return null
  const source = origin === null ? '' : ` (${provenanceText({ origin, shift, secret })})`
  return [
    `warning: vite.config sets ${kind}.port to ${port}, yet ${setting.name} is ${value}${source}`,
    `  help: take ${kind}.port out of vite.config, or name the setting of this server: portolan({ port: 'NAME' })`,
  ].join('\n')
}
