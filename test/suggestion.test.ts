import { expect, test } from 'vitest'
import { nearest, suggestion } from '../src/suggestion.js'

const VERBS = ['print', 'get', 'set', 'unset', 'status', 'check', 'explain']

test('a word that was begun is meant before one that is merely like it', () => {
  expect(nearest('stat', VERBS)).toBe('status')
  expect(nearest('expl', VERBS)).toBe('explain')
})

test('a beginning of several words is taken for none of them', () => {
  expect(nearest('BACKEND', ['BACKEND_PORT', 'BACKEND_URL'])).toBeNull()
})

test('two letters begin too many words', () => {
  expect(nearest('pr', VERBS)).toBeNull()
})

test('a misspelt word is taken for the one that it is like', () => {
  expect(suggestion('BACKND_PORT', ['BACKEND_PORT', 'RAG_PORT'], 'none')).toBe('did you mean BACKEND_PORT?')
  expect(suggestion('chekc', VERBS, 'none')).toBe('did you mean check?')
  expect(suggestion('init', ['wait'], 'none')).toBe('none')
})
