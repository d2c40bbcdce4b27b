import { ConfigError } from '../../errors.js'
import { isMode } from '../../mode.js'
import { problemOf } from '../../problem.js'
import { visible } from '../../text.js'
import type { Rendered, Target, TargetRequest } from '../target.js'
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
  reads: () => [],
  render,
  valuesIn: statedIn,
}

function render({ resolution, path }: TargetRequest): Rendered {
  if (!path.endsWith('.js')) throw wrongPath(path)
  return { files: [{ path, text: scriptOf(valuesFor(resolution)), comment: '//' }], remarks: [] }
}

function wrongPath(path: string): ConfigError {
  const message = `${visible(path)} is no script that every server takes for one, which the frontend-runtime target writes`
  return new ConfigError([problemOf('target', message, 'give the frontend-runtime target a path that ends in .js')])
}
