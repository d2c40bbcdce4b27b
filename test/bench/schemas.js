import { DEFAULTS } from './stack.js'

/** The stack's schema for Portolan in each language, by the path of its file. */
export const SCHEMAS = {
  JavaScript: { 'schema/index.js': schemaModule() },
  JSON: { 'schema/index.json': JSON.stringify({ stack: Object.fromEntries(Object.entries(DEFAULTS).map(leaf)) }) },
  TypeScript: { 'schema/index.ts': schemaModule() },
}

function schemaModule() {
  const lines = Object.entries(DEFAULTS).map(
    ([name, value]) => `    ${name.toLowerCase()}: port('${name}', ${value}, 'What ${name} is for'),`,
  )
  return [
    `import { defineSchema, port } from 'portolan'\n`,
    'export default defineSchema({',
    '  stack: {',
    ...lines,
    '  },',
    '})\n',
  ].join('\n')
}

/** A setting of a plain convict schema. */
function leaf([env, value]) {
  return [env.toLowerCase(), { doc: `What ${env} is for`, format: 'port', default: value, env }]
}
