import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { invocationsOf } from '../../src/bundlers/invocations.js'
import { type Files, project, sharedProject } from '../support/project.js'

const SCRIPTS = {
  start: 'react-scripts start',
  build: 'tsc -b && vite build',
  test: 'react-scripts test',
  dev: 'vite',
  staging: 'vite build --mode staging',
  named: 'vite build --mode "$MODE"',
  web: 'cd web && npm run build',
  both: '(cd web && npm run build); vite build',
  inner: 'config exec -- vite build',
  two: 'vitest run && vite build',
  side: 'concurrently -n api,web "npm:api" "react-scripts start"',
  beside: 'node server.js & react-scripts start',
  parallel: 'run-p api start',
  piped: 'react-scripts start | cat',
  sequence: 'run-s api build',
  api: 'node server.js',
  loop: 'npm run loop && npm run loop',
  quiet: 'CI=true npm run build -- --mode "my mode" > log.txt 2>&1 # vite --mode no',
  next: 'NODE_ENV=test next build',
  crossed: 'cross-env NODE_ENV=test next build',
  checked: 'if [ -n "$CI" ]; then vite build; fi',
  odd: 1,
  'dev:web': 'vite',
  'dev:api': 'node server.js',
  'dev:web:old': 'react-scripts start',
  all: 'run-p dev:*',
  each: 'npm-run-all -p "dev:**"',
  named2: 'concurrently "npm:dev:*"',
  watched: 'run-s "dev:web -- --mode watch"',
  preserve: 'vite build',
  serve: 'node server.js',
  postserve: 'vitest run',
  fallback: 'vite build --mode "${MODE:-staging}"',
  either: 'vite build --mode ${MODE-staging}',
  branch: 'vite build --mode $(git branch --show-current)',
  quotedBranch: 'vite build --mode "$(git branch --show-current)"',
  ticked: 'vite build --mode `git branch`',
  shelled: 'cross-env-shell "vite build --mode $MODE"',
}

const FILES: Files = {
  'package.json': { scripts: SCRIPTS, workspaces: ['web', 'packages/*'] },
  'web/package.json': { name: '@stack/web', scripts: { build: 'react-scripts build', start: 'next dev' } },
  'packages/admin/package.json': { name: 'admin', scripts: { build: 'vite build' } },
  'mono/pnpm-workspace.yaml': '# ours\npackages:\n  - "apps/*"\n  - libs/**\n  - "!**/test"\ncatalog:\n  vite: ^7\n',
  'mono/package.json': { scripts: { site: 'pnpm --filter @mono/site build' } },
  'mono/apps/site/package.json': { name: '@mono/site', scripts: { build: 'vite build', dev: 'vite' } },
  'mono/libs/ui/kit/package.json': { name: 'kit', scripts: { build: 'vite build --mode lib' } },
  'mono/libs/api/package.json': { name: 'api', scripts: { build: 'tsc' } },
  'src/index.js': '',
}

/** What a command line starts: `command mode folder`, each on a line. */
async function started(root: string, words: readonly string[], env = {}): Promise<string[]> {
  const found = await invocationsOf({ words, cwd: root, env, isShared: false })
  return found.map(({ command, mode, folder }) => `${command} ${mode} ${relative(root, folder) || '.'}`)
}

const project1 = sharedProject(() => FILES)

describe('a tool that is started as users start it', () => {
  const REACT = ['react-scripts build production .']
  const VITE = ['vite build production .']
  const DEV = ['vite development .']
  const IN_WEB = ['react-scripts build production web']
  test.each([
    ['react-scripts build', REACT],
    ['./node_modules/.bin/vite build', VITE],
    ['node_modules/.bin/vite.cmd build', VITE],
    ['node node_modules/.bin/vite build', VITE],
    ['node --max-old-space-size=4096 -r x ./node_modules/react-scripts/bin/react-scripts.js build', REACT],
    ['node server.js', []],
    ['node vite', []],
    ['npx vite build', VITE],
    ['npx --yes react-scripts@5 build', REACT],
    ['npx -p vite vite build', VITE],
    ['npx @craco/craco build', ['craco build production .']],
    ['npx -c "vite build"', VITE],
    ['bunx --bun vite', DEV],
    ['npm exec -- vite build --mode staging', ['vite build staging .']],
    ['npm run build', VITE],
    ['npm run-script build --silent', VITE],
    ['npm start', ['react-scripts start development .']],
    ['npm test', ['react-scripts test test .']],
    ['npm t', ['react-scripts test test .']],
    ['npm run dev', DEV],
    ['npm run staging', ['vite build staging .']],
    ['npm run build -- --mode staging', ['vite build staging .']],
    ['npm run quiet', ['vite build my mode .']],
    ['npm --prefix web run build', IN_WEB],
    ['npm run build --prefix web', IN_WEB],
    ['npm --prefix=web start', ['next dev development web']],
    ['npm -C web run build', IN_WEB],
    ['npm -w @stack/web run build', IN_WEB],
    ['npm run build --workspace=web', IN_WEB],
    ['npm -w admin run build', ['vite build production packages/admin']],
    ['npm -w nobody run build', []],
    ['npm install', []],
    ['npm run', []],
    ['npm run odd', []],
    ['npm run constructor', []],
    ['pnpm build', VITE],
    ['pnpm run --silent build', VITE],
    ['pnpm dev --mode staging', ['vite staging .']],
    ['pnpm exec vite', DEV],
    ['pnpm vite build', VITE],
    ['pnpm -C web build', IN_WEB],
    ['pnpm --filter admin build', ['vite build production packages/admin']],
    ['pnpm dlx vite@8 build', VITE],
    ['yarn build', VITE],
    ['yarn run vite build', VITE],
    ['yarn --cwd web build', IN_WEB],
    ['yarn workspace admin build', ['vite build production packages/admin']],
    ['bun run dev', DEV],
    ['bun run --bun vite', DEV],
    ['bun build src/index.js', []],
    ['npm run web', IN_WEB],
    ['npm run both', [...IN_WEB, ...VITE]],
    ['npm run checked', VITE],
    ['cross-env X=y react-scripts build', REACT],
    ['env -C web CI=1 npm run build', IN_WEB],
    ['nohup vite', DEV],
    ['env-cmd -f .env.staging react-scripts build', REACT],
    ['dotenv -e .env.staging -- react-scripts build', REACT],
    ['npm run next', ['next build test .']],
    ['npm run crossed', ['next build test .']],
    ['npm run two', ['vitest run test .', ...VITE]],
    ['npm run sequence', VITE],
    ['npm run serve', [...VITE, 'vitest run test .']],
    ['bun run serve', [...VITE, 'vitest run test .']],
    ['run-s serve', [...VITE, 'vitest run test .']],
    ['npm run serve --ignore-scripts', []],
    ['node --run build', VITE],
    ['node --run serve', []],
    ['node --run staging -- --mode other', ['vite build other .']],
    ['corepack pnpm@9 build', VITE],
    ['npm run shelled', VITE],
    ['env-cmd -f .env -x "vite build"', VITE],
    ['npm run all', DEV],
    ['npm run each', [...DEV, 'react-scripts start development .']],
    ['npm run named2', [...DEV, 'react-scripts start development .']],
    ['npm run watched', ['vite watch .']],
    ['npm run inner', []],
    ['config exec -- vite build', []],
    ['npx config exec -- vite build', []],
  ])('%s', async (line, expected) => {
    const words = line.split(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/).map((word) => word.replaceAll('"', ''))
    expect(await started(project1(), words)).toEqual(expected)
  })

  test('in a script that a shell is given', async () => {
    const words = ['sh', '-c', "cd 'web' && exec npm run build"]
    expect(await started(project1(), words)).toEqual(['react-scripts build production web'])
    expect(await started(project1(), ['bash', '-lc', 'export NODE_ENV=test; next build'])).toEqual([
      'next build test .',
    ])
    expect(await started(project1(), ['sh', 'start.sh', '-c', 'vite build'])).toEqual([])
  })

  test('from a folder below the package', async () => {
    const found = await invocationsOf({ words: ['npm', 'test'], cwd: `${project1()}/src`, env: {}, isShared: false })
    expect(found.map(({ folder }) => folder)).toEqual([project1()])
  })

  test('a mode that a script takes from the environment', async () => {
    for (const name of ['named', 'fallback', 'either']) {
      const found = await started(project1(), ['npm', 'run', name], { MODE: 'beta' })
      expect(found).toEqual(['vite build beta .'])
    }
  })

  test('a mode for where the environment has none', async () => {
    expect(await started(project1(), ['npm', 'run', 'fallback'], { MODE: '' })).toEqual(['vite build staging .'])
    expect(await started(project1(), ['npm', 'run', 'either'])).toEqual(['vite build staging .'])
    expect(await started(project1(), ['npm', 'run', 'either'], { MODE: '' })).toEqual(['vite build production .'])
  })
})

describe('a tool in a workspace', () => {
  const IN_SITE = ['vite build production mono/apps/site']
  const IN_KIT = ['vite build lib mono/libs/ui/kit']
  const IN_BOTH = ['react-scripts build production web', 'vite build production packages/admin']
  test.each([
    ['mono', 'pnpm --filter @mono/site build', IN_SITE],
    ['mono', 'pnpm --filter=site... run build', IN_SITE],
    ['mono', 'pnpm -F ./apps/site build', IN_SITE],
    ['mono', 'pnpm --filter {apps/site} build', IN_SITE],
    ['mono', 'pnpm --filter kit build', IN_KIT],
    ['mono', 'pnpm -r build', [...IN_SITE, ...IN_KIT]],
    ['mono', 'pnpm --recursive run build', [...IN_SITE, ...IN_KIT]],
    ['mono', 'pnpm --filter test build', []],
    ['mono', 'pnpm run site', IN_SITE],
    ['mono', 'pnpm -w run site', IN_SITE],
    ['mono/libs/api', 'pnpm --filter site build', IN_SITE],
    ['mono/libs/api', 'pnpm -w run site', IN_SITE],
    ['web', 'yarn workspace admin build', ['vite build production packages/admin']],
    ['web', 'npm -w admin run build', ['vite build production packages/admin']],
    ['.', 'yarn workspaces run build', IN_BOTH],
    ['.', 'yarn workspaces foreach -A --exclude x run build', IN_BOTH],
    ['.', 'npm run build --workspaces --if-present', IN_BOTH],
    ['.', 'npm run build -ws', IN_BOTH],
    ['.', 'bun run --filter admin build', ['vite build production packages/admin']],
    ['.', 'bun --filter @stack/web build', ['react-scripts build production web']],
  ])('%s: %s', async (folder, line, expected) => {
    const root = project1()
    const found = await invocationsOf({ words: line.split(' '), cwd: join(root, folder), env: {}, isShared: false })
    expect(found.map(({ command, mode, folder }) => `${command} ${mode} ${relative(root, folder)}`)).toEqual(expected)
  })

  test.each(['packages: [', 'packages: web', '- web', ''])('a pnpm-workspace.yaml with %j is none', async (text) => {
    const root = project({ 'pnpm-workspace.yaml': text, 'package.json': {} })
    expect(await started(root, ['pnpm', '--filter', 'web', 'build'])).toEqual([])
  })
})

describe('what is no use to look at', () => {
  test('scripts that call each other for ever', async () => {
    expect(await started(project1(), ['npm', 'run', 'loop'])).toEqual([])
  })

  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['scripts that are a text', '{"scripts": "vite build"}'],
  ])('a package.json that is %s', async (_, text) => {
    expect(await started(project({ 'package.json': text }), ['npm', 'run', 'build'])).toEqual([])
  })

  test('a pattern of many stars, and scripts with long names', async () => {
    const scripts = { [`${'a'.repeat(100_000)}:`]: 'vite', ab: 'vite build', go: `run-p '${'*a'.repeat(3)}*b'` }
    const root = project({ 'package.json': { scripts: { ...scripts, most: `run-p '${'*a'.repeat(5000)}'` } } })
    expect(await started(root, ['npm', 'run', 'go'])).toEqual([])
    expect(await started(root, ['npm', 'run', 'most'])).toEqual([])
    expect(await started(root, ['run-p', '*a*b'])).toEqual(['vite build production .'])
  })

  test('a script that does not end', async () => {
    const root = project({ 'package.json': { scripts: { build: `vite build 'and ${'$A'.repeat(20_000)}` } } })
    expect(await started(root, ['npm', 'run', 'build'], { A: 'x'.repeat(100_000) })).toEqual([])
  })
})

test('a script that would be large with what it refers to', async () => {
  const root = project({ 'package.json': { scripts: { build: `echo ${'$A'.repeat(4_000)} && vite build` } } })
  const found = await started(root, ['npm', 'run', 'build'], { A: 'x'.repeat(1 << 20) })
  expect(found).toEqual(['vite build production .'])
})

describe('PORT is for', () => {
  const portReaders = async (line: string) => {
    const found = await invocationsOf({ words: line.split(' '), cwd: project1(), env: {}, isShared: false })
    return found.filter(({ listensOnPort }) => listensOnPort).map(({ command }) => command)
  }

  test.each([
    ['npm start', ['react-scripts start']],
    ['npm run piped', ['react-scripts start']],
    ['next dev', ['next dev']],
    ['npm run build', []],
  ])('%s: %j', async (line, expected) => {
    expect(await portReaders(line)).toEqual(expected)
  })

  test.each(['npm run side', 'npm run beside', 'npm run parallel'])(
    'nobody where others run beside: %s',
    async (line) => {
      expect(await started(project1(), line.split(' '))).toEqual(['react-scripts start development .'])
      expect(await portReaders(line)).toEqual([])
    },
  )
})
