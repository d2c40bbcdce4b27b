import { ConfigError } from '../errors.js'
import { problemOf } from '../problem.js'
import { visible } from '../text.js'

/**
 * Says that a path is none for a target.
 * @param isNot why, as in a sentence after the path: `is no XML file`
 * @param endings what a path ends in that is one: `.js or .mjs`
 */
export function wrongPath(target: string, path: string, isNot: string, endings: string): ConfigError {
  const message = `${visible(path)} ${isNot}, which the ${target} target writes`
  return new ConfigError([problemOf('target', message, `give the ${target} target a path that ends in ${endings}`)])
}
