import { describe, expect, test } from 'vitest'
import { addressesOf, meet } from '../../src/ports/address.js'

describe('a declared bind host means addresses', () => {
  test.each([
    [undefined, ['127.0.0.1', '::1']],
    ['localhost', ['127.0.0.1', '::1']],
    ['LocalHost', ['127.0.0.1', '::1']],
    ['*', ['0.0.0.0', '::']],
    ['', ['0.0.0.0', '::']],
    ['0.0.0.0', ['0.0.0.0']],
    ['0', ['0.0.0.0']],
    ['127.1', ['127.0.0.1']],
    ['::', ['::']],
    ['[::]', ['::']],
    ['0:0:0:0:0:0:0:1', ['::1']],
    ['::ffff:127.0.0.1', ['127.0.0.1']],
    ['::FFFF:7f00:2', ['127.0.0.2']],
    ['FE80::0001%eth0', ['fe80::1%eth0']],
    ['db.internal', ['db.internal']],
    ['unix:/run/app.sock', ['unix:/run/app.sock']],
    ['300.1.1.1', ['300.1.1.1']],
    ['\u2028\0', ['\u2028\0']],
  ])('%j is %j', (bind, addresses) => {
    expect(addressesOf(bind)).toEqual(addresses)
  })
})

describe('two services on one port stand in each other’s way', () => {
  const ADDRESSES = ['127.0.0.1', '127.0.0.2', '0.0.0.0', '::1', '::', 'db.internal']
  test.each([
    ['127.0.0.1', 'x . x . x .'],
    ['127.0.0.2', '. x x . x .'],
    ['0.0.0.0', '  x x x . x x'],
    ['::1', '      . . . x x .'],
    ['::', '       x x x x x x'],
    ['db.internal', '. . x . x x'],
  ])('at %s, and elsewhere: %s', (one, cells) => {
    const met = ADDRESSES.map((other) =>
      meet({ protocol: 'tcp', address: one }, { protocol: 'tcp', address: other }) ? 'x' : '.',
    )
    expect(met.join(' ')).toBe(cells.trim())
  })

  test('not where one takes TCP and the other UDP', () => {
    expect(meet({ protocol: 'tcp', address: '::' }, { protocol: 'udp', address: '::' })).toBe(false)
  })

  test('an address with a zone is the address', () => {
    const [one = ''] = addressesOf('fe80::1%eth0')
    expect(meet({ protocol: 'tcp', address: one }, { protocol: 'tcp', address: 'fe80::1' })).toBe(true)
  })
})
