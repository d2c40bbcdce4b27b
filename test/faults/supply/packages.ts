/** Every package that a user of this one installs with it, and why. */
export const RUN_TIME: Readonly<Record<string, string>> = {
  convict: "the schema's engine",
  'lodash.clonedeep': 'of convict',
  'yargs-parser': "reads convict's `arg`, in convict and here",
  'cross-spawn': 'starts .cmd shims on Windows',
  'path-key': 'of cross-spawn',
  'shebang-command': 'of cross-spawn',
  'shebang-regex': 'of cross-spawn',
  which: 'of cross-spawn',
  isexe: 'of cross-spawn',
  'fastest-levenshtein': '"did you mean"',
  jiti: 'runs a schema in TypeScript',
  yaml: 'where each port stands in a Compose file',
  diff: 'shows what is stale in a generated file',
  ignore: 'reads .gitignore as git does',
}
