/** What a name makes of the number it holds: what its last telling word says. */
export type Role = 'port' | 'listener' | 'quantity' | 'neutral' | 'other'

/** Words that say that a number is an amount, a time, a key or a position. */
const QUANTITIES: ReadonlySet<string> = setOf(`
  timeout timeouts delay delays interval intervals ttl ms msec millis millisecond milliseconds second seconds sec secs
  minute minutes hour hours day days duration wait sleep debounce throttle age expiry expires expiration lifetime period
  retry retries backoff attempts tries poll polling latency deadline grace elapsed tick ticks time timestamp date year
  years month size sizes width height depth length len bytes byte kb mb gb memory mem heap buffer chunk batch capacity
  quota count counts counter total sum tokens token limit limits items item rows row records entries pages page users
  connections requests clients workers threads concurrency connectionlimit backlog iterations epochs steps step samples
  rate hz fps frequency baud baudrate bitrate rpm seed dim dims dimension dimensions offset index idx position pos
  line lines col column cols id ids uid gid pid pgid ppid key sku price amount cost salary budget fee balance zip postcode
  postal plz phone fax code codes errno status char chr version revision build weight score threshold percent ratio
  distance radius margin padding top bottom x y z lat lon lng latitude longitude altitude elevation zoom scale opacity
  mask bits flag hash checksum salt rounds nonce serial number_of population temperature kelvin randint random
  set_timeout skip take first_n max_tokens nice priority order rank level quality volume limit_req speed
`)

/** Words that may stand on either side of the telling one. */
const NEUTRAL: ReadonlySet<string> = setOf(`
  default defaults value values val fallback int integer number num str string parse float u8 u i uint short long var let
  const final static public private protected readonly export import type field env get fetch environ getenv os process
  unwrap or else then some optional option coalesce cast convert coerce to from be is in at on equals equal eq assert expect set
  with the of a an for z min max positive nonnegative validate object config options settings cfg opts argv args arg self
  this system return new yes local declare echo result data params static constexpr define lookup printf atoi strconv itoa
  i32 i64 unsigned meta import lambda func fn def tonumber into ok err lazy nat joi yup envalid prop property entry add argument
  range seq list tuple start end base first last original current actual expected old main primary map dict list array tuple vec print println
`)

/** Words that name what waits for connections. */
const LISTENERS: ReadonlySet<string> = setOf(
  'listen listener listening listens bind binds expose exposed publish published listenstream listendatagram forward forwards dport tcp udp',
)

/** English words that end in "port" and name no port. */
const NO_PORTS: ReadonlySet<string> = setOf(`
  import export report support transport viewport passport airport seaport heliport rapport deport comport purport
  teleport sport spaceport carport freeport reexport autoimport reimport ceph davenport newport stockport
`)

/** Words that, before "port", make it one of another sort. */
const OTHER_SORTS: ReadonlySet<string> = setOf(
  'view serial usb com midi parallel display text sup im ex re trans pass air',
)

/** Words that, before "ports", make it a number of them. */
const AMOUNTS: ReadonlySet<string> = setOf('max min num number total')

/** Words that many settings have. */
const SHARED: ReadonlySet<string> = setOf('api base original server default url host service')

const PARTS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/))
}

/** `backendPort`, `BACKEND_PORT`, `backend.port`: backend, port. */
export function wordsOf(name: string): string[] {
  return Array.from(name.matchAll(PARTS), ([word]) => word.toLowerCase())
}

export function roleOf(name: string): Role {
  const words = wordsOf(name)
  if (words.length === 0) return 'neutral'
  for (let index = words.length - 1; index >= 0; index -= 1) {
    const role = roleOfWord(words[index] ?? '', words[index - 1] ?? '')
    if (role !== 'other' && role !== 'neutral') return role
  }
  return words.every((word) => NEUTRAL.has(word)) ? 'neutral' : 'other'
}

function roleOfWord(word: string, previous: string): Role {
  if (isPortWord(word)) {
    return OTHER_SORTS.has(previous) || (word === 'ports' && AMOUNTS.has(previous)) ? 'quantity' : 'port'
  }
  if (QUANTITIES.has(word)) return 'quantity'
  return LISTENERS.has(word) ? 'listener' : 'other'
}

function isPortWord(word: string): boolean {
  if (/^port(?:num|number|no|nr)$/.test(word)) return true
  const singular = word.endsWith('s') ? word.slice(0, -1) : word
  return singular.endsWith('port') && !NO_PORTS.has(singular)
}

/** Whether a text speaks of ports: a word of it, or a part of a name. */
export function speaksOfPorts(text: string): boolean {
  return /port/i.test(text) && wordsOf(text).some(isPortWord)
}

/** The words of settings that tell one service from another. */
function ownWords(settings: readonly string[]): string[] {
  return settings.flatMap(wordsOf).filter((word) => word.length > 1 && !SHARED.has(word) && !isPortWord(word))
}

/** Whether a name has a word by which one of the settings is known. */
export function isNameOf(name: string, settings: readonly string[]): boolean {
  const words = wordsOf(name)
  return ownWords(settings).some((word) => words.includes(word))
}
