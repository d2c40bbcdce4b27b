import { describe, expect, test } from 'vitest'
import { spring } from '../../../src/adoption/sources/spring.js'
import { mentionsIn } from './found.js'

const RESOURCES = 'orders/src/main/resources'

describe("what a Spring Boot program's settings say", () => {
  test.each([
    ['application.yml', 'server:\n  port: 8081\n', ['2:9 <ORDERS_PORT> = 8081, fixed, http']],
    ['application.properties', 'server.port=8081\n', ['1:13 <ORDERS_PORT> = 8081, fixed, http']],
    ['application.yaml', 'server:\n  port: ${API_PORT:8081} # all\n', ['2:9 API_PORT = 8081, fallback, http']],
    [
      'application.yml',
      'management:\n  server:\n    port: 9001',
      ['3:11 <ORDERS_MANAGEMENT_PORT> = 9001, fixed, http'],
    ],
    ['application-dev.properties', 'server.port = 8082', ['1:15 <ORDERS_PORT> = 8082, hint, http']],
    ['application.yml', 'spring:\n  redis:\n    port: 6379\nserver:\n  address: x\nport: 1\n', []],
    ['application.yml', 'server:\n  port: 70000\n# server.port=1\n', []],
  ])('%s: %s', (file, text, mentions) => {
    expect(mentionsIn(spring, `${RESOURCES}/${file}`, text)).toEqual(mentions)
  })

  test('those of tests and of other programs are not read', () => {
    expect(spring.handles('orders/src/test/resources/application.yml')).toBe(false)
    expect(spring.handles('config/database.yml')).toBe(false)
  })

  test.each([' a:\n', 'a:', ' ', '${'])('bait of %s is read to its end', (bait) => {
    expect(mentionsIn(spring, 'application.yml', bait.repeat((1 << 20) / bait.length))).toEqual([])
  })
})
