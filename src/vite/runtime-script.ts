import { existsSync } from 'node:fs'
import { basename, isAbsolute, join, relative, resolve } from 'node:path'
import type { Resolution } from '../model.js'
import { errorFor } from './told.js'
import type { Middleware, ResolvedConfig } from './vite.js'

/**
 * Answers for the run-time file that the schema declares, with what would be in it: until it is written, a dev server has
 * none, and answers with the page. A file that Vite has is Vite's.
 */
export function runtimeScript(resolution: Resolution, config: ResolvedConfig): Middleware {
  const declared = resolution.stack.targets.get('frontend-runtime') ?? []
  const paths = new Map(declared.map(({ path }) => [placeOf(join(resolution.root, path), config), path]))
  return async ({ url = '' }, response, next) => {
    const place = url.startsWith(config.base) ? url.slice(config.base.length).replace(/[?#].*/, '') : ''
    const path = paths.get(place)
    if (path === undefined || isThere(place, config)) return next()
    try {
      const { frontendRuntime } = await import('../targets/frontend-runtime/index.js')
      const { files } = frontendRuntime.render({ resolution, path, options: {}, current: () => null })
      response.setHeader('Content-Type', 'text/javascript')
      response.setHeader('Cache-Control', 'no-store')
      // A script is readable for every site that names it.
      response.setHeader('Cross-Origin-Resource-Policy', 'same-site')
      response.end(files[0]?.text ?? '')
    } catch (error) {
      next(errorFor(error))
    }
  }
}

/** Where the page finds a file, below its base: one of another folder is brought to the base by whoever deploys. */
function placeOf(file: string, { root, publicDir, build }: ResolvedConfig): string {
  const inside = [resolve(root, build.outDir), publicDir || root]
    .map((folder) => relative(folder, file))
    .find((path) => !path.startsWith('..') && !isAbsolute(path))
  return (inside ?? basename(file)).replaceAll('\\', '/')
}

function isThere(place: string, { root, publicDir }: ResolvedConfig): boolean {
  return [root, publicDir || root].some((folder) => existsSync(join(folder, place)))
}
