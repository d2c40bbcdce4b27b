/** What a setting may resolve to: text, a number, true or false, `null` for unset, or what a convict format makes. */
export type Value = string | number | boolean | null | object

/**
 * Where a reading came from. Lines and columns count from 1, a column in UTF-16 units; a file's `path` is relative to
 * the root and written with `/`, and without a line it means the whole file; a schema's `path` is the setting's own (`core.backend`). `from` names the settings
 * and variables that an expanded value was made of, and is absent where nothing was expanded.
 */
export type Origin =
  | { readonly layer: 'schema'; readonly path: string }
  | {
      readonly layer: 'file'
      readonly path: string
      readonly line?: number
      readonly column?: number
      readonly from?: readonly string[]
    }
  | { readonly layer: 'environment' }
  | { readonly layer: 'inherited' }
  | { readonly layer: 'flag' }
  | { readonly layer: 'derived'; readonly path: string; readonly from: readonly string[] }

/** A raw text and its origin, as a layer gives it. */
export interface Reading {
  readonly text: string
  readonly origin: Origin
  /** Whether `${NAME}` in the text is a reference. Never in the environment, in flags or between single quotes. */
  readonly expands: boolean
  /**
   * The line of the file that `origin` points into, for a caret below it; absent where the value has no line, and where
   * that tells a secret, be it in a comment.
   */
  readonly sourceLine?: string
}

/** A source of readings. Its readings are known by variable (`env`), or by the setting's name where no variable fits. */
export interface Layer {
  readonly by: 'variable' | 'name'
  readonly readings: ReadonlyMap<string, Reading>
}

/** Who calls a port: a page in a browser, an HTTP client, Redis' protocol, bare TCP or UDP. */
export type Role = 'browser' | 'http' | 'redis' | 'tcp' | 'udp'

/** What a schema may say of a port beside its number. */
export interface PortFacts {
  /** Who calls it. Default: `tcp`. */
  readonly role: Role
  /** The address where the service binds, as in `0.0.0.0`; it is not checked. Default: loopback. */
  readonly bind?: string
  /** How many ports in a row, 1 to 65535. The setting's value is the first of them. Default: 1. */
  readonly count: number
  /** Whether generated firewall rules open the port. Default: false. */
  readonly outside: boolean
  /** The networks that it is open to, as in `192.168.0.0/16`, none of them in another; none where it is to everyone. */
  readonly sources: readonly string[]
  /** Whether a copy of the stack in another slot gets another port. Default: true. */
  readonly shift: boolean
  /**
   * What lists and helpers call what listens there: lower-case letters, digits and `_`. Default: the variable in lower
   * case without `port`, as `llm_original` for LLM_PORT_ORIGINAL.
   */
  readonly service: string
}

/** What a schema says of its copies on one machine. */
export interface SlotFacts {
  /** How far apart the ports of a copy and of the next are, 1 to 65535. */
  readonly stride: number
  /** How many copies the stride is for, slot 0 among them, 1 to 65535. */
  readonly count: number
}

/** What a format says of a text. */
export type Verdict = Accepted | Refusal

/** A text that has the form. */
export interface Accepted {
  /** The text as every consumer is given it: one spelling for one value. */
  readonly text: string
  /** The value where it is no text. */
  readonly value?: Value
}

/** A text that has not. */
export interface Refusal {
  /** The offset of the first character that does not belong, in UTF-16 units. */
  readonly at: number
  /** What the text is not (`a TCP port (1-65535)`), where it is more exact than the format's own title. */
  readonly not?: string
  /** What the user can do. */
  readonly hint?: string
}

/** The form that a setting's text must have. */
export interface Format {
  /** As in JSON: `port`, `integer`, `url`, ... or the schema's own name for it. */
  readonly name: string
  /** As in a sentence after "is not": `a TCP port (1-65535)`. */
  readonly title: string
  /** What to write instead: `write digits only`. */
  readonly hint: string
  /** The choices of an enumeration. */
  readonly options?: readonly Value[]
  judge(text: string): Verdict
}

/** A leaf of the schema as convict takes it. */
export type Leaf = Readonly<Record<string, unknown>>

/** One declared leaf of the schema. */
export interface Setting {
  /** Its environment variable; its path where it has none, or where an earlier leaf has that variable. */
  readonly name: string
  /** Where it stands in the schema: `core.backend`. */
  readonly path: string
  readonly segments: readonly string[]
  readonly variable: string | null
  /** convict's `arg`: the command line option that a caller's own argv may set it with. */
  readonly argument: string | null
  readonly doc: string
  readonly format: Format
  readonly leaf: Leaf
  /** The schema's default; null and undefined mean that it has none. */
  readonly default: unknown
  /** Whether `${NAME}` in the default is a reference: only in the defaults of our makers. */
  readonly derived: boolean
  readonly sensitive: boolean
  /** Handed to the frontend. */
  readonly public: boolean
  /** Whether an empty text is a value, not an absence. */
  readonly allowEmpty: boolean
  readonly port: PortFacts | null
  /** Null unless it is the number of this copy of the stack. */
  readonly slot: SlotFacts | null
}

/** A file that `config generate` keeps: its path, relative to the root and with `/`, and what else its target takes. */
export type TargetDeclaration = string | { readonly path: string; readonly [option: string]: unknown }

/**
 * Settings that stand in for one another: by the setting that counts without a choice, by the name of the choice, by
 * what is chosen. `{ LLM_URL: { use_optimized: { true: 'LLM_URL', false: 'LLM_URL_ORIGINAL' } } }` is a switch between
 * URLs; `{ TTS_PORT: { model: { tacotron: 'TTS_TACOTRON_PORT' } } }` a choice of ports by name, in any case of letters.
 */
export type Variants = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>

/** What a schema says of the stack as a whole, under `$stack`. */
export interface StackOptions {
  /** What the names of variables that a browser build sees begin with. Default: `REACT_APP_`. */
  readonly prefixes?: readonly string[]
  /** Names that a .env file may set although they change how programs start (`NODE_OPTIONS`, ...). Default: none. */
  readonly fileMaySet?: readonly string[]
  /** The files that `config generate` keeps, by target; several of one target as a list. Default: none. */
  readonly targets?: Readonly<Record<string, TargetDeclaration | readonly TargetDeclaration[]>>
  /** Default: none. */
  readonly variants?: Variants
}

/** A file that is kept: where, and what its target takes beside. */
export interface TargetFile {
  readonly path: string
  readonly options: Readonly<Record<string, unknown>>
}

/** A schema, read. */
export interface Stack extends Omit<Required<StackOptions>, 'targets'> {
  readonly settings: readonly Setting[]
  /** By target, in the schema's order. */
  readonly targets: ReadonlyMap<string, readonly TargetFile[]>
}

/** How a port of this copy of the stack came from the port that the shared layers say: `from + slot x stride`. */
export interface Shift {
  /** From 1. */
  readonly slot: number
  readonly stride: number
  readonly from: number
}

/** A setting's value with its origin and everything it beat. */
export interface Resolved {
  readonly setting: Setting
  /** Null where unset or refused. */
  readonly value: Value
  /** The value as text for consumers that read text. Null where unset or refused. */
  readonly text: string | null
  /** The origin of the winning reading, even where its text was refused. Null where there is none. */
  readonly origin: Origin | null
  /** Null for all but a port that is another one in this slot than its reading says. */
  readonly shift: Shift | null
  /** The winning reading before expansion, where there was something to expand. */
  readonly template: string | null
  /** Every reading that lost, nearest first. */
  readonly shadowed: readonly Shadowed[]
  /** Empty readings above the winner. */
  readonly passedOver: readonly Origin[]
  /** Whether the value must not be shown: the setting is sensitive, or its value was made of something that is. */
  readonly secret: boolean
  /** Why, as in a sentence after the setting's name: `is made of DB_PASSWORD, which is sensitive`. Null where not. */
  readonly secretBecause: string | null
  readonly problem: Problem | null
}

/** What a lower layer says of a setting, in vain. */
export interface Shadowed {
  /** As it is written. */
  readonly value: Value
  readonly origin: Origin
  /** What the slot would make of it, if it won. Null for all but a port that it would shift. */
  readonly shift: Shift | null
  /** Whether the value must not be shown. */
  readonly secret: boolean
}

/** What became of each .env file that the mode asks for; `path` is relative to the root. */
export interface FileState {
  readonly path: string
  readonly state: 'read' | 'absent' | 'skipped'
}

/** One assignment of a .env text. Lines and columns count from 1; as in dotenv, U+2028 and U+2029 end a line too. */
export interface Assignment {
  readonly key: string
  readonly value: string
  /** Where the statement begins. */
  readonly line: number
  /** Where the value begins; where the key's statement begins if the value stands on a later line. */
  readonly column: number
  /** Where the value ends; larger than `line` for a value of several lines. */
  readonly endLine: number
  /** Between single quotes, where nothing is a reference. */
  readonly literal: boolean
  /** The text of `line`. */
  readonly sourceLine: string
  readonly span: Span
}

/** Offsets into `normalized` of the text, for an editor. */
export interface Span {
  /** Where the statement begins, at its `export` or key. */
  readonly start: number
  /** Where the value begins, at its quote if it has one; at the end of the key's line if it stands on a later one. */
  readonly valueStart: number
  /** Behind the value and its quote; white space and a comment may follow. */
  readonly valueEnd: number
  /** Behind the statement's last line, its line break included. */
  readonly end: number
}

/** A .env file that was read. */
export interface EnvFile {
  /** Relative to the root. */
  readonly path: string
  /** As it was read, with its byte order mark and line breaks. */
  readonly text: string
  /** In the order of the lines; a key may be there twice, and the last counts. */
  readonly assignments: readonly Assignment[]
}

/** Which question found a problem. */
export type Check =
  | 'schema'
  | 'mode'
  | 'file'
  | 'format'
  | 'expansion'
  | 'unset'
  | 'required'
  | 'secret'
  | 'name'
  | 'get'
  | 'print'
  | 'target'
  | 'write'
  | 'unique'
  | 'policy'
  | 'free'
  | 'names'
  | 'shadowed'
  | 'dialect'
  | 'bundler'
  | 'fresh'
  | 'compose'
  | 'links'
  | 'slot'
  | 'stride'

/** What is wrong, where, and what to do about it. No secret is in it. */
export interface Problem {
  readonly check: Check
  /** An error stops what needs the configuration; a warning stops nothing. */
  readonly severity: 'error' | 'warning'
  /** The setting's name, or null where the problem is not about one. */
  readonly setting: string | null
  /** One sentence without a full stop. */
  readonly message: string
  /** Null where it comes from no layer, or that cannot be said. */
  readonly origin: Origin | null
  /** The next step. */
  readonly help: string
  /** The source line, and the offset in it, in UTF-16 units, that a caret points at. Left out for secrets. */
  readonly excerpt?: { readonly line: string; readonly at: number }
  /** The variables of a file that the problem is about together, with their lines, from 1. Many are in no message. */
  readonly variables?: readonly { readonly name: string; readonly line: number }[]
  /** What the message sums up, one line each. */
  readonly details?: readonly string[]
  /** Where lower layers set the same setting, nearest first; secrets are masked. */
  readonly also?: readonly { readonly value: Value; readonly origin: Origin }[]
}

/** Everything known after resolving: the values, and what is wrong with them. */
export interface Resolution {
  /** Absolute. */
  readonly root: string
  readonly mode: string | null
  readonly files: readonly FileState[]
  /** The files that could be read, lowest first. */
  readonly envFiles: readonly EnvFile[]
  readonly stack: Stack
  /** By name, in schema order. */
  readonly resolved: ReadonlyMap<string, Resolved>
  /** Every error, in schema order, those of files first. */
  readonly problems: readonly Problem[]
  /** What may be meant otherwise; it stops nothing. */
  readonly warnings: readonly Problem[]
  /** The variables that layers set and the schema does not declare, resolved when asked for. */
  readonly undeclared: Undeclared
}

/** What layers set that the schema does not know. */
export interface Undeclared {
  /** Names in .env files, in the order they are first met. */
  readonly inFiles: readonly string[]
  /** Names in the process environment, in its order, without those that an outer `config exec` handed on. */
  readonly inEnvironment: readonly string[]
  /** The winning text, or what is wrong with it. Null where no layer has the name. */
  resolve(name: string): ResolvedVariable | { readonly problem: Problem } | null
}

/** An undeclared variable's text. */
export interface ResolvedVariable {
  readonly text: string
  readonly origin: Origin
  /** Why it is certain to hold a secret, as in a sentence after its name; null where it is not. */
  readonly secretBecause: string | null
  /** Whether it may hold one: by its own name, or by what it is made of. */
  readonly mayBeSecret: boolean
}
