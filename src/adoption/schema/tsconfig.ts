/** Texts, and comments, which a glob in a text may look like. */
const TEXT_OR_COMMENT = /"(?:[^"\\\n]|\\.)*"|\/\/.*|\/\*[\s\S]*?(?:\*\/|$)/g
const INCLUDED = /"include"\s*:\s*\[([^\]]*)(?:\]|$)/
/** A folder that every file below the root is in, or the schema's. */
const EVERYTHING = /["'](?:\.\/)?(?:\*|\.["'/]|schema)/
/** What lays out the files that are emitted by where all sources stand. */
const LAYOUT = /"(?:outDir|rootDir|declarationDir|composite)"\s*:/

/**
 * Whether a TypeScript file more beside its sources could change what a project emits, or stop it: where its tsconfig.json
 * takes in all files below it, the common folder of them all decides where each goes.
 * @param text of the root's tsconfig.json
 */
export function emitsAll(text: string): boolean {
  const json = withoutComments(text)
  if (/"noEmit"\s*:\s*true/.test(json)) return false
  const included = INCLUDED.exec(json)?.[1]
  const isApart = included !== undefined ? !EVERYTHING.test(included) : /"files"\s*:/.test(json)
  return !isApart && (LAYOUT.test(json) || /"extends"\s*:/.test(json))
}

/** Whether it takes in JavaScript too. */
export function takesJavaScript(text: string): boolean {
  return /"allowJs"\s*:\s*true/.test(withoutComments(text))
}

function withoutComments(text: string): string {
  return text.replace(TEXT_OR_COMMENT, (part) => (part.startsWith('/') ? '' : part))
}
