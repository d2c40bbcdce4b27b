import { describe, expect, test } from 'vitest'
import { globalFlags } from '../../src/commands/global-flags.js'
import { commands } from '../../src/commands/index.js'
import { project } from '../support/project.js'
import { run } from '../support/run.js'

const VERBS = Object.keys(commands)

/** Help is there in any folder, with or without a schema. */
async function help(...args: string[]) {
  return run(project({}), args)
}

describe('help', () => {
  test.each([[['help']], [['--help']], [['-h']]])(
    '%j lists every verb, every global flag and the exit codes, on stdout',
    async (args) => {
      const { code, stdout, stderr } = await help(...args)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      for (const verb of VERBS) expect(stdout).toMatch(new RegExp(`^  ${verb}\\b.*  \\S`, 'm'))
      for (const { name } of globalFlags) expect(stdout).toMatch(new RegExp(`--${name}\\b.*  \\S`))
      expect(stdout).toContain('exit codes')
    },
  )

  test('a bare config says that a verb is missing, and shows the same on stderr', async () => {
    const stderr = `error: a verb is missing\n\n${(await help('help')).stdout}`
    expect(await help()).toEqual({ code: 2, stdout: '', stderr })
  })

  test.each(VERBS)('of %s is the same by help VERB, VERB --help, --help VERB and VERB -h', async (verb) => {
    const { code, stdout, stderr } = await help('help', verb)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(new RegExp(`^usage: config ${verb}\\b`))
    const flags = (await commands[verb]?.())?.flags ?? []
    for (const { name } of [...flags, ...globalFlags]) expect(stdout).toContain(`--${name}`)
    for (const args of [
      [verb, '--help'],
      ['--help', verb],
      [verb, '-h'],
      ['help', '--', verb],
    ]) {
      expect(await help(...args)).toEqual({ code: 0, stdout, stderr: '' })
    }
  })

  test('fits a terminal of 120 columns, without white space at line ends', async () => {
    const pages = await Promise.all([help('help'), ...VERBS.map((verb) => help('help', verb))])
    for (const { stdout } of pages) {
      expect(stdout).toMatch(/[^\n]\n$/)
      for (const line of stdout.split('\n')) {
        expect(line.length).toBeLessThanOrEqual(120)
        expect(line).toBe(line.trimEnd())
      }
    }
  })

  test.each([
    [['help', 'pirnt'], 'there is no verb "pirnt"', 'did you mean config print?'],
    [['help', 'constructor'], 'there is no verb "constructor"', '`config help` lists the verbs'],
    [['help', 'print', 'get'], 'help explains one verb', 'write config help VERB'],
  ])('%j is wrong usage', async (args, message, hint) => {
    expect(await help(...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${message}\n  help: ${hint}\n`,
    })
  })
})
