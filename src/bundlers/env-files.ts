/** As Create React App and Next have it: what is this machine's comes before what is the mode's, but not in tests. */
export function localFirst(mode: string): string[] {
  const local = mode === 'test' ? [] : ['.env.local']
  return [`.env.${mode}.local`, ...local, `.env.${mode}`, '.env']
}

/** As Vite has it, in every mode. */
export function modeFirst(mode: string): string[] {
  return [`.env.${mode}.local`, `.env.${mode}`, '.env.local', '.env']
}
