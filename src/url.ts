/**
 * A text as a URL, by the WHATWG URL Standard; null where it is none. `URL.canParse` is not asked: in Node 20 and 22 it
 * takes letters beyond ASCII for wrong once V8 has compiled its calls, some thousands of them into a process.
 */
export function readUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
