import { binOf } from './projects.js'
import { EXPECTED, FILES } from './stack.js'

const FILE_NAMES = Object.keys(FILES)
const FROM_HIGHEST = FILE_NAMES.toReversed()

/**
 * Programs that do what one of our verbs does, each by its own way to say that those four files count, and that the
 * environment beats them: `args(cwd)` are Node's arguments in a project.
 *
 * What wraps a command takes it after these arguments. What does not is checked with the arguments `check(cwd)` where
 * those that are measured print one value alone, and prints JSON.
 */
export const COMMAND_PEERS = {
  exec: [
    { name: 'a hand-written wrapper', args: () => ['wrapper.js'] },
    {
      name: 'a hand-written wrapper, process.execve',
      args: () => ['wrapper-execve.js'],
      needs: 'process.execve',
    },
    {
      name: 'node --env-file, no second process',
      args: () => FILE_NAMES.map((file) => `--env-file=${file}`),
      alone: true,
    },
    {
      name: 'dotenv run',
      args: (cwd) => [binOf(cwd, 'dotenv'), 'run', '--quiet', '--file', FROM_HIGHEST.join(','), '--'],
    },
    { name: 'dotenv-cli', args: (cwd) => [binOf(cwd, 'dotenv-cli'), ...files('-e'), '--'] },
    { name: 'dotenv-flow-cli', args: (cwd) => [binOf(cwd, 'dotenv-flow-cli'), '--'] },
    {
      name: 'cross-env, values as arguments',
      args: (cwd) => [binOf(cwd, 'cross-env'), ...Object.entries(EXPECTED).map(([name, value]) => `${name}=${value}`)],
    },
    {
      name: 'env-cmd, the four files as one',
      args: (cwd) => [binOf(cwd, 'env-cmd'), '-f', 'merged.env', '--no-override', '--'],
    },
    { name: 'dotenvx run', args: (cwd) => [binOf(cwd, '@dotenvx/dotenvx'), 'run', '--quiet', ...files('-f'), '--'] },
  ],
  get: [
    {
      name: 'dotenvx get',
      args: (cwd) => [binOf(cwd, '@dotenvx/dotenvx'), 'get', 'BACKEND_PORT', ...files('-f')],
      check: (cwd) => [binOf(cwd, '@dotenvx/dotenvx'), 'get', ...files('-f')],
    },
  ],
  print: [{ name: 'dotenvx get', args: (cwd) => [binOf(cwd, '@dotenvx/dotenvx'), 'get', ...files('-f')] }],
}

/** Each file as a flag of its own, the highest first. */
function files(flag) {
  return FROM_HIGHEST.flatMap((file) => [flag, file])
}

/** The text of the one file of `env-cmd`, which reads no more. */
export function mergedEnv() {
  const values = Object.entries(Object.assign({}, ...Object.values(FILES)))
  return values.map(([name, value]) => `${name}=${value}\n`).join('')
}
