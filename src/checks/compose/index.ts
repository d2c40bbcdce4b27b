import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../../model.js'
import { composeStacks } from '../../targets/compose/stacks.js'
import type { Question, Subject } from '../question.js'

export const compose: Question = {
  name: 'compose',
  summary: 'what Compose publishes agrees with the schema',
  notes: [
    'It reads the files of the target compose, and the file that Compose finds at the root, with its override.',
    'Two services on one port of the host, by the values that `config exec` hands on; a warning where profiles differ.',
    'Ports in digits that are a setting, defaults that are out of date, variables and ports that no setting has.',
    'Ports open to other machines that the schema keeps on loopback: what Docker publishes is open whatever ufw says.',
    'Container ports that disagree with what the program there is told by `environment`, `env_file` or `config exec`.',
    'Where the stack has slots: containers, volumes, networks and subnets that all copies would have in common.',
    'Ports that come through `include` or `extends` are not seen, nor files that COMPOSE_FILE names.',
  ],
  find,
}

/** What reads YAML is loaded where there is some. */
async function find(subject: Subject): Promise<readonly Problem[]> {
  const { root, stack } = subject.project
  const stacks = composeStacks(stack, (path) => existsSync(join(root, path)))
  return stacks.length === 0 ? [] : (await import('./judge.js')).judge(stacks, subject)
}
