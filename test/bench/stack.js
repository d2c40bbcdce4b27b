/** The stack that every contender loads: 15 ports, what they are by default, and what four files and the environment say. */
export const DEFAULTS = {
  BACKEND_PORT: 8203,
  FRONTEND_PORT: 3000,
  LLM_PORT: 8611,
  LLM_PORT_ORIGINAL: 8610,
  RAG_PORT: 8602,
  MILVUS_PORT: 9090,
  AVATAR_MANAGER_API_PORT: 8607,
  AVATAR_BASE_PORT: 8615,
  LIVE_SERVER_PORT: 8606,
  TTS_PORT: 8604,
  TTS_TACOTRON_PORT: 8605,
  TTS_SOVITS_PORT: 8608,
  TTS_COSYVOICE_PORT: 8609,
  REDIS_PORT: 6379,
  OLLAMA_PORT: 11434,
}

/** The mode: `NODE_ENV` to the tools that have none. */
export const MODE = 'development'

/**
 * The .env files, lowest first. The lowest has all 15, since a tool without a schema has them from nowhere else; each
 * other one beats one of a file below it.
 */
export const FILES = {
  '.env.defaults': DEFAULTS,
  '.env': { LLM_PORT: 8711, RAG_PORT: 8702 },
  '.env.local': { RAG_PORT: 8802, TTS_PORT: 8804 },
  [`.env.${MODE}`]: { TTS_PORT: 8904, BACKEND_PORT: 8303, REDIS_PORT: 6479 },
}

/** What the environment says of the ports, which beats all files. */
export const ENVIRONMENT = { BACKEND_PORT: 9100, OLLAMA_PORT: 12434 }

/** What every contender has to give. */
export const EXPECTED = Object.assign({}, ...Object.values(FILES), ENVIRONMENT)

/** The environment of a contender. */
export function stackEnvironment({ env }) {
  return { ...env, ...ENVIRONMENT, NODE_ENV: MODE }
}

/** The text of each .env file, as people write them: with comments, blank lines and quotes. */
export function envFiles() {
  return Object.fromEntries(Object.entries(FILES).map(([file, values]) => [file, envText(values)]))
}

function envText(values) {
  const lines = Object.entries(values).map(([name, value], index) =>
    index % 3 === 2 ? `${name}="${value}" # quoted` : `${name}=${value}`,
  )
  return `# The ports of this stack.\n\n${lines.join('\n')}\n`
}
