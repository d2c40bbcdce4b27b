import type { Resolution, Resolved, Setting } from '../model.js'
import { mayBeMended } from '../resolve/problems.js'
import { copiesOf, isHandedOn, isProperty, pageNamesOf } from '../stack/frontend.js'
import { docOf } from './frontend/declarations.js'
import { textLiteral } from './frontend/literal.js'
import type { Rendered, Target, TargetRequest } from './target.js'
import { wrongPath } from './wrong-path.js'

/** The types of what the plugin `portolan/vite` puts into `import.meta.env`. */
export const viteTypes: Target = {
  name: 'vite-types',
  summary: 'the types of import.meta.env, for the plugin portolan/vite',
  scope: 'shared',
  usualPath: 'src/portolan-env.d.ts',
  options: {},
  afterwards: 'check the types of the frontend',
  reads: () => [],
  render,
  valuesIn: () => new Map(),
}

function render({ resolution, path }: TargetRequest): Rendered {
  if (!path.endsWith('.d.ts')) throw wrongPath('vite-types', path, 'holds no declarations', '.d.ts')
  const types = new Map<string, string[]>()
  for (const resolved of resolution.resolved.values()) {
    const { setting } = resolved
    const names = pageNamesOf(setting, resolution.stack.prefixes).filter(isProperty)
    // A setting's own name beats the copy of another.
    for (const name of names.filter((one) => one === setting.name || !types.has(one))) {
      types.set(name, [...docOf(resolved), `readonly ${name}: ${typeOf(resolved, resolution)}`])
    }
  }
  const lines = ['interface ImportMetaEnv {', ...[...types.values()].flat().map((line) => `  ${line}`), '}']
  // As in vite/client, so that either file alone will do.
  const text = [...lines, '', 'interface ImportMeta {', '  readonly env: ImportMetaEnv', '}', ''].join('\n')
  return { files: [{ path, text, comment: '//' }], remarks: [] }
}

function typeOf(resolved: Resolved, resolution: Resolution): string {
  const type = textType(resolved.setting)
  return isAlwaysThere(resolved, resolution) ? type : `${type} | undefined`
}

/** What the texts of a setting are: a bundler hands on texts alone. */
function textType({ format: { name, options = [] } }: Setting): string {
  if (name === 'boolean') return "'true' | 'false'"
  if (name !== 'enum' || options.length === 0) return 'string'
  return options.map((option) => textLiteral(String(option))).join(' | ')
}

/** Whether the page is told in every mode, on every machine whose configuration is good. */
function isAlwaysThere(resolved: Resolved, resolution: Resolution): boolean {
  const { setting, text, problem } = resolved
  const isLocated = setting.format.name === 'url' || setting.format.name === 'host'
  if (copiesOf(setting, resolution.stack.prefixes).length === 0 || !isLocated) {
    return text !== null || (problem !== null && mayBeMended(problem))
  }
  // Where a layer has to say it, it is told.
  return text === null ? problem?.check === 'required' : isHandedOn(resolved, resolution)
}
