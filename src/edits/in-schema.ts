import { ConfigError } from '../errors.js'
import type { Problem, Setting, Value } from '../model.js'
import { relativeTo } from '../path.js'
import { problemOf } from '../problem.js'
import { notOfFormat, withoutPlace } from '../resolve/problems.js'
import { isSecretWith } from '../resolve/taint.js'
import { visible } from '../text.js'
import type { Environment } from '../world.js'
import type { Edit, EditRequest } from './edit.js'
import { rewriteDefault } from './schema-literal.js'

/**
 * A new default in the schema's source.
 * @param env what a convict instance may read
 * @throws ConfigError where the value is bad, or the default is no single literal
 */
export async function setInSchema(request: EditRequest, text: string, env: Environment): Promise<Edit> {
  const { project, schemaFile, setting, read } = request
  const value = defaultOf(request, text)
  const path = relativeTo(project.root, schemaFile)
  const source = read(path) ?? ''
  if (value === setting.default) {
    return { kind: 'set', path, before: source, text: source, line: null, project }
  }
  const edit = await rewriteDefault(project, schemaFile, setting, value, env)
  if (edit === null) throw new ConfigError([computedProblem(setting, path)])
  return edit
}

/** The default that a text stands for. In the defaults of our makers it may hold references. */
function defaultOf({ setting, project }: EditRequest, text: string): Value {
  if (text.includes('${')) return text
  const verdict = setting.format.judge(text)
  if (!('at' in verdict)) return verdict.value ?? verdict.text
  const reading = { text, origin: { layer: 'flag' }, expands: false } as const
  const secret = isSecretWith(setting, text, project.stack)
  const problem = notOfFormat({ setting, reading, secret, shadowed: [] }, text, verdict)
  throw new ConfigError([withoutPlace(problem)])
}

function computedProblem({ name, path }: Setting, schema: string): Problem {
  const message = `the default of ${name} is not one literal in ${visible(schema)} that could be rewritten alone`
  return problemOf('write', message, 'change it by hand, or add --in .env.defaults', {
    setting: name,
    origin: { layer: 'schema', path },
  })
}
