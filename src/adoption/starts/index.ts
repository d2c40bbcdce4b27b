import type { Role } from '../../model.js'
import { lastPart } from '../../path.js'
import { type Mapping, readMapping } from '../../targets/compose/ports.js'
import type { Environment } from '../../world.js'
import { assigned, isPort } from '../assigned.js'
import { imageOf } from '../images.js'
import type { Mention, Weight } from '../mention.js'
import { portOf } from '../name.js'
import { isReference, mentionOf, referencesOf } from '../references.js'
import { type Tool, toolOf } from './tools.js'
import { type Command, unwrapped } from './unwrapped.js'

/** A mention of a script, and where in the script it stands. */
export interface Started extends Omit<Mention, 'place' | 'doc' | 'group'> {
  readonly at: number
}

/** Where a script stands. */
export interface Surroundings {
  /** Of the package or the file, relative to the root; empty for the root. */
  readonly folder: string
  /** What the script is called: `dev:api`; empty where it has no name. */
  readonly script: string
  /** What a port is called that nothing else names: `frontend`. */
  readonly otherwise: string
}

/** Words of scripts' names that tell nothing of what is started. */
const GENERAL: ReadonlySet<string> = new Set(
  `all and app build ci debug dev develop development e2e ensure https init install local main only post pre preview prod
  production ready run script sh start stop serve server stage staging test up wait watch with windows win`.split(
    /\s+/,
  ),
)
/** Scripts that are hardly for a developer's machine, by their names. */
const ELSEWHERE = /(?:^|[^a-z])(?:prod|production|staging|ci|test|tests|e2e)(?![a-z])/i
/** Folders that programs are in, whatever they are. */
const FOLDERS: ReadonlySet<string> = new Set(['app', 'bin', 'build', 'dist', 'public', 'scripts', 'src'])
/** Programs that go to a port where another waits. */
const CLIENTS =
  /^(?:wait-on|wait-port|wait-for|wait-for-it(?:\.sh)?|start-server-and-test|start-test|server-test|open|open-cli|opener|xdg-open|curl|wget|http|ngrok|lt|localtunnel|cloudflared|cypress|playwright|lighthouse|lhci|k6|locust|ab|wrk|hey|psql|pg_isready|mysql|redis-cli|mongosh?|nc|telnet|kill-port|stripe|autocannon|artillery|newman)$/
/** In UTF-16 units; a longer script is not read. */
const LONGEST = 10_000
const OPTION = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s
const PORT_OPTION = /^(?:(.+)[-_.])?port$/i
/** Parts of an option's name that name no service. */
const NO_SERVICE =
  /^(?:api-?server|default|http|https|listen|listening|local|net|remote|server|web|tcp|bind|dev|dev-server)$/i

/** What a script says of settings: of ports that its programs wait at or go to, and of variables. */
export function startedBy(script: string, surroundings: Surroundings): Started[] {
  if (script.length > LONGEST) return []
  const references = referencesOf(script)
  const env = Object.fromEntries(references.map(({ name, at, end }) => [name, script.slice(at, end)]))
  const locate = locatorIn(script)
  const commands = unwrapped(script, { words: [], cwd: `/${surroundings.folder}`, env, isShared: false })
  const started = commands.flatMap((command) => ofCommand(command, surroundings, env, locate))
  const told = references.flatMap((reference): Started[] => {
    const mention = reference.name === 'PORT' ? null : mentionOf(reference)
    return mention === null ? [] : [{ ...mention, role: null, at: reference.at }]
  })
  const all = [...variablesIn(script), ...told, ...started].sort((one, other) => one.at - other.at)
  return ELSEWHERE.test(surroundings.script) ? all.map((one) => ({ ...one, weight: 'hint' })) : all
}

/** `NAME=value` anywhere in a script, PORT apart, which is what it is for the command behind it. */
function variablesIn(script: string): Started[] {
  return Array.from(
    script.matchAll(/(?<![\w$@%/.-])([A-Z_][A-Z\d_]*)=(?:"([^"]*)"|'([^']*)'|([^\s"';|&)]*))/dg),
  ).flatMap(({ 1: name = '', 2: double, 3: single, 4: bare = '', indices }) => {
    const text = double ?? single ?? bare
    const setting = name === 'PORT' || text === '' || isReference(text) ? null : assigned(name, text)
    const at = (indices?.[2] ?? indices?.[3] ?? indices?.[4])?.[0] ?? 0
    return setting === null ? [] : [{ name, isNamed: true, ...setting, weight: 'fixed', role: null, at } as const]
  })
}

type Locate = (text: string) => number

function ofCommand({ name, line }: Command, around: Surroundings, env: Environment, locate: Locate): Started[] {
  const { words } = line
  if (CLIENTS.test(name)) return words.flatMap((word, index) => visited(word, words[index - 1] ?? '', locate))
  if ((name === 'docker' || name === 'podman') && words.includes('run')) return ofContainer(words, locate)
  const tool = toolOf(name, words)
  const from = locate(name)
  const called = (service: string) => nameOf(tool, service, line.cwd.slice(1), around)
  const role = tool?.role ?? null
  const given = portOptions(words, tool)
  const readsPort = tool === null || tool.takes.has('PORT')
  const own = readsPort && line.env.PORT !== env.PORT ? line.env.PORT : undefined
  if (given.length === 0 && own === undefined) {
    if (tool === null || tool.usual === null) return []
    return [{ ...called(''), kind: 'port', text: `${tool.usual}`, weight: 'fallback', role, at: from }]
  }
  return (given.length > 0 ? given : [{ text: own ?? '', service: '' }]).flatMap(({ text, service }) => {
    const told = toldBy(text)
    return told === null ? [] : [{ ...called(service), kind: 'port', ...told, role, at: locate(told.text) }]
  })
}

/** A port in digits, or what stands in for PORT; other references are told as what they are. */
function toldBy(text: string): { text: string; weight: Weight } | null {
  if (isPort(text)) return { text, weight: 'fixed' }
  const reference = referencesOf(text).find(({ name }) => name === 'PORT')
  return reference !== undefined && isPort(reference.otherwise)
    ? { text: reference.otherwise, weight: 'fallback' }
    : null
}

interface Given {
  readonly text: string
  /** What the option's name is about; empty where that is the program itself. */
  readonly service: string
}

/** The ports that options and an operand give: one of the program's own, and one of each service that an option names. */
function portOptions(words: readonly string[], tool: Tool | null): Given[] {
  const all = words.flatMap((word, index) => optionAt(word, words[index + 1] ?? '', tool) ?? [])
  const operands = tool?.takes.has('#') === true ? words.filter((word) => !word.startsWith('-')) : []
  const [operand] = operands.flatMap((word) => portIn(word) ?? [])
  if (operand !== undefined) all.push({ text: operand, service: '' })
  return all.filter((one, index) => all.findIndex(({ service }) => service === one.service) === index)
}

function optionAt(word: string, next: string, tool: Tool | null): Given | null {
  const [, letter = '', digits = ''] = /^-([A-Za-z])(\d{1,5})$/.exec(word) ?? []
  if (letter !== '' && tool?.takes.has(letter) === true) return { text: digits, service: '' }
  const [, option = '', value] = OPTION.exec(word) ?? []
  const isOwn = tool?.takes.has(option) === true
  if (!isOwn && !(word.startsWith('--') && PORT_OPTION.test(option))) return null
  const text = portIn(value ?? next)
  const [, prefix = ''] = PORT_OPTION.exec(option) ?? []
  // What cannot be read as a port is one all the same: the program does not listen where it would else.
  return { text: text ?? '', service: isOwn || NO_SERVICE.test(prefix) ? '' : prefix }
}

/** The port of `8000`, `0.0.0.0:8000`, `tcp://[::]:8000`, or of a reference in its place. */
function portIn(text: string): string | null {
  const end = /(?:^|:)(\d{1,5}|\$\w+|\$\{.*\})$/s.exec(text.slice(-200))?.[1]
  return end ?? null
}

/** `tcp:8203`, `http://localhost:3000/health`, `localhost:5432`, each a port that somebody else has. */
function visited(word: string, before: string, locate: Locate): Started[] {
  if (/^\d+$/.test(word) && before.startsWith('-') && !/^--?p(?:ort)?$/.test(before)) return []
  const [, text = ''] =
    /^(?:[a-z][a-z+-]{0,20}:(?:\/\/)?)?(?:(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|::1?):|:)?(\d{2,5})(?:\/.*)?$/s.exec(
      word,
    ) ?? []
  if (!isPort(text) || Number(text) < 80) return []
  return [{ name: `PORT_${text}`, isNamed: false, kind: 'port', text, weight: 'hint', role: null, at: locate(text) }]
}

/** `docker run -p 8203:8000 --name api acme/api` */
function ofContainer(words: readonly string[], locate: Locate): Started[] {
  const mappings = words.flatMap((word, index): Mapping[] => {
    const value = /^(?:-p|--publish)$/.test(word) ? words[index + 1] : /^(?:-p|--publish=)(.+)$/.exec(word)?.[1]
    return value === undefined ? [] : [readMapping(value)]
  })
  const image = words.map(imageOf).find((found) => found !== null) ?? null
  const own = words[words.indexOf('--name') + 1]
  const name = words.includes('--name') ? own : image?.name
  return mappings.flatMap(({ published, inside }): Started[] => {
    if (published === null || published === 'unreadable' || published.first.kind !== 'number' || name === undefined)
      return []
    const known = inside?.first.kind === 'number' ? image?.ports.get(inside.first.number) : undefined
    const text = published.first.text
    const role: Role | null = published.protocol === 'udp' ? 'udp' : (known?.role ?? null)
    return [
      {
        name: portOf(name, known?.purpose),
        isNamed: false,
        kind: 'port',
        text,
        weight: 'fixed',
        role,
        at: locate(text),
      },
    ]
  })
}

/** What a port is called that nothing names: after the option, the folder, the script or the tool, whichever says more. */
function nameOf(
  tool: Tool | null,
  service: string,
  folder: string,
  around: Surroundings,
): Pick<Mention, 'name' | 'isNamed'> {
  const own = lastPart(folder)
  const words = around.script.split(/[^A-Za-z0-9]+/).filter((word) => word !== '' && !GENERAL.has(word.toLowerCase()))
  const isFolder = own !== '' && !FOLDERS.has(own)
  const purpose = tool?.purpose ?? ''
  const script = words.filter((word) => word.toLowerCase() !== purpose).join('-')
  if (service !== '') return made(service, '')
  if (isFolder) return made(own, purpose)
  if (script !== '' && !isToolsName(script, tool)) return made(script, purpose)
  return tool === null ? made(around.otherwise, '') : made(tool.called, purpose === tool.called ? '' : purpose)
}

function isToolsName(script: string, tool: Tool | null): boolean {
  return tool?.commands.includes(script.toLowerCase()) === true
}

function made(name: string, purpose: string): Pick<Mention, 'name' | 'isNamed'> {
  return { name: portOf(name, purpose), isNamed: false }
}

/** Finds words and numbers of a script in their order. */
function locatorIn(script: string): Locate {
  let from = 0
  return (text) => {
    for (const start of [from, 0]) {
      for (let at = script.indexOf(text, start); at >= 0; at = script.indexOf(text, at + 1)) {
        if (/\d/.test(text) && /\d/.test(`${script[at - 1]}${script[at + text.length]}`.replace(/undefined/g, '')))
          continue
        from = at
        return at
      }
    }
    return from
  }
}
