import { expect, test } from 'vitest'
import { emitsAll } from '../../../src/adoption/schema/tsconfig.js'

test.each([
  ['{ "compilerOptions": { "outDir": "dist" } }', true],
  ['{ "compilerOptions": { "rootDir": "src" }, "include": ["./**/*"] }', true],
  ['{ "extends": "./base.json" }', true],
  ['{ "compilerOptions": { "outDir": "dist" }, "include": ["src/**/*"] }', false],
  ['{ "compilerOptions": { "outDir": "dist" }, "files": ["src/main.ts"] }', false],
  ['{ "compilerOptions": { "noEmit": true, "outDir": "dist" } }', false],
  ['{ "compilerOptions": { "strict": true } }', false],
  ['{ "compilerOptions": {\n    // "outDir": "./",   /* Where to */\n    "strict": true } }', false],
  ['{ "files": [], "references": [{ "path": "./app" }] }', false],
  [`${'/* '.repeat(300_000)} "outDir": "x"`, false],
])('whether one file more changes what is emitted: %.70s', (text, is) => {
  expect(emitsAll(text)).toBe(is)
})
