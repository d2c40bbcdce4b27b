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

export const mutants: readonly Mutant[] = [
  {
    guard: 'a port is digits to its last character',
    file: 'src/formats/port.ts',
    text: '/^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= highest',
    without: '/^[1-9][0-9]{0,4}/.test(text) && Number.parseInt(text, 10) <= highest',
    tests: 'faults/values/verdicts.test.ts',
  },
  {
    guard: 'exec starts nothing with a bad configuration',
    file: 'src/commands/exec/prepare.ts',
    text: 'if (all.length > 0) throw new ConfigError(all)',
    without: 'if (all.length > 99) throw new ConfigError(all)',
    tests: 'faults/values/refused.test.ts',
  },
  {
    guard: 'chains of references are bounded',
    file: 'src/resolve/settle.ts',
    text: 'if (this.#pending.length > DEEPEST) return',
    without: 'if (this.#pending.length > DEEPEST * 100) return',
    tests: 'faults/expansion/references.test.ts',
  },
  {
    guard: 'a shell runs nothing of a value',
    file: 'src/printers/shell.ts',
    text: `text.replaceAll("'", "'\\\\''")`,
    without: 'text',
    tests: 'faults/expansion/commands.test.ts',
  },
  {
    guard: 'a file that was just changed is read twice',
    file: 'src/regular-file/settled.ts',
    text: 'if (!whole || age > FRESH) return whole',
    without: 'if (!whole || age <= FRESH) return whole',
    tests: 'faults/files/system-calls.test.ts',
  },
  {
    guard: 'what is no file is not opened',
    file: 'src/regular-file/index.ts',
    text: 'unfit(statSync(path), largest) ?? look(path, largest)',
    without: '(unfit(statSync(path), largest) && null) ?? look(path, largest)',
    tests: 'faults/files/no-file.test.ts',
  },
  {
    guard: 'a schema that cannot be read is not passed over for one further up',
    file: 'src/schema/root.ts',
    text: '.find(isThere) ?? null',
    without: '.find((path) => unfitness(path, LARGEST) === null) ?? null',
    tests: 'faults/files/schema-file.test.ts',
  },
  {
    guard: 'a file that another program changed is left to it',
    file: 'src/writer/index.ts',
    text: "  for (const one of due) telling(one.path, 'written', () => lookAgain(one, root, options))\n",
    without: '',
    tests: 'faults/writing/writers.test.ts',
  },
  {
    guard: 'one config at a time writes in a project',
    file: 'src/commands/alone.ts',
    text: 'giveBack = await claim(root, self, (rival) => stderr.write(`note: waiting for another config (${rival})\\n`))',
    without: 'giveBack = () => {}',
    tests: 'faults/writing/writers.test.ts',
  },
  {
    guard: 'what a killed run has left is swept away',
    file: 'src/writer/sweep.ts',
    text: 'if (isStale && isOurs)',
    without: 'if (isStale && !isOurs)',
    tests: 'faults/writing/leftovers.test.ts',
  },
  {
    guard: 'a file that was not written to its end replaces none',
    file: 'src/writer/write-out.ts',
    text: 'if (size !== bytes.length)',
    without: 'if (size < 0)',
    tests: 'faults/writing/refusals.test.ts',
  },
  {
    guard: 'two TERMs of one cause do not kill',
    file: 'src/handover/child.ts',
    text: '} else if (performance.now() - terminated >= SAME_TERM) child',
    without: '} else child',
    tests: 'faults/exec/signals.test.ts',
  },
  {
    guard: 'a signal before there is a command reaches it',
    file: 'src/handover/child.ts',
    text: 'BY_TERMINAL.has(signal) && !isNew &&',
    without: 'BY_TERMINAL.has(signal) &&',
    tests: 'faults/exec/terminal.test.ts',
  },
  {
    guard: 'a command is given no value that no environment can hold',
    file: 'src/handover/environment.ts',
    text: '    problems.push(...unfit(resolved))\n',
    without: '',
    tests: 'faults/exec/environment.test.ts',
  },
  {
    guard: 'a full disk behind stderr is no crash',
    file: 'src/program/output.ts',
    text: '        else if (descriptor === 2) lost = true\n',
    without: '',
    tests: 'faults/output/streams.test.ts',
  },
  {
    guard: 'a message steers no terminal',
    file: 'src/display.ts',
    text: 'const lines = [`${severity}: ${visible(message)}`]',
    without: 'const lines = [`${severity}: ${message}`]',
    tests: 'faults/output/hostile-text.test.ts',
  },
  {
    guard: 'a URL with a password is a secret',
    file: 'src/secret/signs.ts',
    text: 'login !== undefined ||',
    without: "login === '' ||",
    tests: 'faults/secrets/mistakes.test.ts',
  },
  {
    guard: 'a secret is masked in every report',
    file: 'src/report.ts',
    text: 'isSecret && !reveal && shown !== null',
    without: 'isSecret && reveal && shown !== null',
    tests: 'faults/secrets/everywhere.test.ts',
  },
  {
    guard: 'git fetches nothing for a hostile checkout',
    file: 'src/generation/git.ts',
    text: "GIT_ALLOW_PROTOCOL: ''",
    without: "GIT_QUIET: ''",
    tests: 'faults/hijack/hijack.test.ts',
  },
  {
    guard: 'no file sets a name of the prototype',
    file: 'src/layers/files/forbidden.ts',
    text: 'if (PROTOTYPE_NAMES.has(name)) return true',
    without: 'if (PROTOTYPE_NAMES.has(name)) return false',
    tests: 'faults/hijack/hijack.test.ts',
  },
  {
    guard: 'a group that holds itself is an error',
    file: 'src/schema/look-over.ts',
    text: 'if (around.has(group))',
    without: 'if (around.has(group) && path.length < 0)',
    tests: 'faults/scale/depth.test.ts',
  },
]
