import type { Target } from './target.js'

/** Everything that can be generated. A target's module is loaded when it is used. */
export const targets: Readonly<Record<string, () => Promise<Target>>> = {
  python: async () => (await import('./python/index.js')).python,
  frontend: async () => (await import('./frontend/index.js')).frontend,
  'frontend-runtime': async () => (await import('./frontend-runtime/index.js')).frontendRuntime,
  'vite-types': async () => (await import('./vite-types.js')).viteTypes,
  compose: async () => (await import('./compose/index.js')).compose,
  'compose-override': async () => (await import('./compose/override.js')).composeOverride,
  docs: async () => (await import('./docs/index.js')).docs,
  ufw: async () => (await import('./firewall/ufw.js')).ufw,
  nftables: async () => (await import('./firewall/nftables.js')).nftables,
  firewalld: async () => (await import('./firewall/firewalld.js')).firewalld,
  iptables: async () => (await import('./firewall/iptables.js')).iptables,
  env: async () => (await import('./env.js')).env,
}
