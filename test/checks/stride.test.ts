import { describe, expect, test } from 'vitest'
import { type Files, project } from '../support/project.js'
import { problemsOf, stackProject } from './stack.js'

const stride = problemsOf.bind(null, 'stride')

/** A project with a slot and ports: `{ A_PORT: [8203, { role: 'udp' }] }`. */
function copies(
  facts: { readonly stride: number; readonly count: number },
  ports: Readonly<Record<string, readonly [number, object?]>>,
  files: Files = {},
): string {
  const slot = { doc: '', format: 'portolan:slot', env: 'STACK_SLOT', default: 0, ...facts }
  const leaves = Object.entries(ports).map(([env, [port, more]]) => [
    env.toLowerCase(),
    { doc: '', format: 'port', default: port, env, maker: 'port', role: 'http', ...more },
  ])
  return project({ 'schema/index.json': { slot, ...Object.fromEntries(leaves) }, ...files })
}

async function messagesOf(root: string): Promise<string[]> {
  return (await stride(root)).map(({ message }) => message)
}

describe('a stride that does not hold', () => {
  test('is an error at the slot, with the settings, the copies and the ports, and what to do', async () => {
    expect(await stride(copies({ stride: 1000, count: 4 }, { A_PORT: [3000] }))).toEqual([
      {
        check: 'stride',
        severity: 'error',
        setting: 'STACK_SLOT',
        message: 'a stride of 1000 does not keep 4 copies apart: A_PORT of copy 3 is 6000 (x11), which browsers refuse',
        origin: { layer: 'schema', path: 'slot' },
        help: '`config slot plan` finds a stride that does, and says what to write into the schema',
      },
    ])
  })

  test('is one error for each rule, with the first of many and the number of all', async () => {
    const ports = { A_PORT: [8000, { count: 20 }], B_PORT: [8050], C_PORT: [30_000] } as const
    expect(await messagesOf(copies({ stride: 10, count: 10 }, ports))).toEqual([
      'a stride of 10 does not keep 10 copies apart: A_PORT of copy 1 meets A_PORT of copy 0 on 8010-8019; ' +
        'A_PORT of copy 4 meets B_PORT of copy 0 on 8050; and 18 more',
    ])
    const [meeting, range, ...others] = await messagesOf(
      copies({ stride: 400, count: 10 }, { ...ports, D_PORT: [30_400] }),
    )
    expect(meeting).toContain('C_PORT of copy 1 meets D_PORT of copy 0 on 30400; and 8 more')
    expect(range).toContain(
      'D_PORT of copy 6 is 32800, in 32768-60999; C_PORT of copy 7 is 32800, in 32768-60999; and 5 more',
    )
    expect(others).toEqual([])
  })

  test('is told also for the ports of a mode, and for those that are fixed', async () => {
    const ports = { A_PORT: [8203], B_PORT: [8404, { shift: false }] } as const
    const root = copies({ stride: 200, count: 3 }, ports, { '.env.test': 'A_PORT=8204\n' })
    expect(await messagesOf(root)).toEqual([
      'a stride of 200 does not keep 3 copies apart: ' +
        'A_PORT (mode test) of copy 1 meets B_PORT of every copy on 8404',
    ])
  })

  test('of a secret port is told without a number', async () => {
    const ports = { A_PORT: [8203, { sensitive: true }], B_PORT: [8403], C_PORT: [8403] } as const
    expect(await messagesOf(copies({ stride: 200, count: 2 }, ports))).toEqual([
      'a stride of 200 does not keep 2 copies apart: A_PORT meets another port; and 1 more',
    ])
  })

  test('is no problem of what is wrong in copy 0, of ports that never meet, or of a schema without a slot', async () => {
    const beside = { D_PORT: [8403, { role: 'udp' }], E_PORT: [40_000, { shift: false }] } as const
    const ports = { A_PORT: [8203], B_PORT: [8203], C_PORT: [6000], ...beside } as const
    expect(await stride(copies({ stride: 200, count: 2 }, ports))).toEqual([])
    expect(await stride(stackProject())).toEqual([])
    expect(await stride(project({ 'schema/index.json': { a: { format: 'port', default: 8203, env: 'A' } } }))).toEqual(
      [],
    )
  })
})

describe('a committed file that says which copy a checkout is', () => {
  test('is a warning at its line, in whichever mode', async () => {
    const files = { '.env': 'STACK_SLOT=\n', '.env.test': '\nSTACK_SLOT=1\n', '.env.local': 'STACK_SLOT=2\n' }
    expect(await stride(copies({ stride: 200, count: 3 }, { A_PORT: [8203] }, files))).toEqual([
      {
        check: 'stride',
        severity: 'warning',
        setting: 'STACK_SLOT',
        message: '.env.test sets STACK_SLOT, so that every checkout is the same copy',
        origin: { layer: 'file', path: '.env.test', line: 2, column: 12 },
        help: 'delete the line; `config slot claim` writes it into the local files of a checkout',
      },
    ])
  })
})

test('a comment with portolan-ignore leaves out a warning, in another mode too', async () => {
  const files = { '.env.test': '# portolan-ignore: CI has one checkout\nSTACK_SLOT=1\n' }
  expect(await stride(copies({ stride: 200, count: 3 }, { A_PORT: [8203] }, files))).toEqual([])
})

describe('what keeps the ports from being known', () => {
  test('is an error where it is in another mode, and left to `values` in this one', async () => {
    const root = copies({ stride: 200, count: 3 }, { A_PORT: [8203] }, { '.env.test': 'A_PORT=x\n' })
    expect(await stride(root)).toMatchObject([{ severity: 'error', setting: 'A_PORT', origin: { path: '.env.test' } }])
    expect(await stride(root, { flags: ['--mode', 'test'] })).toEqual([])
  })
})
