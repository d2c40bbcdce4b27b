import { expect, test } from 'vitest'
import { withMembers } from '../../../src/adoption/project/json-object.js'
import { withScripts } from '../../../src/adoption/project/package-json.js'

const ADDED = { a: 'one', b: 'two' }

test.each([
  [
    'two spaces',
    '{\n  "x": {\n    "y": "z"\n  },\n  "v": 1\n}\n',
    '{\n  "x": {\n    "y": "z",\n    "a": "one",\n    "b": "two"\n  },\n  "v": 1\n}\n',
  ],
  [
    'tabs and CRLF',
    '{\r\n\t"x": {\r\n\t\t"y": "z"\r\n\t}\r\n}',
    '{\r\n\t"x": {\r\n\t\t"y": "z",\r\n\t\t"a": "one",\r\n\t\t"b": "two"\r\n\t}\r\n}',
  ],
  ['one line', '{ "x": { "y": "z" }, "v": 1 }', '{ "x": { "y": "z", "a": "one", "b": "two" }, "v": 1 }'],
  ['an empty object', '{\n  "x": {}\n}\n', '{\n  "x": {\n    "a": "one",\n    "b": "two"\n  }\n}\n'],
  [
    'none',
    '{\n  "v": [1, { "x": {} }]\n}\n',
    '{\n  "v": [1, { "x": {} }],\n  "x": {\n    "a": "one",\n    "b": "two"\n  }\n}\n',
  ],
  [
    'braces and quotes in texts',
    '{\n  "v": "}\\"{",\n  "x": { "y": "}" }\n}\n',
    '{\n  "v": "}\\"{",\n  "x": { "y": "}", "a": "one", "b": "two" }\n}\n',
  ],
  [
    'a key that is there twice',
    '{ "x": { "a": "zero" }, "x": { "y": "z" } }',
    '{ "x": { "a": "zero" }, "x": { "y": "z", "a": "one", "b": "two" } }',
  ],
  ['nothing at all', '{}\n', '{\n  "x": {\n    "a": "one",\n    "b": "two"\n  }\n}\n'],
])('members go to the end of an object, and all else stays: %s', (_, text, wanted) => {
  expect(withMembers(text, ['x'], ADDED)).toBe(wanted)
  expect(JSON.parse(withMembers(text, ['x'], ADDED)).x).toMatchObject(ADDED)
})

test('a script of the same name is left, and so are scripts that are no object', () => {
  const own = '{\n  "scripts": {\n    "config": "node config.js"\n  }\n}\n'
  expect(withScripts(own, { config: 'config' }, null)).toBe(own)
  expect(withScripts('{ "scripts": [] }', { config: 'config' }, null)).toBe('{ "scripts": [] }')
})

test('a schema that is named already stays named', () => {
  const own = '{\n  "portolan": { "schema": "a.js" }\n}\n'
  expect(withScripts(own, {}, 'b.js')).toBe(own)
})
