import { describe, expect, test } from 'vitest'
import { canary, leaksIn } from './canaries.js'

const ONE = canary('PASSWORD', '"\'\\` $&%@/?#+é;|<>*\n')
const { text } = ONE
const [left = ''] = text.split('"')

/** Without this, a search that finds nothing would tell nothing. */
describe('a canary is found', () => {
  test.each([
    ['as it is', text],
    ['in half', left],
    ['in capitals', text.toUpperCase()],
    ['as JSON', JSON.stringify(text)],
    ['as JSON within JSON', JSON.stringify(JSON.stringify({ a: text }))],
    ['in a URL', encodeURIComponent(text)],
    ['in a form', new URLSearchParams({ a: text }).toString()],
    ['between quotes of a shell', `'${text.replaceAll("'", "'\\''")}'`],
    ['as base64', Buffer.from(text).toString('base64')],
    ['as base64 behind one byte', Buffer.from(`:${text}`).toString('base64')],
    ['as base64 behind two bytes', Buffer.from(`u:${text}`).toString('base64')],
    ['as base64 for URLs', Buffer.from(`user:${text}`).toString('base64url')],
    ['as hex', Buffer.from(text).toString('hex')],
    ['as hex in capitals', Buffer.from(text).toString('hex').toUpperCase()],
  ])('%s', (_, written) => {
    expect(leaksIn(`what stands before ${written} and behind`, [ONE])).not.toEqual([])
  })

  test('and a text without it holds none', () => {
    expect(leaksIn('PASSWORD=******** Qz7 Left Right 4kW', [ONE])).toEqual([])
  })
})
