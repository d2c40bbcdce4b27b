import type { Place } from '../place.js'
import { certain, likely, type Opinion, type Sign } from '../sign.js'
import { speaksOfPorts } from '../words.js'

const MARKS = '[\\s*_`"\'(\\[:=#>]{0,8}$'
const PORT = new RegExp(
  `(?<![A-Za-z])([A-Za-z]{0,36}ports?)\\b(?:[\\s*_\`,(]+(?:is|are|was|of|from|numbers?|no\\.?|nr\\.?|to|at|like|by|defaults?|currently|still|either|i\\.e\\.|e\\.g\\.|tcp|udp)){0,3}${MARKS}`,
  'i',
)
/** The word in Chinese, Japanese, Korean, Russian, Spanish, Portuguese and Italian. */
const ABROAD = /(?:端口号?|ポート(?:番号)?|포트|порт[а-я]{0,2}|\bpuertos?|\bport[ae])[\s:：为は*_`(（]{0,8}$/iu
const PORTS = /\bports\b[\s*_`"'(:=]{0,6}(?:[\d\s,*_`"'/&()–-]|\band\b|\bor\b|\bto\b|\bthrough\b){1,80}$/i
/** Numbers in brackets, each behind what has it: `the API (8203) and the frontend (3000) ports`. */
const JOIN = '[`*]{0,3}\\)(?:,|,?\\s+(?:and|or|&))\\s+(?:[\\w-]{1,30}\\s+){1,4}\\([`*]{0,3}'
const ITEM_BEFORE = new RegExp(`\\d${JOIN}$`, 'i')
const ITEMS_BEHIND = new RegExp(`^(${JOIN}\\d{2,5}){0,6}[\`*]{0,3}\\)\\s+ports\\b`, 'i')
/** Verbs, and the words by which each goes on to a port. */
const LISTENS = [
  [
    'listen(?:s|ing|ed)?|runs?|running|started|starts?|up|open(?:s|ed)?|exposed?|exposes|answers?|serves|serving|moved',
    'on',
  ],
  ['listening|reachable|available|accessible|served|hosted|running|published|exposed', 'on|at|via|under'],
  ['bound|binds?|connects?|forward(?:s|ed)?|proxied|mapped|published', 'to'],
].map(
  ([verbs, words]) => new RegExp(`\\b(?:${verbs})\\s+(?:[\\w-]{1,20}\\s+)?(?:${words})\\s+(?:the\\s+)?${MARKS}`, 'i'),
)
/** What follows a number that is complete: nothing, a mark, or a word that begins something else. */
const COMPLETE =
  /^(?:[*_`"')\]}>.,:;!?|\s/–—-]*$|[*_`"')\]}]*[.,:;!?|)\]}–—/]|[*_`"')\]]*\s+(?:[-–—(|=]|and\b|or\b|by\b|in\b|with\b|for\b|when\b|if\b|unless\b|inside\b|instead\b|to\b|from\b|on\b|of\b|as\b|is\b|are\b|but\b|while\b|behind\b|locally\b|at\b|has\b|must\b|via\b|so\b|which\b|that\b|because\b|after\b|before\b))/

/** Sentences, comments and tables: `port 8203`, `listens on 8203`, a column headed "Port". */
export const prose: Sign = {
  name: 'prose',
  read(place) {
    if (speaksOfPorts(PORT.exec(place.left)?.[1] ?? '')) return certain('behind the word port')
    if (ABROAD.test(place.left)) return certain('behind the word port')
    if (PORTS.test(place.left) || isListed(place)) return certain('in a list of ports')
    if (COMPLETE.test(place.right) && LISTENS.some((pattern) => pattern.test(place.left))) {
      return certain('what something listens on')
    }
    return /^\s*\|?[^|]*\|/.test(place.left) ? ofTable(place) : ofBehind(place)
  },
}

function isListed({ left, right }: Place): boolean {
  const behind = ITEMS_BEHIND.exec(right)
  return behind !== null && (behind[1] !== undefined || ITEM_BEFORE.test(left))
}

/** A cell that holds the number alone, in a row or below a heading that speaks of ports. */
function ofTable({ left, right, candidate: { before } }: Place): Opinion | null {
  if (!/\|[\s`*~]*$/.test(left) || !/^[\s`*~]*(?:\/(?:tcp|udp)\s*)?(?:\||$)/.test(right)) return null
  const column = left.split('|').length - 1
  const heading = before.some((line) => speaksOfPorts(line.split('|')[column] ?? ''))
  if (heading) return certain('in a column of ports')
  return speaksOfPorts(left + right) ? certain('in a row with PORT') : null
}

/** `8203 (backend port)`, `the 8203 port`. */
function ofBehind({ right }: Place): Opinion | null {
  return /^[`*"')]{0,3}\s+(?:tcp\s+|udp\s+)?port\b/i.test(right) ? likely('before the word port') : null
}
