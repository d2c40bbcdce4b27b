import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inTerminal, PYTHON, type Step } from '../faults/exec/terminal.js'
import { linkPackages, project } from '../support/project.js'
import { BUILT } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'

const ENTER = 13
const CTRL_C = 3
const CONVICT = "module.exports = require('convict')({ port: { format: 'port', default: 8080, env: 'PORT' } })\n"

function twoConfigurations(): string {
  const root = project({ 'package.json': '{}\n', 'a/config.js': CONVICT, 'b/config.js': CONVICT })
  linkPackages(root, 'convict')
  return root
}

function initAt(root: string, steps: readonly Step[]) {
  const command = ['sh', '-c', 'stty cols 100 rows 40; exec "$@"', 'sh', process.execPath, BUILT, 'init']
  return inTerminal(steps, command, {}, root)
}

describeWith('python3', has(PYTHON), 'config init at a terminal', () => {
  test('asks, writes, and gives the terminal back', async () => {
    const root = twoConfigurations()
    const { code, stdout } = await initAt(root, [
      { at: 'Which of these is the configuration?', act: ['type', ENTER] },
      { at: 'Write 2 files?', act: ['type', ENTER] },
    ])
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('changed  package.json') })
    expect(stdout).not.toContain('Warning')
    expect(stdout.lastIndexOf('\u001b[?25h')).toBeGreaterThan(stdout.lastIndexOf('\u001b[?25l'))
    expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).portolan).toEqual({ schema: 'a/config.js' })
  })

  test('writes nothing where somebody would rather stop', async () => {
    const root = twoConfigurations()
    const { code, stdout } = await initAt(root, [{ at: 'Which of these', act: ['type', CTRL_C] }])
    expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining('nothing was written') })
    expect(readFileSync(join(root, 'package.json'), 'utf8')).toBe('{}\n')
  })
})
