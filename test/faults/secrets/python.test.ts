import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { project, write } from '../../support/project.js'
import { PLAIN_ENV, run } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { leaksIn } from './canaries.js'
import { MISTAKES, SECRET } from './mistakes.js'
import { schemaWith } from './stack.js'

/** Imports the module, and tells what there is to tell, as a program that fails may log it. */
const IMPORT = `
import traceback
try:
    import made.ports
except Exception as error:
    traceback.print_exc()
    print(repr(error), error.args, vars(error), error.__cause__, error.__context__)
`

describeWith('python3', has('python3'), 'the Python module tells no secret of', () => {
  test.each(Object.entries(MISTAKES))('%s', async (_, { files = {}, env = {} }) => {
    const root = project({ 'schema/index.mjs': schemaWith(), 'docker-compose.yml': 'services: {}\n' })
    expect((await run(root, ['generate', 'python'])).code).toBe(0)
    write(root, files)
    const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-B', '-c', IMPORT], {
      cwd: root,
      encoding: 'utf8',
      env: { ...PLAIN_ENV, ...env },
    })
    expect(stderr).toMatch(/^(?:$|Traceback [\s\S]*ConfigError: )/)
    expect(leaksIn(stdout + stderr, [{ name: 'it', text: SECRET }])).toEqual([])
  })
})
