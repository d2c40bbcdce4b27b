import type { Action } from './action.js'

/**
 * Every action, in the order of the help; the first is that of `config slot` alone. What an action does is loaded when it
 * is asked for: a hook that claims runs often.
 */
export const actions: readonly Action[] = [
  {
    name: 'show',
    summary: "tells this checkout's slot, where it comes from and whether the ledger agrees",
    usage: '',
    flags: [],
    load: async () => (await import('./show.js')).show,
  },
  {
    name: 'plan',
    summary: 'solves for the stride, proves it, and prints the line to write into the schema',
    usage: '[--count N]',
    flags: [{ name: 'count', value: 'N', summary: 'how many copies; otherwise as many as the schema says' }],
    load: async () => (await import('./plan.js')).plan,
  },
  {
    name: 'claim',
    summary: 'takes the lowest free slot, or N, for this checkout, and writes it to its local files',
    usage: '[N] [--auto]',
    flags: [
      { name: 'auto', summary: 'for a git hook or a start-up: slot 0 in the main checkout, silent where it is done' },
    ],
    load: async () => (await import('./claim.js')).claim,
  },
  {
    name: 'release',
    summary: "gives this checkout's slot up, and takes it out of its local files",
    usage: '[--force]',
    flags: [{ name: 'force', summary: 'also while services of this checkout listen on its ports; none is ended' }],
    load: async () => (await import('./release.js')).release,
  },
  {
    name: 'list',
    summary: 'shows who holds which slot, and who listens on its ports',
    usage: '',
    flags: [],
    load: async () => (await import('./list.js')).list,
  },
  {
    name: 'prune',
    summary: 'frees the slots of checkouts that are gone, unless somebody listens on their ports',
    usage: '[--dry-run]',
    flags: [{ name: 'dry-run', summary: 'tells what would be free, and frees nothing' }],
    load: async () => (await import('./prune.js')).prune,
  },
  {
    name: 'rebuild',
    summary: 'makes a damaged ledger anew from the checkouts of this repository, and others',
    usage: '[DIR...]',
    flags: [],
    load: async () => (await import('./rebuild.js')).rebuild,
  },
]
