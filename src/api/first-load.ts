let listener: (() => void) | null = null

/** Calls back once the first configuration is loaded, when V8 has compiled what that takes. */
export function onFirstLoad(call: () => void): void {
  listener = call
}

/** Says that a configuration is loaded. */
export function tellLoaded(): void {
  listener?.()
  listener = null
}
