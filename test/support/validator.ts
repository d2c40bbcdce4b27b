import { spawnSync } from 'node:child_process'
import { hasPythonModule } from './tools.js'

export const hasValidator = hasPythonModule('jsonschema')

/** A JSON Schema, and a document to be judged by it. */
export interface Case {
  readonly schema: unknown
  readonly document: unknown
}

const SOURCE = `
import json, sys
from jsonschema import Draft202012Validator as Validator
answers = []
for case in json.load(sys.stdin):
    Validator.check_schema(case['schema'])
    errors = Validator(case['schema']).iter_errors(case['document'])
    answers.append([f'{error.json_path}: {error.message}'[:300] for error in errors])
print(json.dumps(answers))
`

/** What a validator that is not ours has against each document; fails where a schema is itself none. */
export function faultsOf(cases: readonly Case[]): string[][] {
  const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', SOURCE], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}
