import { asciiLiteral, keyLiteral, textLiteral } from '../frontend/literal.js'
import type { Piece } from './values.js'

/** A classic script in ASCII and ES5 that sets one frozen global, `__PORTOLAN__`: texts by variable. */
export function scriptOf(values: ReadonlyMap<string, readonly Piece[]>): string {
  const entries = [...values].map(([name, pieces]) => `${asciiLiteral(keyLiteral(name))}: ${expression(pieces)}`)
  const hasPage = [...values.values()].flat().some((piece) => typeof piece === 'object')
  const lines = [
    '// What the frontend is told by this deployment. The page loads it before its own scripts, and nobody keeps a copy.',
    '(function (scope) {',
    "  'use strict'",
    ...(hasPage ? ["  var page = (scope.location && scope.location.hostname) || ''"] : []),
    '  scope.__PORTOLAN__ = Object.freeze({',
    ...['__proto__: null', ...entries].map((entry) => `    ${entry},`),
    '  })',
    "})(typeof self === 'undefined' ? globalThis : self)",
  ]
  return `${lines.join('\n')}\n`
}

function expression(pieces: readonly Piece[]): string {
  const merged = pieces.reduce<readonly Piece[]>(withPiece, [])
  return merged.map((piece) => literal(piece, merged.length)).join(' + ') || "''"
}

function literal(piece: Piece, count: number): string {
  if (typeof piece === 'string') return asciiLiteral(textLiteral(piece))
  const host = `page || ${asciiLiteral(textLiteral(piece.host))}`
  return count === 1 ? host : `(${host})`
}

/** Texts beside each other are one. */
function withPiece(pieces: readonly Piece[], piece: Piece): readonly Piece[] {
  const last = pieces.at(-1)
  if (typeof last !== 'string' || typeof piece !== 'string') return [...pieces, piece]
  return [...pieces.slice(0, -1), last + piece]
}
