import { lastPart } from '../../path.js'
import { readPorts } from '../../targets/compose/ports.js'
import { assigned, isPort } from '../assigned.js'
import type { Mention } from '../mention.js'
import { folderNameOf, portOf } from '../name.js'
import { isReference, mentionOf, referencesOf } from '../references.js'
import type { Source } from '../source.js'
import type { Started } from '../starts/index.js'
import { mentionsOf } from './command-lines/mentions.js'

const FILE = /^(?:Dockerfile|Containerfile)(?:[._-]([\w-]+))?$|^([\w-]+)\.dockerfile$/i
/** Texts about one, copies, and what Docker leaves out. */
const OTHERS = /\.(?:bak|dockerignore|md|old|orig|txt)$/i
/** Stages and machines, which are no services. */
const NO_SERVICE =
  /^(?:base|build|ci|debug|dev|development|gpu|cpu|cuda|local|prod|production|release|staging|test|arm64|amd64|alpine|slim)$/i
/** An instruction, on as many lines as end in a backslash. */
const INSTRUCTION = /^[ \t]*(EXPOSE|ENV|ARG|CMD|ENTRYPOINT)[ \t]+((?:[^\n\\]|\\\r?\n|\\.)*)/gim
const PAIR = /([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^\s"']*))/dg
const LONE = /^([A-Za-z_]\w*)[ \t]+(\S.*)$/ds

/** Dockerfiles. All of it is inside of a container, so that it only tells what there is. */
export const dockerfile: Source = {
  name: 'dockerfile',
  handles: (path) => FILE.test(lastPart(path)) && !OTHERS.test(path),
  mentions(text, path) {
    const service = serviceOf(path)
    // A list for each instruction: one line may say more than a call takes as its arguments.
    const others: Started[][] = []
    const commands: { script: string; at: number; name: string }[] = []
    for (const { 1: word = '', 2: body = '', index, 0: all } of text.matchAll(INSTRUCTION)) {
      const at = index + all.length - body.length
      if (/^expose$/i.test(word)) others.push(exposed(body, at, service))
      else if (/^(?:env|arg)$/i.test(word)) others.push(variablesIn(body, at, service))
      // What is written as a list has the same words at the same places without its marks.
      else
        commands.push({ script: body.startsWith('[') ? body.replace(/[[\]",]/g, ' ') : body, at, name: service ?? '' })
    }
    return mentionsOf(commands, others.flat(), text, path).map(
      (mention): Mention => ({ ...mention, weight: inContainer(mention) }),
    )
  },
}

function inContainer({ weight, isNamed }: Mention): Mention['weight'] {
  return isNamed && weight === 'fallback' ? 'fallback' : 'hint'
}

/** What a file is for, by its ending or its folder; null where neither says. */
function serviceOf(path: string): string | null {
  const [, ending, name] = FILE.exec(lastPart(path)) ?? []
  const own = [ending, name].find((word) => word !== undefined && !NO_SERVICE.test(word))
  const folder = folderNameOf(path)
  return own ?? (folder !== null && /^(?:docker|dockerfiles|\.?docker|deploy|build)$/i.test(folder) ? null : folder)
}

/** `EXPOSE 8000/tcp 8001-8010/udp $PORT` */
function exposed(body: string, at: number, service: string | null): Started[] {
  return Array.from(body.matchAll(/[^\s\\]+/g)).flatMap(({ 0: word, index }, count): Started[] => {
    if (isReference(word.replace(/\/\w+$/, ''))) return named(word, at + index)
    const [ports = '', protocol = 'tcp'] = word.split('/')
    const first = readPorts({ text: ports, at: 0 })?.first
    if (first?.kind !== 'number' || !isPort(first.text)) return []
    const name = service === null ? `PORT_${first.text}` : portOf(service, count === 0 ? '' : first.text)
    const role = protocol.toLowerCase() === 'udp' ? 'udp' : null
    return [{ name, isNamed: false, kind: 'port', text: first.text, weight: 'hint', role, at: at + index }]
  })
}

/** `ENV A=1 B="2"`, `ENV A 1`, `ARG A=1` */
function variablesIn(body: string, at: number, service: string | null): Started[] {
  const lone = LONE.exec(body.trimEnd())
  const pairs = [...body.matchAll(PAIR)]
  return (pairs.length === 0 && lone !== null ? [lone] : pairs).flatMap(({ 1: name = '', indices, ...groups }) => {
    const number = [2, 3, 4].find((one) => indices?.[one] !== undefined) ?? 2
    const text = `${Reflect.get(groups, number) ?? ''}`
    const from = at + (indices?.[number]?.[0] ?? 0)
    if (text.includes('$')) return named(text, from)
    const setting = text === '' ? null : assigned(name, text)
    if (setting === null) return []
    const called =
      name !== 'PORT'
        ? { name, isNamed: true }
        : { name: service === null ? `PORT_${text}` : portOf(service), isNamed: false }
    return [{ ...called, ...setting, weight: 'fallback', role: null, at: from } as const]
  })
}

function named(text: string, at: number): Started[] {
  return referencesOf(text).flatMap((reference): Started[] => {
    const mention = reference.name === 'PORT' ? null : mentionOf(reference)
    return mention === null ? [] : [{ ...mention, role: null, at: at + reference.at }]
  })
}
