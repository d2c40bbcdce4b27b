import type { Bundler } from './bundler.js'

/** Every bundler by the command that starts it. Its module is loaded when it is used. */
export const bundlers: Readonly<Record<string, () => Promise<Bundler>>> = {
  'react-scripts': async () => (await import('./react-scripts.js')).reactScripts,
  craco: async () => (await import('./react-scripts.js')).reactScripts,
  'react-app-rewired': async () => (await import('./react-scripts.js')).reactScripts,
  vite: async () => (await import('./vite.js')).vite,
  vitest: async () => (await import('./vitest.js')).vitest,
  next: async () => (await import('./next.js')).next,
}

/** Those that make pages, and do not only test, each once. */
export async function pageBundlers(): Promise<readonly Bundler[]> {
  const all = new Set(await Promise.all(Object.values(bundlers).map((load) => load())))
  return [...all].filter(({ usualModes }) => usualModes.length > 0)
}
