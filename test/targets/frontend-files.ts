import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { resolveShared } from '../../src/load.js'
import { openSchema } from '../../src/schema/index.js'
import { frontend } from '../../src/targets/frontend/index.js'
import { type Files, project, write } from '../support/project.js'
import { PLAIN_ENV, type Run } from '../support/run.js'

/** How a project has its frontend target. */
export interface Wanted {
  /** Default: `config.mjs`. */
  readonly path?: string
  readonly options?: Readonly<Record<string, unknown>>
  /** Beside the schema. */
  readonly files?: Files
  /** Files that stand under the root already. Default: none. */
  readonly beside?: Readonly<Record<string, string>>
}

/** What the frontend target makes of a schema, written into a project. */
export function written(schema: object, { path = 'config.mjs', options = {}, files = {}, beside = {} }: Wanted = {}) {
  const root = project(files)
  const place = { cwd: root, env: {}, platform: 'linux' }
  const resolution = resolveShared(openSchema(schema, root, [root], {}), place, {})
  const { files: made, remarks } = frontend.render({
    resolution,
    path,
    options,
    current: (file) => beside[file] ?? null,
  })
  const texts = Object.fromEntries(made.map((file) => [file.path, file.text]))
  write(root, texts)
  return { root, path, texts, script: texts[path] ?? '', remarks }
}

/** What a module that Node imports exports by default, in an environment and, where one is named, on a page of a host. */
export function imported(
  { root, path }: Pick<ReturnType<typeof written>, 'root' | 'path'>,
  env: Readonly<Record<string, string>> = {},
  host?: string,
): unknown {
  const { code, stdout, stderr } = importing(join(root, path), env, host)
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

function importing(file: string, env: Readonly<Record<string, string>>, host: string | undefined): Run {
  const page = host === undefined ? '' : `globalThis.window = { location: { hostname: ${JSON.stringify(host)} } };`
  const program = `${page} console.log(JSON.stringify((await import(${JSON.stringify(file)})).default))`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { ...PLAIN_ENV, ...env },
    maxBuffer: 1 << 26,
  })
  return { code: status ?? 1, stdout, stderr }
}
