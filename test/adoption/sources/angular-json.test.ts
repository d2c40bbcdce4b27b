import { describe, expect, test } from 'vitest'
import { angularJson } from '../../../src/adoption/sources/angular-json.js'
import { mentionsIn } from './found.js'

describe('what angular.json says', () => {
  test.each([
    ['{"serve": {"builder": "x", "options": {"port": 4201}}}', ['1:48 <FRONTEND_PORT> = 4201, fixed, browser']],
    [
      '{"serve": {"options": {"host": "h", "port": 4201, "open": true}}}',
      ['1:45 <FRONTEND_PORT> = 4201, fixed, browser'],
    ],
    ['{"serve": {"options": {"port": 70000}}}', []],
    ['{"serve": {"builder": "x"}, "test": {"port": 9876}}', []],
    ['{"port": 4201}', []],
  ])('%s', (text, mentions) => {
    expect(mentionsIn(angularJson, 'angular.json', text)).toEqual(mentions)
  })

  test.each(['"serve":{', '"options":{', ' ', '{'])('bait of %s is read to its end', (bait) => {
    const text = `{"serve": {${bait.repeat((1 << 20) / bait.length)}`
    expect(mentionsIn(angularJson, 'angular.json', text)).toEqual([])
  })
})
