import { lstatSync } from 'node:fs'
import { basename, join } from 'node:path'
import { listFiles } from 'dotenv-flow'
import { envFilesOf, isLocalFile } from '../../env-files.js'
import type { EnvFile, FileState, Layer, Origin, Problem, Reading } from '../../model.js'
import { PROTOTYPE_NAMES } from '../../names.js'
import { visible } from '../../text.js'
import type { Source, SourceRequest, Supply } from '../source.js'
import { type Parsed, parseDotenv } from './dotenv.js'
import { faultsOf, fileProblem } from './faults.js'
import { modeHint } from './mode-hint.js'
import { readEnvFile } from './read.js'

/** The .env files of the root, one layer each, in dotenv-flow's order. */
export const files: Source = (request) => {
  const { root, mode, sharedOnly, drafts } = request
  const found = listFiles({ path: root, ...(mode !== null && { node_env: mode }) }).map((path) => basename(path))
  const layers: Layer[] = []
  const problems: Problem[] = []
  const states: FileState[] = []
  const envFiles: EnvFile[] = []
  for (const path of envFilesOf(mode)) {
    if (sharedOnly && isLocalFile(path)) continue
    const reached = drafts.has(path) || found.includes(path) || exists(join(root, path))
    const skipped = mode === 'test' && path === '.env.local'
    const state = reached ? (skipped ? 'skipped' : 'read') : 'absent'
    states.push({ path, state })
    if (state !== 'read') continue
    const supply = readLayer(request, path)
    layers.push(...supply.layers)
    problems.push(...supply.problems)
    envFiles.push(...supply.envFiles)
  }
  const hint = mode === null || hasOwnFile(states, mode) ? null : modeHint(root, mode)
  return { layers, problems: hint === null ? problems : [...problems, hint], files: states, envFiles }
}

function hasOwnFile(states: readonly FileState[], mode: string): boolean {
  const own = [`.env.${mode}`, `.env.${mode}.local`]
  return states.some(({ path, state }) => state !== 'absent' && own.includes(path))
}

/** dotenv-flow leaves out what it cannot reach, a dangling link or a file in a closed folder; here that is an error. */
function exists(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

function readLayer(request: SourceRequest, path: string): Required<Omit<Supply, 'files'>> {
  const text = request.drafts.get(path) ?? readEnvFile(join(request.root, path))
  if (typeof text !== 'string') {
    const message = `${visible(path)} ${text.reason}`
    return { layers: [], problems: [fileProblem(null, message, { path }, text.help)], envFiles: [] }
  }
  const parsed = parseDotenv(text)
  const { assignments } = parsed
  return {
    layers: [layerOf(path, parsed)],
    problems: faultsOf(request, path, parsed),
    envFiles: [{ path, text, assignments }],
  }
}

/** The readings of a file; of a key set twice the last counts. */
function layerOf(path: string, { assignments }: Parsed): Layer {
  const readings = new Map<string, Reading>()
  for (const { key, value, line, column, literal, sourceLine } of assignments) {
    if (PROTOTYPE_NAMES.has(key)) continue
    const origin: Origin = { layer: 'file', path, line, column }
    readings.set(key, { text: value, origin, expands: !literal, sourceLine })
  }
  return { by: 'variable', readings }
}
