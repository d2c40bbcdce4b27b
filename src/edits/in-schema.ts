import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { ConfigError } from '../errors.js'
import type { Problem, Setting, Value } from '../model.js'
import { notOfFormat } from '../resolve/problems.js'
import type { Project } from '../schema/index.js'
import { visible } from '../text.js'
import type { Environment } from '../world.js'
import type { Edit } from './edit.js'
import { rewriteDefault } from './schema-literal.js'

/**
 * A new default in the schema's source.
 * @param schemaFile absolute
 * @param env what a convict instance may read
 * @throws ConfigError where the value is bad, or the default is no single literal
 */
export async function setInSchema(
  project: Project,
  schemaFile: string,
  setting: Setting,
  text: string,
  env: Environment,
): Promise<Edit> {
  const value = defaultOf(setting, text)
  const path = relative(project.root, schemaFile).split(sep).join('/')
  if (value === setting.default) return unchanged(project, schemaFile, path)
  const edit = await rewriteDefault(project, schemaFile, setting, value, env)
  if (edit !== null) return edit
  throw new ConfigError([computedProblem(setting, path)])
}

function unchanged(project: Project, schemaFile: string, path: string): Edit {
  const text = readFileSync(schemaFile, 'utf8')
  return { path, before: text, text, line: null, project }
}

/** The default that a text stands for. In the defaults of our makers it may hold references. */
function defaultOf(setting: Setting, text: string): Value {
  if (text.includes('${')) return text
  const verdict = setting.format.judge(text)
  if (!('at' in verdict)) return verdict.value ?? verdict.text
  const reading = { text, origin: { layer: 'flag' }, expands: false } as const
  const problem = notOfFormat({ setting, reading, secret: setting.sensitive, shadowed: [] }, text, verdict)
  throw new ConfigError([{ ...problem, origin: null }])
}

function computedProblem({ name, path }: Setting, schema: string): Problem {
  return {
    check: 'write',
    severity: 'error',
    setting: name,
    message: `the default of ${name} is not one literal in ${visible(schema)} that could be rewritten alone`,
    origin: { layer: 'schema', path },
    help: 'change it by hand, or add --in .env.defaults',
  }
}
