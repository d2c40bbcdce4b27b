import { describe, expect, test } from 'vitest'
import { project, sharedProject } from '../../support/project.js'
import { run } from '../../support/run.js'
import { bounded, MAKERS, typescript } from './bounded.js'
import { bigFiles, lines, moduleOf } from './stacks.js'

describe('10,000 settings, a hundred .env files of 1,000 lines, a Compose file of 300 services', () => {
  const shared = sharedProject(bigFiles)

  test.each<[words: string, code: number, said: string]>([
    ['print --json', 0, '"S9998_URL"'],
    ['print --format env', 0, '\nS1999_PORT=20999\n'],
    ['get S1_PORT S0_URL', 0, '20000\nhttp://localhost:20000\n'],
    ['get S1_PORT --mode m7', 0, '20000\n'],
    ['explain S1_PORT', 0, 'beats'],
    ['status', 0, 'S9999_PORT'],
    ['free 3', 0, '\n'],
    ['wait S1_PORT --timeout 0', 1, ''],
    ['audit', 0, ''],
    ['generate --list', 0, 'gen/resolved.env'],
    ['unset S1_PORT --plan --local', 0, ''],
  ])('config %s', async (words, code, said) => {
    const { stdout, stderr, ...ended } = await run(shared(), words.split(' '))
    expect({ ...ended, stderr: stderr.slice(0, 300) }).toMatchObject({ code })
    expect(stdout).toContain(said)
  })

  test.each<[words: string, code: number, said: string]>([
    ['print', 0, '  S9998_URL  '],
    ['check', 1, 'fresh'],
    ['exec -- sh -c env', 0, 'S9998_URL=http://localhost:11023\n'],
    ['generate', 0, 'wrote  gen/ports_config.py\n'],
    ['set S1_PORT 30001 --local', 0, 'S1_PORT 20000 -> 30001\n'],
  ])('the built program, in its memory: config %s', (words, code, said) => {
    const root = /^(?:generate|set)/.test(words) ? project(bigFiles()) : shared()
    const { stdout, stderr, ...ended } = bounded(root, words.split(' '))
    expect({ ...ended, stderr: stderr.slice(0, 300) }).toMatchObject({ code })
    expect(stdout).toContain(said)
  })

  test.each<[kind: string, source: string]>([
    ['by makers', moduleOf(MAKERS, `port('S' + i, 1 + i, 'd')`, 'export default defineSchema(groups)')],
    [
      'as convict has them',
      moduleOf('', `{ doc: '', format: 'nat', default: 1 + i, env: 'S' + i }`, 'export default groups'),
    ],
    [
      'as a convict instance',
      moduleOf(
        `import convict from 'convict'`,
        `{ doc: '', format: Number, default: 1 + i, env: 'S' + i }`,
        'export default convict(groups)',
      ),
    ],
    [
      'each with a format of its own',
      moduleOf('', `{ doc: '', format: () => {}, default: 1 + i, env: 'S' + i }`, 'export default groups'),
    ],
  ])('in TypeScript, %s', (_, source) => {
    const root = typescript(source, { '.env': lines(1000, (index) => `S${index}=${2 + index}`) })
    expect(bounded(root, ['get', 'S0', 'S999', 'S9999'])).toMatchObject({ code: 0, stdout: '2\n1001\n10000\n' })
  })
})
