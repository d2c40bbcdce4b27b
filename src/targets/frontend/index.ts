import type { Resolution } from '../../model.js'
import { copiesOf, isHandedOn, reachesFrontend } from '../../stack/frontend.js'
import type { Rendered, Target, TargetRequest } from '../target.js'
import { wrongPath } from '../wrong-path.js'
import { type Constant, constantsOf } from './constants.js'
import { declarationsOf } from './declarations.js'
import { exportsOf, isForPage, wrongValues } from './exports.js'
import { scriptOf } from './script.js'
import { statedIn } from './stated.js'
import { viteRemarks } from './vite.js'

const ENVS = ['process.env', 'import.meta.env']

/** The public values as a module for a browser, and its types. */
export const frontend: Target = {
  name: 'frontend',
  summary: 'the values that a page in the browser reads, as a JavaScript module with types',
  scope: 'shared',
  usualPath: 'src/config.js',
  options: {
    env: (value) => (ENVS.includes(value as string) ? null : `neither ${ENVS.join(' nor ')}`),
    values: wrongValues,
  },
  afterwards: 'rebuild the frontend',
  reads: (resolved, resolution) => {
    const { setting } = resolved
    const { prefixes } = resolution.stack
    if (reachesFrontend(setting.name, prefixes)) return [setting.name]
    return isHandedOn(resolved, resolution) ? copiesOf(setting, prefixes) : []
  },
  render,
  valuesIn: statedIn,
}

function render(request: TargetRequest): Rendered {
  const { resolution, path, options } = request
  if (!/\.m?js$/.test(path)) throw wrongPath('frontend', path, 'is no JavaScript file', '.js or .mjs')
  const exports = exportsOf(request)
  const constants = constantsOf(exports, resolution)
  const env = String(options.env ?? ENVS[0])
  return {
    files: [
      { path, text: scriptOf({ exports, constants, resolution, env }), comment: '//' },
      { path: path.replace(/(m?)js$/, 'd.$1ts'), text: declarationsOf(exports), comment: '//' },
    ],
    remarks: [...constants.flatMap((constant) => remarkOn(constant, resolution) ?? []), ...viteRemarks(request, env)],
  }
}

/** A host or a URL that others are made of is no matter: what is made of them is handed on. */
function remarkOn({ resolved: { setting }, isExported }: Constant, { stack }: Resolution): string | null {
  if ((!isExported && setting.format.name !== 'port') || isForPage(setting, stack)) return null
  return `${setting.name} is not public: a build through \`config exec\` does not see what local layers say of it`
}
