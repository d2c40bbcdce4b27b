import type { Problem, Setting, Stack } from '../../model.js'
import { PROTOTYPE_NAMES } from '../../names.js'
import { settingOf, settingsByName } from '../../stack/lookup.js'
import { urlHelper } from '../../stack/services.js'
import { isSwitch, kindOf } from '../../stack/variants.js'
import { type Suggest, suggester } from '../../suggestion.js'
import { either, quoted, visible } from '../../text.js'
import { schemaProblem } from '../problem.js'

const PARAMETER = /^[a-z_][a-z0-9_]*$/
/** What the generated functions take already. */
const TAKEN: ReadonlySet<string> = new Set(['host', 'port'])
/** Words that Python keeps for itself. */
const KEYWORDS =
  'and as assert async await break class continue def del elif else except finally for from global if import in is ' +
  'lambda nonlocal not or pass raise return try while with yield'

/** What is wrong with `$stack.variants`. */
export function variantProblems(stack: Stack): Problem[] {
  const declared = Object.entries(stack.variants)
  if (declared.length === 0) return []
  const owners = new Map<Setting, string>()
  const suggest = suggester(settingsByName(stack).keys())
  return declared.flatMap(([name, parameters]) => {
    const owner = settingOf(name, stack)
    if (owner === null) return unknown('$stack.variants', name, suggest)
    const other = owners.get(owner)
    owners.set(owner, name)
    return [
      ...(other === undefined ? [] : [twice(name, other)]),
      ...(kindOf(owner) === null ? [neither(owner)] : ownerProblems(owner, parameters, stack, suggest)),
    ]
  })
}

type Members = Readonly<Record<string, string>>

function ownerProblems(
  owner: Setting,
  parameters: Readonly<Record<string, Members>>,
  stack: Stack,
  suggest: Suggest,
): Problem[] {
  const place = `$stack.variants.${visible(owner.name)}`
  const switches = Object.keys(parameters).filter((parameter) => isSwitch(Object.keys(parameters[parameter] ?? {})))
  const second = switches.length > 1 ? [severalSwitches(place, switches)] : []
  const each = Object.entries(parameters).flatMap(([parameter, members]) => {
    const wrong = wrongParameter(place, parameter)
    return wrong === null ? choiceProblems(`${place}.${parameter}`, owner, members, stack, suggest) : [wrong]
  })
  return [...second, ...each]
}

function wrongParameter(place: string, parameter: string): Problem | null {
  if (TAKEN.has(parameter)) {
    return schemaProblem(null, `${place}: "${parameter}" is a parameter already`, 'choose another name')
  }
  if (!PARAMETER.test(parameter) || KEYWORDS.split(' ').includes(parameter) || PROTOTYPE_NAMES.has(parameter)) {
    const message = `${place}: ${quoted(parameter)} is no name for a parameter`
    return schemaProblem(null, message, 'write lower-case letters, digits and "_", and no keyword, as in use_optimized')
  }
  return null
}

function choiceProblems(place: string, owner: Setting, members: Members, stack: Stack, suggest: Suggest): Problem[] {
  const found: Setting[] = []
  const problems: Problem[] = []
  for (const word of new Set(Object.values(members))) {
    const member = settingOf(word, stack)
    if (member === null) problems.push(unknown(place, word, suggest))
    else if (kindOf(member) !== kindOf(owner)) problems.push(otherKind(place, member, owner))
    else found.push(member)
  }
  if (problems.length > 0) return problems
  return isSwitch(Object.keys(members)) ? switchProblems(place, owner, found, stack) : sameNames(place, members)
}

function switchProblems(place: string, owner: Setting, members: readonly Setting[], stack: Stack): Problem[] {
  if (kindOf(owner) === 'port') {
    const message = `${place}: true and false choose between URLs, and ${owner.name} is a port`
    return [schemaProblem(null, message, 'give the choices other names')]
  }
  if (!members.includes(owner)) {
    const message = `${place}: neither true nor false stands for ${owner.name}`
    return [schemaProblem(null, message, `write ${owner.name} for the one that counts without a choice`)]
  }
  return members.filter((member) => urlHelper(member, stack) === null).map((member) => notMade(place, member))
}

function notMade(place: string, { name, sensitive }: Setting): Problem {
  if (sensitive) {
    return schemaProblem(null, `${place}: ${name} is sensitive, or made of what is`, 'choose among URLs that are not')
  }
  const help = 'write it as in http://${STACK_HOST}:${BACKEND_PORT}'
  return schemaProblem(null, `${place}: the default of ${name} is not a host and a port`, help)
}

/** Callers may write a name in any case of letters. */
function sameNames(place: string, members: Members): Problem[] {
  const seen = new Map<string, string>()
  return Object.keys(members).flatMap((name) => {
    const first = seen.get(name.toLowerCase())
    if (first === undefined) seen.set(name.toLowerCase(), name)
    const message = `${place}: ${quoted(first ?? '')} and ${quoted(name)} differ only in the case of letters`
    return first === undefined ? [] : [schemaProblem(null, message, 'keep one of them')]
  })
}

function unknown(place: string, word: string, suggest: Suggest): Problem {
  const help = suggest(word, 'name a setting by its variable or its path')
  return schemaProblem(null, `${place}: ${quoted(word)} is no setting`, help)
}

function twice(name: string, other: string): Problem {
  const message = `$stack.variants: ${visible(other)} and ${visible(name)} are the same setting`
  return schemaProblem(null, message, 'write its choices in one place')
}

function neither({ name }: Setting): Problem {
  return schemaProblem(null, `$stack.variants: ${visible(name)} is neither a port nor a URL`, 'take it out')
}

function otherKind(place: string, member: Setting, owner: Setting): Problem {
  const kind = kindOf(owner) === 'port' ? 'port' : 'URL'
  const message = `${place}: ${visible(member.name)} is not a ${kind}, as ${visible(owner.name)} is`
  return schemaProblem(null, message, `choose among ${kind}s`)
}

function severalSwitches(place: string, names: readonly string[]): Problem {
  return schemaProblem(null, `${place}: ${names.length} parameters choose by true and false`, `keep ${either(names)}`)
}
