import { expect, test } from 'vitest'
import { bundlers } from '../../src/bundlers/index.js'

/** What a command line makes, as `mode folder`; null where it makes nothing for a page. */
async function usage(line: string, env = {}): Promise<string | null> {
  const [command = '', ...words] = line.split(' ')
  const bundler = await bundlers[command]?.()
  const found = bundler?.usage(words, env) ?? null
  return found === null ? null : `${found.mode} ${found.folder}`
}

test.each([
  ['react-scripts start', 'development .'],
  ['react-scripts build', 'production .'],
  ['react-scripts test --watchAll=false', 'test .'],
  ['react-scripts --openssl-legacy-provider start', 'development .'],
  ['react-scripts eject', null],
  ['react-scripts', null],
  ['craco build', 'production .'],
  ['react-app-rewired test', 'test .'],
  ['vite', 'development .'],
  ['vite dev', 'development .'],
  ['vite serve --port 3001', 'development .'],
  ['vite optimize', 'development .'],
  ['vite build', 'production .'],
  ['vite preview', 'production .'],
  ['vite build --mode staging', 'staging .'],
  ['vite build -m staging', 'staging .'],
  ['vite --mode=staging build', 'staging .'],
  ['vite build --mode a --mode b', 'b .'],
  ['vite web', 'development web'],
  ['vite build --watch web --ssr src/entry.js', 'production web'],
  ['vite --force build', 'production .'],
  ['vite --host build', 'development .'],
  ['vite build -- web', 'production web'],
  ['vite --help', null],
  ['vite build --version', null],
  ['vitest', 'test .'],
  ['vitest run src/a.test.ts', 'test .'],
  ['vitest bench', 'benchmark .'],
  ['vitest run --mode staging --root web', 'staging web'],
  ['vitest init browser', null],
  ['next', 'development .'],
  ['next web -p 3001', 'development web'],
  ['next dev --turbopack web', 'development web'],
  ['next build', 'production .'],
  ['next start -p 3001 web', 'production web'],
  ['next lint', null],
  ['next --version', null],
])('%s', async (line, expected) => {
  expect(await usage(line)).toBe(expected)
})

test.each([
  ['react-scripts build', 'test', 'production .'],
  ['vite build', 'development', 'production .'],
  ['vite', 'production', 'development .'],
  ['vitest', 'production', 'test .'],
  ['next build', 'development', 'production .'],
  ['next dev', 'production', 'development .'],
  ['next dev', 'test', 'test .'],
])('%s with NODE_ENV=%s', async (line, NODE_ENV, expected) => {
  expect(await usage(line, { NODE_ENV })).toBe(expected)
})

test.each([
  ['react-scripts start', true],
  ['react-scripts build', false],
  ['next', true],
  ['next start', true],
  ['next build', false],
  ['vite', false],
])('whether %s listens on PORT: %s', async (line, expected) => {
  const [command = '', ...words] = line.split(' ')
  const bundler = await bundlers[command]?.()
  expect(bundler?.usage(words, {})?.listensOnPort).toBe(expected)
})
