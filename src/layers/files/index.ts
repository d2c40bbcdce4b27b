import { join } from 'node:path'
import { envFilesOf, isLocalFile } from '../../env-file/names.js'
import type { FileState, Layer, Origin, Reading } from '../../model.js'
import { PROTOTYPE_NAMES } from '../../names.js'
import type { Content } from '../../regular-file/index.js'
import type { Unreadable } from '../../regular-file/unreadable.js'
import { type IsSecretName, secretNamesIn, tellsSecret } from '../../secret/signs.js'
import { visible } from '../../text.js'
import { isThere } from '../../there.js'
import type { Source, SourceRequest, Supply } from '../source.js'
import { type Parsed, parseDotenv } from './dotenv.js'
import { faultsOf, fileProblem } from './faults.js'
import { modeHint } from './mode-hint.js'
import { readEnvFiles } from './read.js'

/** The .env files of the root, one layer each, in dotenv-flow's order. */
export const files: Source = (request) => {
  const { root, mode, drafts } = request
  const states = statesOf(request)
  const paths = states.filter(({ state }) => state === 'read').map(({ path }) => path)
  const contents = readEnvFiles(paths.filter((path) => !drafts.has(path)).map((path) => join(root, path)))
  const read = paths.map((path) => readLayer(request, path, drafts.get(path) ?? contents.get(join(root, path)) ?? null))
  const hint = mode === null || hasOwnFile(states, mode) ? null : modeHint(root, mode)
  const problems = read.flatMap((supply) => supply.problems)
  return {
    layers: read.flatMap(({ layers }) => layers),
    problems: hint === null ? problems : [...problems, hint],
    files: states,
    envFiles: read.flatMap(({ envFiles }) => envFiles),
  }
}

function statesOf({ root, mode, sharedOnly, drafts }: SourceRequest): FileState[] {
  const asked = envFilesOf(mode).filter((path) => !sharedOnly || !isLocalFile(path))
  return asked.map((path) => {
    // dotenv-flow leaves out what it cannot reach, a dangling link or a file in a closed folder; here that is an error.
    const reached = drafts.has(path) || isThere(join(root, path))
    // As dotenv-flow has it: tests give the same for everyone.
    const skipped = mode === 'test' && path === '.env.local'
    return { path, state: reached ? (skipped ? 'skipped' : 'read') : 'absent' }
  })
}

function hasOwnFile(states: readonly FileState[], mode: string): boolean {
  const own = [`.env.${mode}`, `.env.${mode}.local`]
  return states.some(({ path, state }) => state !== 'absent' && own.includes(path))
}

function readLayer(request: SourceRequest, path: string, content: Content): Required<Omit<Supply, 'files'>> {
  if (typeof content !== 'string') {
    const { reason, help } = content ?? TAKEN_AWAY
    return { layers: [], problems: [fileProblem(null, `${visible(path)} ${reason}`, { path }, help)], envFiles: [] }
  }
  const parsed = parseDotenv(content)
  const { assignments } = parsed
  return {
    layers: [layerOf(path, parsed, secretNamesIn(request.stack))],
    problems: faultsOf(request, path, parsed),
    envFiles: [{ path, text: content, assignments }],
  }
}

const TAKEN_AWAY: Unreadable = {
  reason: 'was taken away while it was to be read',
  help: 'try again when it is there',
}

/** The readings of a file; of a key set twice the last counts. */
function layerOf(path: string, { assignments }: Parsed, isSecretName: IsSecretName): Layer {
  const readings = new Map<string, Reading>()
  for (const { key, value, line, column, literal, sourceLine } of assignments) {
    if (PROTOTYPE_NAMES.has(key)) continue
    const origin: Origin = { layer: 'file', path, line, column }
    const isShown = isOpenLine(key, sourceLine, isSecretName) || !tellsSecret(sourceLine, isSecretName)
    readings.set(key, { text: value, origin, expands: !literal, ...(isShown && { sourceLine }) })
  }
  return { by: 'variable', readings }
}

/** Whether a line has one assignment and nothing else that could tell a secret, as most have: `tellsSecret` takes longer. */
function isOpenLine(key: string, line: string, isSecretName: IsSecretName): boolean {
  const isAlone = line.indexOf('=') === line.lastIndexOf('=') && !line.includes(':') && !line.includes('${')
  return isAlone && !isSecretName(key)
}
