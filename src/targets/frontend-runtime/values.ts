import { ConfigError } from '../../errors.js'
import { isSetByUser } from '../../handover/environment.js'
import type { Problem, Resolution, Resolved, Setting } from '../../model.js'
import { PROTOTYPE_NAMES } from '../../names.js'
import { problemOf } from '../../problem.js'
import { leaksSecret, reachesFrontend } from '../../stack/frontend.js'
import { quoted } from '../../text.js'
import { variablesOf } from '../frontend/constants.js'
import { isForPage } from '../frontend/exports.js'
import { type Part, partsOf } from '../frontend/parts.js'

/** A piece of what a page is told: a text, or the host that the page came from, with what it is where there is none. */
export type Piece = string | { readonly host: string }

/**
 * What a page is told, by variable: what a build through `config exec` would be. A URL that the frontend need not be
 * told is there too, with the page's own host, for pages that read the variable themselves; what is unset is not.
 * @throws ConfigError with every secret among them, and everything that is not of its setting's format
 */
export function valuesFor(resolution: Resolution): ReadonlyMap<string, readonly Piece[]> {
  const { resolved, stack } = resolution
  const { texts, problems } = undeclaredFor(resolution)
  const values = new Map<string, readonly Piece[]>()
  for (const one of resolved.values()) {
    if (!isForPage(one.setting, stack)) continue
    problems.push(...wrongTexts(one.setting, resolution, texts))
    if (one.secret && one.origin !== null) {
      problems.push(leaksSecret(one.setting.name, one.setting, one.origin, one.secretBecause ?? 'is a secret'))
    }
    for (const name of variablesOf(null, one.setting, stack.prefixes)) {
      const said = texts.get(name)
      const pieces = said === undefined ? piecesOf(one, resolution, texts) : [said]
      if (pieces !== null) values.set(name, pieces)
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
  for (const [name, text] of texts) if (!values.has(name)) values.set(name, [text])
  return values
}

type Texts = ReadonlyMap<string, string>

/** The variables for the frontend that files and the environment set beside the settings, the latter by name. */
function undeclaredFor({ undeclared, stack }: Resolution): { texts: Texts; problems: Problem[] } {
  const texts = new Map<string, string>()
  const problems: Problem[] = []
  for (const name of new Set([...undeclared.inFiles, ...[...undeclared.inEnvironment].sort()])) {
    if (!reachesFrontend(name, stack.prefixes) || PROTOTYPE_NAMES.has(name)) continue
    const found = undeclared.resolve(name)
    if (found !== null && 'problem' in found) problems.push(found.problem)
    else if (!isSetByUser(found)) continue
    else if (found.secretBecause === null) texts.set(name, found.text)
    else problems.push(leaksSecret(name, null, found.origin, found.secretBecause))
  }
  return { texts, problems }
}

/** A setting's value in pieces, made as the generated module makes it; null where it is unset. */
function piecesOf({ setting, ...rest }: Resolved, resolution: Resolution, texts: Texts): readonly Piece[] | null {
  const said = variablesOf(null, setting, resolution.stack.prefixes).find((name) => texts.has(name))
  if (said !== undefined) return [texts.get(said) ?? '']
  if (rest.text === null) return null
  const pieces = partsOf({ setting, ...rest }, resolution).map((part) => piecesOfPart(part, resolution, texts))
  return pieces.includes(null) ? null : pieces.flatMap((piece) => piece ?? [])
}

function piecesOfPart(part: Part, resolution: Resolution, texts: Texts): readonly Piece[] | null {
  if ('text' in part) return [part.text]
  const textOf = ({ name }: Setting) => resolution.resolved.get(name)?.text ?? null
  if ('page' in part) return [{ host: (typeof part.page === 'string' ? part.page : textOf(part.page)) ?? '' }]
  if ('value' in part) {
    const other = resolution.resolved.get(part.value.name)
    return other === undefined ? null : piecesOf(other, resolution, texts)
  }
  const text = textOf(part.stated)
  return text === null ? null : [text]
}

/** What is set under a prefixed name and not of the setting's format: the page would stop at it. */
function wrongTexts(setting: Setting, { stack, undeclared }: Resolution, texts: Texts): Problem[] {
  return variablesOf(null, setting, stack.prefixes).flatMap((name) => {
    const [text, found] = [texts.get(name), undeclared.resolve(name)]
    const verdict = text === undefined ? null : setting.format.judge(text)
    if (text === undefined || verdict === null || !('at' in verdict) || !isSetByUser(found)) return []
    const message = `${name}=${quoted(text)} is not ${verdict.not ?? setting.format.title}`
    const help = verdict.hint ?? setting.format.hint
    return [problemOf('format', message, help, { setting: setting.name, origin: found.origin })]
  })
}
