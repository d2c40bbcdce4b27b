import type { Launcher } from './launcher.js'

/** Every launcher by the command that starts it. Its module is loaded when it is used. */
export const launchers: Readonly<Record<string, () => Promise<Launcher>>> = {
  npm: async () => (await import('./npm.js')).npm,
  npx: async () => (await import('./npx.js')).npx,
  pnpm: async () => (await import('./pnpm.js')).pnpm,
  pnpx: async () => (await import('./npx.js')).npx,
  yarn: async () => (await import('./yarn.js')).yarn,
  bun: async () => (await import('./bun.js')).bun,
  bunx: async () => (await import('./npx.js')).npx,
  corepack: async () => (await import('./corepack.js')).corepack,
  node: async () => (await import('./node.js')).node,
  'cross-env': async () => (await import('./env.js')).env,
  'cross-env-shell': async () => (await import('./env.js')).envOfShell,
  'env-cmd': async () => (await import('./env.js')).env,
  dotenv: async () => (await import('./env.js')).env,
  env: async () => (await import('./env.js')).env,
  exec: async () => (await import('./env.js')).env,
  nohup: async () => (await import('./env.js')).env,
  time: async () => (await import('./env.js')).env,
  sh: async () => (await import('./sh.js')).sh,
  bash: async () => (await import('./sh.js')).sh,
  concurrently: async () => (await import('./concurrently.js')).concurrently,
  'npm-run-all': async () => (await import('./npm-run-all.js')).npmRunAll,
  'run-s': async () => (await import('./npm-run-all.js')).npmRunAll,
  'run-p': async () => (await import('./npm-run-all.js')).runParallel,
}
