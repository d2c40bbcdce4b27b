import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { parse } from 'dotenv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { disagreement } from '../dialects/support.js'
import { type Files, project } from '../support/project.js'
import { GUARD, runs, seed } from '../support/properties.js'
import { describeWith, has, hasPythonModule } from '../support/tools.js'

const OPENINGS = ['', 'K=', 'B=1\nK=', 'K="', "K='", 'export K=', 'B=1\nC=${B}2\nK=']

/** Texts that hit the grammars hard; with no name but A, B, C and K, and nothing that a shell could do harm with. */
const texts = fc
  .tuple(
    fc.constantFrom(...OPENINGS),
    fc.array(
      fc.constantFrom(
        ...['"', "'", '`', '\\', '\\"', "\\'", '\\n', '\\t', '\\$', '#', ' #', '=', ': ', '$', '$$', '${', '}'],
        ...['${K}', '$K', '${B}', '${B:-x}', '${C-y}', '${K:+p}', '${B?e}', '$1', '-', '.', 'x', 'y1', ' ', '\t'],
        ...['\n', '\r\n', '\nK=', '\nB=', '\nA=', 'K="', "\nA='", '\nexport K=', '~', '{', '[', ']', '(', ')', ';'],
        ...['&', '|', '&&', '||', '>', '%', '+', '/', '@', '!', '*', '?', ',', '\u00a0', 'é', '\uFEFF', "$'", '$"'],
      ),
      { minLength: 1, maxLength: 14 },
    ),
    fc.constantFrom('', '\n'),
  )
  .map(([opening, parts, end]) => opening + parts.join('') + end)

/** Random texts, and as many files of them, `sample/0`, `sample/1`, ...: no redirection in them writes there. */
function samples(numRuns = runs): { sample: string[]; files: Files } {
  const sample = fc.sample(texts, { seed, numRuns })
  return { sample, files: Object.fromEntries(sample.map((text, index) => [`sample/${index}`, text])) }
}

type Seen = Readonly<Record<string, string>> | null

function expectAgreement(name: string, sample: readonly string[], seen: readonly Seen[]): void {
  expect(seen.length).toBe(sample.length)
  expect(sample.flatMap((text, index) => disagreement(name, text, seen[index] ?? null) ?? [])).toEqual([])
}

test('dotenv is told as the package reads', { timeout: GUARD }, () => {
  const { sample } = samples()
  expectAgreement(
    'dotenv',
    sample,
    sample.map((text) => parse(text)),
  )
})

test('Node is told as it reads', { timeout: GUARD }, () => {
  const { sample } = samples()
  expectAgreement(
    'Node --env-file',
    sample,
    sample.map((text) => ({ ...parseEnv(text) }) as Record<string, string>),
  )
})

test('Vite 8 is told as its loadEnv reads', { timeout: GUARD }, async () => {
  const { loadEnv } = await import('vite')
  const sample = samples().sample.filter((text) => disagreement('Vite 8', text, null) !== null)
  const root = project({})
  const seen = sample.map((text) => {
    writeFileSync(join(root, '.env'), text)
    return loadEnv('production', root, '')
  })
  const own = sample.map((text, index) => {
    const keys = Object.keys(parseEnv(text))
    return Object.fromEntries(Object.entries(seen[index] ?? {}).filter(([key]) => keys.includes(key)))
  })
  expectAgreement('Vite 8', sample, own)
})

const PYTHON = `
import json, os, sys, logging
os.environ.clear()
logging.disable(logging.CRITICAL)
from dotenv import dotenv_values
seen = [dotenv_values(f'sample/{index}', encoding='utf-8') for index in range(int(sys.argv[1]))]
print(json.dumps([{key: value for key, value in values.items() if value is not None} for values in seen]))
`

describeWith('python3-dotenv', hasPythonModule('dotenv'), 'beside python-dotenv', () => {
  test('python-dotenv is told as it reads', { timeout: GUARD }, () => {
    const { sample, files } = samples()
    const args = ['-c', PYTHON, `${sample.length}`]
    const { stdout, stderr } = spawnSync('/usr/bin/python3', args, { cwd: project(files), encoding: 'utf8' })
    expect(stderr).toBe('')
    expectAgreement('python-dotenv', sample, JSON.parse(stdout))
  })
})

const OWN = /^(?:PWD|OLDPWD|SHLVL|_|DUMP)$/
const SHELL = 'set --; set -a; . ./"$FILE" >/dev/null; set +a; /usr/bin/env -0 >"$DUMP"'
const EACH = `
for ((number = 0; number < $1; number++)); do
  /usr/bin/env -i FILE=sample/$number DUMP=$number.out ${'"$BASH"'} --norc --noprofile -c '${SHELL}' </dev/null 2>/dev/null
done
for ((number = 0; number < $1; number++)); do [[ -f $number.out ]] && cat $number.out; printf '\\1\\0'; done
`

/** Each text has a shell of its own, so fewer of them are tried. */
const SHELLS = 3

describeWith('bash', has('bash'), 'beside bash', () => {
  test('bash is told as it reads', { timeout: GUARD }, () => {
    const { sample, files } = samples(Math.ceil(runs / SHELLS))
    const args = ['--norc', '-c', EACH, 'bash', `${sample.length}`]
    const { stdout } = spawnSync('bash', args, { cwd: project(files), encoding: 'utf8', maxBuffer: 1 << 26 })
    expectAgreement('bash', sample, stdout.split('\x01\0').slice(0, -1).map(variables))
  })
})

/** The variables in what `env -0` printed; null where the shell did not come so far. */
function variables(dump: string): Seen {
  if (dump === '') return null
  const pairs = dump.split('\0').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
  return Object.fromEntries(pairs.filter(([key = '']) => key !== '' && key !== 'FILE' && !OWN.test(key)))
}
