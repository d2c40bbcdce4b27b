/** What is used of Vite, 5 to 8: its shapes alone, since it is the user's package and none of ours. */

export interface ServerOptions {
  readonly port?: number | undefined
  readonly strictPort?: boolean | undefined
  readonly host?: string | boolean | undefined
}

/** What the user configured. */
export interface UserConfig {
  readonly root?: string | undefined
  readonly envPrefix?: string | readonly string[] | undefined
  readonly server?: ServerOptions | undefined
  readonly preview?: ServerOptions | undefined
}

export interface ConfigEnv {
  readonly command: string
  readonly mode: string
  readonly isPreview?: boolean | undefined
}

export interface Logger {
  info(text: string, options?: { timestamp?: boolean }): void
  warn(text: string, options?: { timestamp?: boolean }): void
  error(text: string, options?: { timestamp?: boolean }): void
}

export interface ResolvedConfig {
  /** Absolute, with `/`. */
  readonly root: string
  /** What the paths of URLs begin with: `/`, `/app/`. */
  readonly base: string
  /** Absolute; empty for none. */
  readonly publicDir: string
  readonly build: { readonly outDir: string }
  readonly mode: string
  readonly command: string
  readonly envDir: string | false
  /** Absolute, as are those that it imports. */
  readonly configFile?: string | undefined
  readonly configFileDependencies: readonly string[]
  /** What `import.meta.env` holds as Vite itself reads it. */
  readonly env: Record<string, unknown>
  /** What the command line or a caller of Vite's API said. */
  readonly inlineConfig: UserConfig
  readonly server: ServerOptions & {
    readonly hmr?: unknown
    /** Null where files are not watched. */
    readonly watch?: object | null | undefined
    /** Whether another program has the port. */
    readonly middlewareMode?: unknown
  }
  readonly preview: ServerOptions
  readonly logger: Logger
}

/** Answers a request, or hands it on. */
export type Middleware = (
  request: { readonly url?: string },
  response: { setHeader(name: string, value: string): unknown; end(text: string): unknown },
  next: (error?: unknown) => void,
) => void

export interface DevServer {
  readonly middlewares: { use(middleware: Middleware): unknown }
  readonly config: ResolvedConfig
  readonly watcher: {
    on(event: 'all', listener: (event: string, path: string) => void): unknown
  }
  readonly ws: {
    send(payload: object): void
    on(event: 'connection', listener: () => void): void
  }
  restart(): Promise<void>
  printUrls(): void
}

/** What a plugin adds to the user's configuration. */
export interface Additions {
  readonly define: Readonly<Record<string, string>>
  readonly environments: { readonly client: { readonly define: Readonly<Record<string, string>> } }
  readonly server: ServerOptions
  readonly preview: ServerOptions
}
