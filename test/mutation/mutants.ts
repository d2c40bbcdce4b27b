/** A guard of the program, and what it looks like when it is taken out. */
export interface Mutant {
  /** What the program does, in a user's words. */
  readonly guard: string
  /** Relative to the repository. */
  readonly file: string
  /** Stands in the file once. */
  readonly text: string
  /** What is put in the text's place. */
  readonly without: string
  /** A folder or file under test/ with a test that fails then. */
  readonly tests: string
}

export const mutants: readonly Mutant[] = []
