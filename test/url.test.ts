import { expect, test } from 'vitest'
import { readUrl } from '../src/url.js'

test('a URL with letters beyond ASCII is one, however many were read before', () => {
  for (let count = 0; count < 20_000; count += 1) {
    if (readUrl('http://bücher.example/straße') === null) throw new Error(`none after ${count}`)
  }
  expect(readUrl('http://bücher.example/straße')?.hostname).toBe('xn--bcher-kva.example')
  expect(readUrl('bücher')).toBeNull()
})
