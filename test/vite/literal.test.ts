import { expect, test } from 'vitest'
import { literalOf } from '../../src/vite/literal.js'
import { HOSTILE } from '../printers/hostile.js'

test.each(['</script>', '<!--', 'a\u2028b', 'a\u2029b', '${x}`\'"\\', ...HOSTILE])(
  'a value is a literal in JSON and in JavaScript, and ends neither a script nor a line: %j',
  (text) => {
    const literal = literalOf(text)
    expect(literal).not.toMatch(/[<\n\r\u2028\u2029]/)
    expect(JSON.parse(literal)).toBe(text)
    expect(new Function(`return ${literal}`)()).toBe(text)
  },
)
