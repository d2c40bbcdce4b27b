import { expect, test } from 'vitest'
import { defineSchema, flag, integer, port, slot, text, url } from '../../src/api/makers.js'
import { formatExported } from '../../src/exported.js'
import { python } from '../../src/targets/python/index.js'
import { project } from '../support/project.js'
import { describeWith, has } from '../support/tools.js'
import {
  type Case,
  moduleOf,
  opened,
  outcomesInPython,
  outcomesInTypeScript,
  place,
  runPython,
  shippedStack,
  writeCases,
} from './python/rendered.js'

/** What the module of the shipped stack says in a root with these files, with no Node to ask: PATH names no folder. */
async function inSlot(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const root = project(files)
  place(await shippedStack(root))
  return (expression: string): unknown => {
    const code = `import json\nfrom ports_config import *\nprint(json.dumps(${expression}))`
    const { stdout, stderr } = runPython(root, code, { ...env, PATH: '' })
    return stderr === '' ? JSON.parse(stdout) : stderr
  }
}

describeWith('python3', has('python3'), 'the Python module in a slot, without Node', () => {
  test('gives every port, table and URL of the slot that .env.local sets', async () => {
    const says = await inSlot({ '.env.local': 'STACK_SLOT=3' })
    expect(says('[STACK_SLOT, BACKEND_PORT, LLM_PORT, AVATAR_BASE_PORT, OLLAMA_PORT]')).toEqual([
      ...[3, 8803, 9211, 9215, 12_034],
    ])
    expect(says('[ALL_PORTS["backend"], ALL_PORTS["redis"], TTS_MODEL_PORTS["sovits"]]')).toEqual([8803, 6979, 9208])
    expect(says('[get_tts_port_for_model("Tacotron"), get_tts_port_for_model("?")]')).toEqual([9205, 9204])
    expect(says('[BACKEND_URL, REACT_APP_API_BASE_URL, get_llm_url("gpu", False), get_avatar_url()]')).toEqual([
      'http://localhost:8803',
      'http://localhost:8803/api',
      'http://gpu:9210',
      'http://localhost:9215',
    ])
  })

  test('gives those of .env.test.local in mode test, which does not read .env.local', async () => {
    const files = { '.env.local': 'STACK_SLOT=3', '.env.test.local': 'STACK_SLOT=4', '.env.test': 'RAG_PORT=9500' }
    expect((await inSlot(files, { NODE_ENV: 'test' }))('[STACK_SLOT, BACKEND_PORT, RAG_PORT]')).toEqual([
      ...[4, 9003, 10_300],
    ])
    expect((await inSlot(files))('[STACK_SLOT, BACKEND_PORT, RAG_PORT]')).toEqual([3, 8803, 9202])
  })

  test('gives those of a slot from outside, even below an outer exec of another', async () => {
    const outer = formatExported(new Map([['BACKEND_PORT', '8803']]))
    const env = { STACK_SLOT: '2', BACKEND_PORT: '8803', PORTOLAN_EXPORTED: outer }
    expect((await inSlot({ '.env.local': 'STACK_SLOT=3' }, env))('[BACKEND_PORT, BACKEND_URL]')).toEqual([
      ...[8603, 'http://localhost:8603'],
    ])
  })

  test('shifts what is committed, and takes what is local as it is', async () => {
    const files = {
      '.env.defaults': 'LLM_PORT=8700',
      '.env': 'RAG_PORT=8710',
      '.env.local': 'STACK_SLOT=3\nBACKEND_PORT=9000',
      '.env.production': 'TTS_PORT=8720',
      '.env.production.local': 'REDIS_PORT=7000',
    }
    const says = await inSlot(files, { NODE_ENV: 'production', OLLAMA_PORT: '7777' })
    expect(says('[LLM_PORT, RAG_PORT, TTS_PORT, BACKEND_PORT, REDIS_PORT, OLLAMA_PORT, BACKEND_URL]')).toEqual([
      ...[9300, 9310, 9320, 9000, 7000, 7777, 'http://localhost:9000'],
    ])
  })

  test('is the same file in every slot', async () => {
    const inSlot3 = await shippedStack(project({ '.env.local': 'STACK_SLOT=3' }))
    expect(moduleOf(inSlot3, 'ports_config.py')).toBe(moduleOf(await shippedStack(project({})), 'ports_config.py'))
    expect(python.valuesIn(moduleOf(inSlot3, 'ports_config.py')).get('STACK_SLOT')).toBe('0')
  })
})

const SCHEMA = defineSchema({
  slot: slot('COPY', 'Which copy this is', { stride: 1000, count: 60 }),
  api: {
    port: port('API_PORT', 8000, 'Interface'),
    range: port('RANGE_PORT', 9000, 'Workers', { count: 100 }),
    fixed: port('FIXED_PORT', 5432, 'Database', { shift: false }),
    free: port('FREE_PORT', 0, 'Any that is free', { nullable: true }),
    maybe: port('MAYBE_PORT', null, 'Perhaps', { nullable: true }),
    secret: port('SECRET_PORT', null, 'Hidden', { sensitive: true, nullable: true }),
    url: url('API_URL', 'http://localhost:${API_PORT}/${COPY}', 'Interface', { public: true }),
  },
  label: text('LABEL', 'copy ${COPY} of ${FIXED_PORT}', 'What it is called'),
  whole: integer('WHOLE', 8000, 'No port'),
  on: flag('ON', true, 'A flag'),
})

const files = (text: Readonly<Record<string, string>>): Case => ({ files: text })
/** Slot 3 and committed lines. */
const shared = (...lines: string[]): Case => files({ '.env': lines.join('\n'), '.env.local': 'COPY=3' })
const local = (...lines: string[]): Case => files({ '.env.local': ['COPY=3', ...lines].join('\n') })
const exported = (values: Readonly<Record<string, string>>) => formatExported(new Map(Object.entries(values)))

const CASES: Readonly<Record<string, Case>> = {
  'no slot': {},
  'slot 0': files({ '.env.local': 'COPY=0' }),
  'slot 3': shared(),
  'the last slot that all ports are valid in': files({ '.env.local': 'COPY=56' }),
  'slots beyond the last port': files({ '.env.local': 'COPY=59' }),
  'a port of a file beyond the last': shared('API_PORT="65000" # high', 'RANGE_PORT=62437'),
  'a secret port beyond the last': shared('SECRET_PORT=65000'),
  'a slot that is none': files({ '.env.local': 'COPY=x1' }),
  'a slot of too many': files({ '.env.local': 'COPY=60' }),
  'a slot with a leading zero': files({ '.env.local': 'COPY=03' }),
  'a slot with white space': { env: { COPY: '3 ' } },
  'a bad slot and bad ports': files({ '.env': 'COPY=-1\nAPI_PORT=x', '.env.local': 'RANGE_PORT=y\nFIXED_PORT=z' }),
  'a bad slot and local ports': files({ '.env.local': 'COPY=99\nAPI_PORT=9000', '.env': 'WHOLE=${RANGE_PORT}' }),
  'a slot made of a port': files({ '.env': 'COPY=${API_PORT}' }),
  'a slot made of a fixed port': files({ '.env': 'COPY=${FIXED_PORT}', '.env.local': 'FIXED_PORT=3' }),
  'a slot made of a name': files({ '.env': 'COPY=${MINE}', '.env.local': 'MINE=3' }),
  'a slot made of nothing': files({ '.env': 'COPY=${MINE}' }),
  'a slot made of what is called like a secret': files({
    '.env': 'RANGE_PORT=60000',
    '.env.local': 'COPY=${MY_KEY:-59}',
  }),
  'a slot made of a secret': files({ '.env': 'COPY=${SECRET_PORT}', '.env.local': 'SECRET_PORT=58' }),
  'an empty slot': files({ '.env.local': 'COPY=' }),
  'a committed slot': files({ '.env': 'COPY=3' }),
  'a committed port': shared('API_PORT=8100'),
  'a local port': local('API_PORT=8100'),
  'a port of the environment': { ...shared('API_PORT=8100'), env: { API_PORT: '8200' } },
  'a port that follows another': shared('RANGE_PORT=${API_PORT}', 'MAYBE_PORT=${FIXED_PORT}'),
  'a port made of the slot': shared('API_PORT=80${COPY}0', 'RANGE_PORT=91${COPY}0'),
  'a port made of a slot that is committed': files({ '.env': 'COPY=3\nAPI_PORT=80${COPY}0' }),
  'a port made of a committed name': shared('BASE=81', 'API_PORT=${BASE}00'),
  'a port made of a local name': files({ '.env': 'API_PORT=${BASE}00', '.env.local': 'COPY=3\nBASE=81' }),
  'a port made of what is local two names away': files({
    '.env': 'API_PORT=${BASE}\nBASE=${OTHER}00',
    '.env.local': 'COPY=3\nOTHER=81',
  }),
  'a port made of what follows a port two names away': shared(
    'BASE=${OTHER}',
    'OTHER=${API_PORT}',
    'MAYBE_PORT=${BASE}',
  ),
  'a port made of another setting': shared('API_PORT=${WHOLE}'),
  'a port made of another setting that is local': files({
    '.env': 'API_PORT=${WHOLE}',
    '.env.local': 'COPY=3\nWHOLE=8300',
  }),
  'a port that stands in for one that is unset': shared('API_PORT=${MAYBE_PORT:-8400}'),
  'a port that stands in for a name that is unset': shared(
    'API_PORT=${NOWHERE-8400}',
    'MAYBE_PORT=${NOWHERE:-${API_PORT}}',
  ),
  'any free port': shared('FREE_PORT=0', 'API_PORT=0'),
  'a bad port in a slot': shared('API_PORT=8000x', 'RANGE_PORT=65536', 'SECRET_PORT=x'),
  'a port that fits only unshifted': shared('RANGE_PORT=65436'),
  'ports that refer to each other': shared('API_PORT=${RANGE_PORT}', 'RANGE_PORT=${API_PORT}'),
  'a port made of a secret': shared('API_PORT=${SECRET_PORT}', 'SECRET_PORT=7000'),
  'a port made of what is called like a secret': shared('API_PORT=${DB_PASSWORD}', 'DB_PASSWORD=65000'),
  'a slot that is handed on': { env: { COPY: '3', PORTOLAN_EXPORTED: exported({ COPY: '3' }) } },
  'a slot that is handed on and a file': {
    ...files({ '.env.local': 'COPY=3' }),
    env: { COPY: '2', API_PORT: '10000', PORTOLAN_EXPORTED: exported({ COPY: '2', API_PORT: '10000' }) },
  },
  'ports that are handed on': {
    ...shared(),
    env: {
      API_PORT: '11000',
      MAYBE_PORT: '11001',
      PORTOLAN_EXPORTED: exported({ API_PORT: '11000', MAYBE_PORT: '11001' }),
    },
  },
  'mode test': {
    ...files({ '.env.local': 'COPY=3', '.env.test': 'API_PORT=8100', '.env.test.local': 'COPY=4' }),
    env: { NODE_ENV: 'test' },
  },
  'mode test without its own slot': {
    ...files({ '.env.local': 'COPY=3', '.env.test': 'API_PORT=8100' }),
    env: { PORTOLAN_MODE: 'test' },
  },
  'a slot of a mode': {
    ...files({
      '.env.local': 'COPY=3',
      '.env.staging': 'COPY=5\nAPI_PORT=8100',
      '.env.staging.local': 'RANGE_PORT=9500',
    }),
    env: { PORTOLAN_MODE: 'staging' },
  },
}

describeWith('python3', has('python3'), 'the Python module and TypeScript in a slot', () => {
  test('agree on each case, to the letter of the error', () => {
    const stack = opened(SCHEMA, project({}))
    const cases = Object.values(CASES)
    writeCases(stack, cases)
    const byName = <T>(outcomes: readonly T[]) => Object.keys(CASES).map((name, index) => [name, outcomes[index]])
    const here = byName(outcomesInTypeScript(stack, cases))
    expect(byName(outcomesInPython(stack, cases))).toEqual(here)
    const isSound = (outcome: unknown) => Object.hasOwn(outcome as object, 'values')
    expect(here.filter(([, outcome]) => isSound(outcome)).length).toBeGreaterThan(20)
  })
})
