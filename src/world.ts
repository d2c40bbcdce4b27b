/** Variables and their values. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What a load reads of the machine. The entries (`main`, `index`) fill it in; nothing below them touches `process`. */
export interface Place {
  readonly cwd: string
  readonly env: Environment
  readonly platform: string
}

/** This process, among the others of the machine. */
export interface OwnProcess {
  /** Its number. */
  readonly id: number
  /** The number of the user whose rights it has; null where the system has none (Windows). */
  readonly user: number | null
  /** Whether a process of that number is there, whosever it is. */
  isRunning(id: number): boolean
  /** Sends a signal to a process; one that has ended, or belongs to another user, is left alone. */
  signal(id: number, signal: NodeJS.Signals): void
}

/** What puts another program in the place of this process, which keeps its number (execve(2)). */
export interface Execve {
  /** The file of the program that runs us; what the machine runs by itself is like it. */
  readonly own: string
  /** Never returns. What the system refuses aborts the process, so all that it could refuse is to be looked at before. */
  run(file: string, args: readonly string[], env: Readonly<Record<string, string>>): never
}

/** Somebody at a terminal, who can be asked. */
export interface Person {
  /** What they choose of some texts, each with what is to be said of it; null where they would rather stop. */
  choose(
    question: string,
    choices: readonly { readonly value: string; readonly hint: string }[],
  ): Promise<string | null>
  /** Whether they agree; null where they would rather stop. */
  agrees(question: string): Promise<boolean | null>
}

/** What the program's commands see of the machine. */
export interface World extends Place {
  /** The environment as the schema's own code sees it, and may add to it. */
  readonly schemaEnv: Environment
  /** Whether nothing, as a flag of Node, has a say in how modules are loaded: then `require` gives what `import()` does. */
  readonly loadsAsUsual: boolean
  readonly stdout: Output
  readonly stderr: Output
  /** Whether a standard stream is a terminal. */
  readonly hasTerminal: boolean
  /** Who reads what is written to stderr and answers at standard input; null where that is nobody. */
  readonly person: Person | null
  /** Whether every argument arrived as it was given: Node replaces what is not UTF-8 in silence. */
  readonly argumentsAreExact: boolean
  /** The variables whose names or values did not arrive as they were given, for the same reason. */
  readonly alteredVariables: readonly string[]
  readonly self: OwnProcess
  /** What puts another program in our place; null where there is none, and where something would be lost by it as of now. */
  readonly execve: Execve | null
  /**
   * What a standard tool of the machine prints; null where there is none of that name, or it fails without a word.
   * `command` is a bare name, or an absolute path.
   */
  ask(command: string, args: readonly string[]): Promise<string | null>
  /**
   * Everything on standard input; null where it is a terminal, which would show what is typed.
   * @throws UsageError where that cannot be read, or is no text
   */
  readInput(): string | null
  /** Calls `listener` at each arrival of the signal, until the returned function is called. */
  onSignal(signal: NodeJS.Signals, listener: () => void): () => void
  /** Calls `listener` where the process ends, however it does by itself, before the returned function is called. */
  onEnd(listener: () => void): () => void
  /** Calls `listener` with what is thrown and caught by nobody, which else ends the process, until the returned function is called. */
  onMistake(listener: (error: unknown) => void): () => void
}

/** The size of a terminal, in characters; null where it does not tell. */
export interface Screen {
  readonly columns: number | null
  readonly rows: number | null
}

export interface Output {
  /** Whether a person reads this on a terminal, and takes styles. */
  readonly isTerminal: boolean
  /** The terminal that a text can be placed on, as it is now, styles or not; absent or null where there is none. */
  readonly screen?: Screen | null
  /** Whether nobody reads this any more, as a write has found; what is written then is lost in silence. */
  readonly isClosed?: boolean
  /** Whether something that somebody was to read could not be written, and they could not be told. */
  readonly isLost?: boolean
  /** Writes all of the text before it returns. */
  write(text: string): void
}
