import type { Shell } from './shell.js'

/** Every shell that can be taught to complete. A shell's module is loaded when its script is asked for. */
export const shells: Readonly<Record<string, () => Promise<Shell>>> = {
  bash: async () => (await import('./bash.js')).bash,
  zsh: async () => (await import('./zsh.js')).zsh,
  fish: async () => (await import('./fish.js')).fish,
}
