import { expect, test } from 'vitest'
import { portNames } from '../../src/audit/ports.js'
import { local } from '../targets/compose-corpus.js'

test('audit looks for the same numbers in every copy of the stack, since code is shared', () => {
  const names = (env: Readonly<Record<string, string>>) =>
    portNames(local({ files: { '.env': 'BACKEND_PORT=8300\n' }, env }))
  expect(names({ STACK_SLOT: '2' })).toEqual(names({}))
  expect(names({ STACK_SLOT: '2' }).get(8300)).toEqual(['BACKEND_PORT'])
})
