import { describe, expect, test } from 'vitest'
import { runProgram } from '../../src/program/index.js'
import { stackProject } from '../checks/stack.js'
import { type Files, linkPackages, project, write } from '../support/project.js'
import { run, worldIn } from '../support/run.js'

/** A leaf as `port` makes it. */
function leaf(env: string, port: number | null, facts: object = {}): object {
  const service = env.toLowerCase()
  return { doc: '', format: 'port', default: port, env, maker: 'port', role: 'browser', service, ...facts }
}

function slotLeaf(stride: number, count: number): object {
  return { doc: 'The copy', format: 'portolan:slot', env: 'STACK_SLOT', default: 0, stride, count }
}

function jsonProject(schema: object, files: Files = {}): string {
  return project({ 'schema/index.json': schema, ...files })
}

function plan(root: string, ...args: string[]) {
  return run(root, ['slot', 'plan', ...args])
}

async function planned(root: string, ...args: string[]) {
  return JSON.parse((await plan(root, '--json', ...args)).stdout)
}

/** The cells of the row of a setting, without the number of ports in a row. */
function rowOf(stdout: string, label: string): string[] {
  const line = stdout.split('\n').find((one) => one.startsWith(`${label}  `)) ?? ''
  return line.split(/ {2,}/).slice(2)
}

describe('config slot plan, of ports that say no role', () => {
  test('tells where a copy would be on a port that browsers refuse', async () => {
    const root = jsonProject({ web: { doc: '', format: 'port', default: 3000, env: 'WEB_PORT' } })
    const { code, stdout } = await plan(root)
    expect(code).toBe(0)
    expect(stdout).toContain(
      '\nWEB_PORT of copy 3 is 6000 (x11), which browsers refuse: where a page calls it, write role',
    )
    expect((await plan(root, '--count', '3')).stdout).not.toContain('x11')
  })
})

describe('config slot plan, where the committed stride holds', () => {
  test('tells the smallest, the round and the committed stride first, and writes nothing', async () => {
    const { code, stdout, stderr } = await plan(stackProject())
    expect(stdout).toMatch(/^copies {5}10\nsmallest {3}23\nround {6}2000\ncommitted {2}200, for 10 copies: holds\n\n/)
    expect(stdout).not.toContain('write into')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('proves the committed one: every port of every copy, and what was looked at for each rule', async () => {
    const { stdout } = await plan(stackProject())
    expect(stdout).toContain('\nstride 200\ncopy ')
    expect(rowOf(stdout, 'FRONTEND_PORT')).toEqual(
      [3, 3.2, 3.4, 3.6, 3.8, 4, 4.2, 4.4, 4.6, 4.8].map((n) => `${n * 1000}`),
    )
    expect(stdout).toMatch(/^no two copies share a port +10125 pairs$/m)
    expect(stdout).toMatch(/^browsers refuse no port of the roles browser and http +198 ports$/m)
    expect(stdout).toMatch(/^none lies above 65535 +216 ports$/m)
  })

  test('tells why smaller strides fail, and rounder ones', async () => {
    const { stdout } = await plan(stackProject())
    expect(stdout).toMatch(/^1-9 +AVATAR_BASE_PORT \(8615-8624\) meets itself$/m)
    expect(stdout).toMatch(/^20-22 +RAG_PORT \(8602\) meets AVATAR_BASE_PORT \(8615-8624\)$/m)
    expect(stdout).toMatch(/^1000 +FRONTEND_PORT of copy 3 is 6000 \(x11\), which browsers refuse$/m)
    expect(stdout).toMatch(/^10000, 20000, ... 50000 +BACKEND_PORT \(8203\) comes to lie in 32768-60999$/m)
  })

  test('keeps to the width of a terminal, one table below the other', async () => {
    let stdout = ''
    const write = (text: string) => {
      stdout += text
    }
    const out = { isTerminal: true, screen: { columns: 80, rows: 24 }, write }
    const root = jsonProject({ a: leaf('A_PORT', 8203) })
    await runProgram(['slot', 'plan', '--count', '51'], worldIn(root, { stdout: out, stderr: out }))
    const [heads, rows] = ['copy ', 'A_PORT '].map((name) => stdout.split('\n').filter((line) => line.startsWith(name)))
    expect(rows).toHaveLength(heads?.length ?? 0)
    expect(rows?.flatMap((row) => row.split(/ {2,}/).slice(2))).toHaveLength(51)
    for (const line of [...(heads ?? []), ...(rows ?? [])]) expect(line.length).toBeLessThanOrEqual(80)
  })
})

describe('config slot plan --count, for more copies than are committed', () => {
  test('says where the committed stride breaks, exits 1, and prints the line to write', async () => {
    const { code, stdout } = await plan(stackProject(), '--count', '51')
    expect(stdout).toContain(
      'committed  200, for 10 copies: holds; for 51: does not hold: ' +
        'FRONTEND_PORT of copy 15 is 6000 (x11), which browsers refuse\n',
    )
    expect(stdout).toMatch(
      /\nwrite into schema\/index\.ts, in place of the slot that is there:\n {2}slot: slot\('STACK_SLOT', 'Which copy of the stack this is', \{ stride: 400, count: 51 \}\),\n$/,
    )
    expect(code).toBe(1)
  })

  test('keeps the committed stride where it does for them too', async () => {
    const { code, stdout } = await plan(stackProject(), '--count', '12')
    expect(stdout).toContain('{ stride: 200, count: 12 }')
    expect(code).toBe(0)
  })

  test('is honest where no stride does: what takes which strides, and how many copies there can be', async () => {
    const root = jsonProject({ a: leaf('A_PORT', 32_760) })
    const { code, stdout } = await plan(root)
    expect(stdout).toBe(`copies     10
smallest   none
round      none
at most    8 copies: smallest 1, round 1
committed  none: the schema has no slot

why no stride keeps 10 copies apart
61894 strides  3642-65535  with 3642 A_PORT of copy 9 is 65538, above 65535
3641 strides   1-3641      with 1 A_PORT of copy 8 is 32768, in 32768-60999
`)
    expect(code).toBe(1)
  })
})

describe('a schema that has no slot yet', () => {
  const CONVICT = "{ api: { doc: '', format: 'port', default: 8203, env: 'API_PORT' } }"
  const cases: [string, string, string, string][] = [
    ['data', 'schema/index.json', '{\n"api": { "format": "port", "default": 8203, "env": "API_PORT" }}', '{\n'],
    ['an object of convict', 'schema/index.cjs', `module.exports = {\n${CONVICT.slice(1)}\n`, '{\n'],
    [
      'a convict instance',
      'schema/index.cjs',
      `const convict = require('convict')\nconvict.addFormat({ name: 'portolan:slot', validate() {}, coerce: Number })\nmodule.exports = convict({\n${CONVICT.slice(1)})\n`,
      'convict({\n',
    ],
    [
      'our makers',
      'schema/index.mjs',
      "import { defineSchema, port, slot } from 'portolan'\nexport default defineSchema({\n  api: port('API_PORT', 8203, '') })\n",
      'defineSchema({\n',
    ],
  ]

  test.each(cases)('made of %s holds with the printed line in it', async (_, path, source, before) => {
    const root = project({ [path]: source })
    linkPackages(root, 'portolan', 'convict')
    const { code, stdout } = await plan(root)
    expect(code).toBe(0)
    expect(stdout).toContain('committed  none: the schema has no slot\n')
    const line = /^ {2}("?slot"?: .*)$/m.exec(stdout)?.[1] ?? ''
    const comma = path.endsWith('.json') ? ',' : ''
    const copy = project({ [path]: source.replace(before, `${before}${line}${comma}\n`) })
    linkPackages(copy, 'portolan', 'convict')
    expect((await plan(copy)).stdout).toContain('committed  1000, for 10 copies: holds\n')
  })
})

test('a schema whose stride is no number says how to come by one', async () => {
  const { code, stderr } = await plan(jsonProject({ slot: slotLeaf(0, 10), a: leaf('A_PORT', 8203) }))
  expect(stderr).toBe(`error: STACK_SLOT: its \`stride\` is not a number of ports
  from schema slot
  help: take the setting out, and \`config slot plan\` finds a stride and says what to write
`)
  expect(code).toBe(1)
})

test('a schema without ports that shift says so, and takes any stride', async () => {
  const { code, stdout } = await plan(jsonProject({ a: leaf('A_PORT', 40_000, { shift: false }) }))
  expect(stdout).toContain('\nno port shifts, so that every stride does\n')
  expect(code).toBe(0)
})

describe('what is planned', () => {
  test('is what committed files say in every mode together, never what is local', async () => {
    const root = jsonProject(
      { slot: slotLeaf(100, 4), a: leaf('A_PORT', 8203), b: leaf('B_PORT', 9000) },
      { '.env': 'A_PORT=8300\n', '.env.test': 'A_PORT=8500\n', '.env.local': 'B_PORT=9001\n' },
    )
    write(root, { '.env.production.local': 'B_PORT=9002\n', '.env.example': 'B_PORT=9003\n' })
    const { stdout, code } = await run(root, ['slot', 'plan'], { env: { B_PORT: '9004', STACK_SLOT: '3' } })
    expect(rowOf(stdout, 'A_PORT (mode test)')[0]).toBe('8500')
    expect(stdout).toContain(
      'committed  100, for 4 copies: does not hold: A_PORT of copy 2 meets A_PORT (mode test) of copy 0 on 8500\n',
    )
    expect(stdout).not.toMatch(/900[1-4]/)
    expect(code).toBe(1)
  })

  test('follows what a port refers to, keeps what is fixed, and what the slot itself is written into', async () => {
    const root = jsonProject(
      {
        ...{ slot: slotLeaf(100, 3), a: leaf('A_PORT', 8203), b: leaf('B_PORT', 9000), c: leaf('C_PORT', 7000) },
        d: leaf('D_PORT', 7100, { shift: false }),
      },
      { '.env': 'BASE=${A_PORT}\nB_PORT=${BASE}\nC_PORT=300${STACK_SLOT}\n' },
    )
    const { stdout } = await plan(root)
    expect(rowOf(stdout, 'A_PORT')).toEqual(['8203', '8303', '8403'])
    expect(rowOf(stdout, 'B_PORT')).toEqual(['8203', '8303', '8403'])
    expect(rowOf(stdout, 'C_PORT')).toEqual(['3000', '3001', '3002'])
    expect(rowOf(stdout, 'D_PORT')).toEqual(['7100', 'same', 'same'])
  })

  test('finds where ports of the slot itself are in the way of every stride', async () => {
    const root = jsonProject(
      { a: leaf('A_PORT', 3002), b: leaf('B_PORT', 9000) },
      { '.env': 'B_PORT=300${STACK_SLOT}\n' },
    )
    const { stdout, code } = await plan(root, '--count', '4')
    expect(stdout).toMatch(/^65535 strides .* with 1 B_PORT of copy 2 meets A_PORT of copy 0 on 3002$/m)
    expect(stdout).toMatch(/^at most +2 copies: /m)
    expect(code).toBe(1)
  })

  test('leaves out a port that holds another beside other digits, and one without a shared value, and says so', async () => {
    const root = jsonProject(
      { a: leaf('A_PORT', 8203), b: leaf('B_PORT', 9000), c: leaf('C_PORT', null, { nullable: true }) },
      { '.env': 'B_PORT=1${A_PORT}\n', '.env.local': 'C_PORT=5000\n' },
    )
    const { stdout, stderr } = await plan(root)
    expect(rowOf(stdout, 'B_PORT')).toEqual([])
    expect(stderr).toBe(`warning: B_PORT holds another port beside other digits, so no stride can be solved for it
  from .env:1
  help: let it refer to the other port and nothing beside, or give it a number of its own
`)
    expect(stdout).toContain('\nC_PORT has no port in what is committed, and is not planned\n')
    expect(await planned(root)).toMatchObject({ unplanned: ['C_PORT'], problems: [{ setting: 'B_PORT' }] })
  })

  test('cannot be known where a committed port is bad, in whichever mode', async () => {
    const root = jsonProject({ a: leaf('A_PORT', 8203) }, { '.env.test': 'A_PORT=8203x\n' })
    const { code, stdout, stderr } = await plan(root)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('A_PORT="8203x" is not a TCP port (1-65535)\n  from .env.test:1\n')
  })
})

describe('a secret port', () => {
  const schema = { slot: slotLeaf(4, 3), a: leaf('A_PORT', 8203, { sensitive: true }), b: leaf('B_PORT', 8207) }

  test('is masked in every table and reason, in text and JSON', async () => {
    const root = jsonProject(schema)
    const text = await plan(root)
    const json = await plan(root, '--json')
    expect(text.stdout).toContain('does not hold: A_PORT meets another port\n')
    for (const { stdout } of [text, json]) expect(stdout).not.toMatch(/820[3-6]|8211|8215/)
    expect(rowOf(text.stdout, 'A_PORT')).toEqual(['********', '********', '********'])
  })

  test('is shown with --reveal', async () => {
    const { stdout } = await plan(jsonProject(schema), '--reveal')
    expect(stdout).toContain('does not hold: A_PORT of copy 1 meets B_PORT of copy 0 on 8207\n')
  })
})

describe('config slot plan --json', () => {
  test('has the strides, what is committed, the ports of every copy, and the line to write', async () => {
    const report = await planned(stackProject(), '--count', '51')
    expect(report).toMatchObject({
      count: 51,
      smallest: { stride: 33 },
      round: { stride: 400 },
      most: null,
      committed: { stride: 200, count: 10, holds: true, suffices: false },
      write: { path: 'schema/index.ts' },
      problems: [],
    })
    expect(report.proof.stride).toBe(400)
    expect(report.proof.copies).toHaveLength(51)
    expect(report.proof.copies[50].ports[0]).toEqual({
      ...{ name: 'BACKEND_PORT', mode: null, port: 28_203, count: 1, protocol: 'tcp', shifted: true },
    })
    expect(report.smaller.reasons[0]).toMatchObject({ first: 1, last: 9, strides: 9, rule: 'apart' })
  })

  test('has null for what is not', async () => {
    const root = jsonProject({ a: leaf('A_PORT', 32_000) })
    expect(await planned(root, '--count', '900')).toMatchObject({
      ...{ smallest: null, round: null, most: { count: 768 }, committed: null, proof: null, write: null },
      eliminated: [{ rule: 'highest' }, { rule: 'ephemeral' }],
    })
  })
})

test.each([
  [['--count', '0'], '0 is no number of copies', 'write one from 1 to 65535, as in --count 10'],
  [['--count', '1e1'], '1e1 is no number of copies', 'write one from 1 to 65535, as in --count 10'],
  [['5'], 'config slot plan takes no words', 'write config slot plan --count N'],
])('%j is wrong usage', async (args, message, help) => {
  const { code, stderr } = await plan(jsonProject({ a: leaf('A_PORT', 8203) }), ...args)
  expect({ code, stderr }).toEqual({ code: 2, stderr: `error: ${message}\n  help: ${help}\n` })
})
