import { BlockList, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { networksIn, readNetwork, wrongNetworks } from '../../src/ports/network.js'
import { GUARD, holds } from '../support/properties.js'

describe('a network', () => {
  test.each([
    ['192.168.0.0/16', '192.168.0.0/16'],
    ['10.1.2.3', '10.1.2.3'],
    ['10.1.2.3/32', '10.1.2.3'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0:0::/32', '2001:db8::/32'],
    ['::/0', '::/0'],
    ['::1/128', '::1'],
    ['fd00:0:0:1::/64', 'fd00:0:0:1::/64'],
  ])('%s is read as %s', (text, network) => {
    expect(readNetwork(text)).toEqual({ network })
  })

  test.each([
    ['192.168.1.5/16', '"192.168.1.5/16" has bits set behind the first 16', 'write 192.168.0.0/16 or 192.168.1.5'],
    ['2001:db8::1/32', '"2001:db8::1/32" has bits set behind the first 32', 'write 2001:db8::/32 or 2001:db8::1'],
    ['10.0.0.0/33', '"10.0.0.0/33" has more than 32 bits', 'choose 0 to 32'],
    ['2001:db8::/129', '"2001:db8::/129" has more than 128 bits', 'choose 0 to 128'],
    ['::ffff:10.0.0.0/104', '"::ffff:10.0.0.0/104" is IPv4 written as IPv6', 'write it as IPv4: 10.0.0.0'],
  ])('%s is refused with what to write instead', (text, wrong, hint) => {
    expect(readNetwork(text)).toEqual({ wrong, hint })
  })

  test.each([
    ...['', ' ', '10.0.0.0/8 ', ' 10.0.0.0/8', '10.0.0.0/08', '10.0.0.0/-1', '10.0.0.0/', '/8', '10.0.0.0/8/8', '10'],
    ...['010.0.0.0/8', '10.0.0/8', '256.0.0.0/8', '10.0.0.0/255.0.0.0', '0x0a.0.0.0/8', '1.2.3.4.', 'fe80::1%eth0'],
    ...['[::1]', '::1::', '1:2:3', 'any', 'office.example.org', '10.0.0.0/8;reboot', '10.0.0.0/8\n', '10.0.0.0/8\0'],
    ...[8, null, {}, ['10.0.0.0/8'], Object.create(null)],
  ])('%j is none', (text) => {
    expect(readNetwork(text)).toMatchObject({ wrong: expect.stringMatching(/^".*" is no (?:network|text)$/) })
  })

  test('a name is told that names are not looked up', () => {
    expect(readNetwork('office.example.org')).toMatchObject({ hint: expect.stringContaining('not looked up') })
  })

  test(
    'any address of either family is read as Node reads it, and its network as the first of its addresses',
    async () => {
      const address = fc.oneof(fc.ipV4(), fc.ipV6())
      await holds(
        fc.property(address, fc.nat(128), (text, bits) => {
          const isSix = isIPv6(text)
          const length = isSix ? bits : bits % 33
          const verdict = readNetwork(`${text}/${length}`)
          if ('wrong' in verdict && verdict.wrong.includes('IPv4 written')) return
          const network = 'network' in verdict ? verdict.network : (/^write (\S+)/.exec(verdict.hint)?.[1] ?? '')
          expect(readNetwork(network)).toEqual({ network })
          const [first = '', prefix = isSix ? '128' : '32'] = network.split('/')
          expect(Number(prefix)).toBe(length)
          const block = new BlockList()
          block.addSubnet(first, length, isSix ? 'ipv6' : 'ipv4')
          expect(block.check(text, isSix ? 'ipv6' : 'ipv4')).toBe(true)
        }),
      )
    },
    GUARD,
  )
})

describe('a list of networks', () => {
  test('has each once, and none that lies in another', () => {
    const list = ['10.1.0.0/16', '10.0.0.0/8', '10.0.0.0/8', '2001:db8:1::/48', '2001:DB8::/32', '192.168.1.1']
    expect(networksIn(list)).toEqual(['10.0.0.0/8', '2001:db8::/32', '192.168.1.1'])
    expect(networksIn(['0.0.0.0/0', '10.0.0.0/8', '::1'])).toEqual(['0.0.0.0/0', '::1'])
    expect(networksIn('10.0.0.0/8')).toEqual(['10.0.0.0/8'])
  })

  test('is none where one of them is none, or where there are none', () => {
    expect(networksIn(['10.0.0.0/8', 'x'])).toEqual([])
    expect(wrongNetworks(['10.0.0.0/8', 'x'])?.wrong).toBe('"x" is no network')
    expect(wrongNetworks([])?.wrong).toBe('the list of networks is empty')
    expect(wrongNetworks(['10.0.0.0/8'])).toBe(null)
  })
})
