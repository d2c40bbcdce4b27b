import { expect, test } from 'vitest'
import { definedIn } from '../../../src/targets/python/defined.js'

const namesIn = (text: string) => definedIn(text).map(({ name, line }) => `${name}:${line}`)

test.each([
  ['constants, with a type or without', 'A = 1\nB: int = 2\nC: Dict[str, int] = {"x": 1}\n', ['A:1', 'B:2', 'C:3']],
  [
    'several at once',
    'A = B = 1\nC, D = 1, 2\n(E, *F) = x\nG, = x\n',
    ['A:1', 'B:1', 'C:2', 'D:2', 'E:3', 'F:3', 'G:4'],
  ],
  [
    'functions and classes, not what is in them',
    'def f(a=1):\n    b = 2\nasync def g(): pass\nclass C(x):\n    d = 1\n',
    ['f:1', 'g:3', 'C:4'],
  ],
  [
    'what a condition defines, once',
    'try:\n    A = 1\nexcept E:\n    A = 2\nif X:\n    def f(): pass\n    B = 1\n',
    ['A:2', 'f:6', 'B:7'],
  ],
  ['nothing where it is run as a program', 'if __name__ == "__main__":\n    A = 1\nB = 2\n', ['B:3']],
  [
    'nothing private, imported, changed or of another object',
    '_A = 1\nimport os\nfrom x import y\nos.z = 1\nq[0] = 1\nA: int\nn += 1\n',
    [],
  ],
  [
    'nothing in texts, comments and calls',
    '"""\nA = 1\n"""\n# B = 1\nf(c=1,\n  d=2)\nE = f(g=1)\nh = lambda i=1: i\n',
    ['E:7', 'h:8'],
  ],
  ['lines that go on', 'A = (\n  1)\nB = \\\n  2\nC = 3\r\nD = 4', ['A:1', 'B:3', 'C:5', 'D:6']],
  ['an unfinished file', 'A = 1\nB = "unfinished\nC = (', ['A:1', 'B:2', 'C:3']],
])('finds %s', (_, text, names) => {
  expect(namesIn(text)).toEqual(names)
})
