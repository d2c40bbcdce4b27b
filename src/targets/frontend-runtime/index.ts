import { isMode } from '../../mode.js'
import { visible } from '../../text.js'
import type { Rendered, Target, TargetRequest } from '../target.js'
import { wrongPath } from '../wrong-path.js'
import { scriptOf } from './script.js'
import { statedIn } from './stated.js'
import { valuesFor } from './values.js'

/** What a build of the frontend would be told, as a script that its page loads: one build serves several deployments. */
export const frontendRuntime: Target = {
  name: 'frontend-runtime',
  summary: 'the values of one deployment, as a script that a built page loads first',
  scope: 'local',
  usualPath: 'dist/config.js',
  options: { mode: (value) => (typeof value === 'string' && isMode(value) ? null : 'no mode, as in production') },
  afterwards: 'reload the page',
  spares: {
    target: 'frontend',
    once: (path) => `restart its development server; what is built reads ${visible(path)}`,
    without: (path) => `rebuild the frontend, or write ${visible(path)} with \`config generate frontend-runtime\``,
  },
  reads: () => [],
  render,
  valuesIn: statedIn,
}

function render({ resolution, path }: TargetRequest): Rendered {
  if (!path.endsWith('.js'))
    throw wrongPath('frontend-runtime', path, 'is no script that every server takes for one', '.js')
  return { files: [{ path, text: scriptOf(valuesFor(resolution)), comment: '//' }], remarks: [] }
}
