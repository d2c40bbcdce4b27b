import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { project, write } from '../../support/project.js'
import { runBuilt } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { onTerminal, PYTHON } from './pty.js'
import { anyProject, QUIET_PORT, SCHEMA } from './verbs.js'

const ESC = '\u001b'
/** What gives back the other screen, the cursor and the wrapping of lines. */
const END = `${ESC}[?7h${ESC}[?25h${ESC}[?1049l`

describeWith('Python', has(PYTHON), 'on a terminal', () => {
  test.each([
    ['xterm', { TERM: 'xterm' }],
    ['an empty NO_COLOR', { NO_COLOR: '' }],
    ['an empty TERM', { TERM: '' }],
    ['CI', { CI: 'true' }],
    ['FORCE_COLOR', { FORCE_COLOR: '0' }],
  ])('with %s the table has styles', (_, env) => {
    expect(onTerminal(anyProject(), ['print', 'token', 'BACKEND_PORT'], { env }).shown).toContain(`${ESC}[33m`)
  })

  test.each([
    ['NO_COLOR', { NO_COLOR: '1' }],
    ['NO_COLOR and FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '3' }],
    ['TERM=dumb', { TERM: 'dumb' }],
  ])('with %s nothing has', (_, env) => {
    for (const verb of ['print', 'status']) {
      const { shown, code } = onTerminal(anyProject(), [verb], { env })
      expect(shown).toContain('BACKEND_PORT')
      expect(shown).not.toContain(ESC)
      expect(code).toBe(0)
    }
  })

  test('that cannot be steered, `status --watch` writes below what is there', () => {
    const scene = { at: 'BACKEND_PORT', act: 'SIGINT', env: { TERM: 'dumb' } }
    const { shown, code } = onTerminal(anyProject(), ['status', '--watch'], scene)
    expect(shown).not.toContain(ESC)
    expect(code).toBe(130)
  })

  test.each([0, 1, 20])('of %i columns, no verb loses a value', (columns) => {
    const root = anyProject()
    for (const verb of ['print', 'status', 'explain BACKEND_PORT']) {
      const { shown, code } = onTerminal(root, verb.split(' '), { columns, env: { COLUMNS: `${columns}` } })
      expect(shown).toContain(`${QUIET_PORT}`)
      if (verb === 'status') expect(shown).toContain('down')
      expect(code).toBe(0)
    }
  })

  test.each(['0', 'NaN', `${ESC}[2J`])('COLUMNS=%j changes nothing', (COLUMNS) => {
    const root = anyProject()
    const { shown } = onTerminal(root, ['status'], { env: { COLUMNS } })
    expect(shown).toBe(onTerminal(root, ['status']).shown)
  })
})

describe('not on a terminal', () => {
  test.each(['xterm-256color', 'dumb', ''])('whatever TERM=%s and FORCE_COLOR say, nothing has styles', (TERM) => {
    const root = anyProject()
    for (const verb of ['print', 'status', 'help', 'audit']) {
      const { stdout, stderr } = runBuilt(root, [verb], { env: { TERM, FORCE_COLOR: '3', CLICOLOR_FORCE: '1' } })
      expect(stdout + stderr).not.toContain(ESC)
    }
  })
})

describeWith('Python', has(PYTHON), '`status --watch` on a terminal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['\u0003', 130],
  ])('at %j gives the terminal back, leaves the last table, and exits %i', (act, code) => {
    const seen = onTerminal(anyProject(), ['status', '--watch'], { at: `${ESC}[J`, act })
    expect(seen).toMatchObject({ code, restored: true })
    const [screen = '', after = ''] = seen.shown.split(END)
    expect(screen).toContain(`${ESC}[?25l`)
    expect(after).toContain('BACKEND_PORT')
    expect(after).not.toContain(ESC)
  })

  test('does so too where values are bad', () => {
    const root = anyProject()
    write(root, { '.env.local': 'BACKEND_PORT=9002x\n' })
    const seen = onTerminal(root, ['status', '--watch'], { at: `${ESC}[J`, act: 'SIGTERM' })
    expect(seen).toMatchObject({ code: 143, restored: true, shown: expect.stringContaining(END) })
    expect(stripVTControlCharacters(seen.shown)).toContain('error: ')
  })

  test('does so too where something fails that the schema has begun', () => {
    const schema = `${SCHEMA}; process.on('SIGUSR2', () => { throw new Error('too late') })`
    const scene = { at: `${ESC}[J`, act: 'SIGUSR2' }
    const seen = onTerminal(project({ 'schema/index.js': schema }), ['status', '--watch'], scene)
    expect(seen).toMatchObject({ code: 1, restored: true })
    const [screen = '', after = ''] = seen.shown.split(END)
    expect(screen).toContain(`${ESC}[?25l`)
    expect(after).toContain('too late')
  })

  test.each([
    ['with the signal that goes with it', false, 129],
    ['without a signal', true, 0],
  ])('ends where the terminal hangs up %s', (_, apart, code) => {
    const seen = onTerminal(anyProject(), ['status', '--watch'], { at: `${ESC}[J`, act: 'hang up', apart })
    expect(seen.code).toBe(code)
  })
})

describeWith('Python', has(PYTHON), 'on a terminal, a verb that takes long', () => {
  const HELD = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50_000)'
  const AT_WORK = {
    wait: [`console.error('loaded'); ${SCHEMA}`, 'wait', 'BACKEND_PORT', '--timeout', '600'],
    // It is over too soon to be met in the middle, so the schema holds it up.
    audit: [`console.error('loaded'); ${HELD}; ${SCHEMA}`, 'audit'],
  } as const

  test.each([
    ['wait', 'SIGINT', 130],
    ['wait', 'SIGTERM', 143],
    ['wait', '\u0003', 130],
    ['audit', 'SIGINT', 130],
    ['audit', 'SIGTERM', 143],
  ] as const)('`%s` ends at %j with %i, at once and without a word', (verb, act, code) => {
    const [schema, ...words] = AT_WORK[verb]
    const seen = onTerminal(project({ 'schema/index.js': schema }), words, { at: 'loaded', act })
    expect(seen).toEqual({ code, restored: true, shown: expect.stringMatching(/^loaded\r\n(?:\^C)?$/) })
  })

  test.each(['wait', 'audit'] as const)('`%s` ends where the terminal hangs up', (verb) => {
    const [schema, ...words] = AT_WORK[verb]
    const scene = { at: 'loaded', act: 'hang up' }
    expect(onTerminal(project({ 'schema/index.js': schema }), words, scene).code).toBe(129)
  })

  test('`exec` hands back what its command says of a terminal that hangs up', () => {
    const command = ['exec', '--', 'sh', '-c', 'trap "exit 5" HUP; echo ready; sleep 60 & wait']
    expect(onTerminal(anyProject(), command, { at: 'ready', act: 'hang up' }).code).toBe(5)
  })
})
