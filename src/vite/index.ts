import type { PortolanOptions } from './options.js'
import { OwnWrites } from './own-writes.js'
import { type Lasting, pluginOf } from './plugin.js'
import type { Surroundings } from './surroundings.js'

export type { PortolanOptions } from './options.js'

/** A plugin of Vite 5 or newer. What its hooks are called with is Vite's matter. */
export interface PortolanPlugin {
  readonly name: string
}

const lasting: Lasting = { memory: new Set(), followers: new Map(), writes: new OwnWrites() }

function surroundings(): Surroundings {
  return {
    cwd: process.cwd(),
    env: { ...process.env },
    schemaEnv: process.env,
    platform: process.platform,
    self: { user: process.geteuid?.() ?? null },
  }
}

/**
 * Hands the public values of the project's schema to the page, in `import.meta.env`, and the frontend's port to Vite's
 * servers; while the dev server runs, edits of the schema and of .env files are followed.
 */
export default function portolan(options: PortolanOptions = {}): PortolanPlugin {
  return pluginOf(options, surroundings, lasting)
}
