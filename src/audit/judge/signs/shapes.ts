import type { Place } from '../place.js'
import type { Sign } from '../sign.js'

const UNITS =
  /^[\s-]?(?:ms|msecs?|millis(?:econds)?|secs?|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|px|em|rem|pt|dpi|[kmgt]i?b|[kmg]bps|bytes?|bits?|kbit|mbit|[kmg]?hz|rpm|fps|km|cm|mm|meters?|metres?|miles|kg|kcal|k(?:elvin)?|[kmg]?w(?:atts?)?|volts?|eur|euros?|usd|gbp|dollars|pounds|chf|percent|times|items?|rows?|records?|lines?|words?|tokens?|characters?|chars|entries|files?|pages?|users?|people|customers|employees|members|visitors|clients|connections|requests?|queries|messages|events|samples|steps|iterations|epochs|frames|points|tests|nodes|documents|vectors|dimensions|commits|stars|downloads|issues|copies|results)\b/i
const OPERAND_BEFORE = /[\w)\]'"]\s*(?:[-+*/%&^]|<<|>>)\s*$/
/** A path whose last segment is a port. */
const TRANSPORT = /(?:\b(?:tcp|udp|sctp)\/|\/dev\/(?:tcp|udp)\/\S{1,100})$/
const JOINED = /(?:[:=]['"`]\s*(?:\+|\.|\.\.|&|<<)|\|\||[\d}]\s?-)\s*$/

/** The number alone is no whole number: a part of a version, a date, a hash, a price; or it has a unit. */
export const shapes: Sign = {
  name: 'shapes',
  read: (place) => (isPartOfMore(place) || isReckoned(place) || UNITS.test(place.right) ? 'no port' : null),
}

function isPartOfMore({ left, right }: Place): boolean {
  if (/\$\{\w{1,100}:?[-=]$/.test(left)) return false
  return (
    /[\p{L}\p{N}_#$€£¥@~^\\]$/u.test(left.replace(/(?:^|[\s'"])-[a-zA-Z]$|\\[ntr]$/, '')) ||
    /[\d\w)]\.$|(?:^|[^.])\.$/.test(left) ||
    /(?:^|[^\w\s.)\]}])[-+]$|^[-+]$|[A-Za-z_.]-$|[A-Za-z]-\d{1,6}-$|U\+$|[\d,]['’_]$|\s[-+]$/.test(left) ||
    /(?:^|[^\d])\d{1,3}[-/]$/.test(left) ||
    /^(?:[\p{L}_%°€£¥]|\.\d|['’_]\d|,\d{3}(?!\d)|\s?[€£¥%]|-\d{1,2}\b|-[A-Za-z]|@)/u.test(right) ||
    /^\/\d{1,2}\/\d/.test(right) ||
    (/\/$/.test(left) && !TRANSPORT.test(left))
  )
}

/** An operand: ports are not multiplied, and what is added to one is an offset. */
function isReckoned({ left, right }: Place): boolean {
  if (/^\s*(?:[*%&^]|<<|>>)\s*[\w(]/.test(right) || /^\s+\/\s+\w/.test(right)) return true
  return (
    OPERAND_BEFORE.test(left) &&
    !/\$\{\w{1,100}:?-$/.test(left) &&
    !JOINED.test(left) &&
    !/^\s*[-*+]\s+$/.test(left) &&
    !TRANSPORT.test(left)
  )
}
