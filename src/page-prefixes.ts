/** What the tools that build pages put before the names of variables that a page may see. */
export const PAGE_PREFIXES: readonly string[] = [
  'REACT_APP_',
  'VITE_',
  'NEXT_PUBLIC_',
  'VUE_APP_',
  'EXPO_PUBLIC_',
  'NUXT_PUBLIC_',
  'GATSBY_',
  'NG_APP_',
]
