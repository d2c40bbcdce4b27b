// Builds dist/: the package as CommonJS, doors to it for ES modules, and types for both. A build that fails leaves the
// last one.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const fresh = 'node_modules/.portolan'
const root = dirname(fileURLToPath(import.meta.url))
process.chdir(root)
const { dependencies, version } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Takes a file's text into the package: `import text from './file?raw'`, as Vite does it in tests. */
const raw = {
  name: 'raw',
  resolveId: (source, importer) => (source.endsWith('?raw') ? resolve(dirname(importer), source) : null),
  load: (id) =>
    id.endsWith('?raw') ? `export default ${JSON.stringify(readFileSync(id.slice(0, -'?raw'.length), 'utf8'))}` : null,
}

/** Of its own package.json the package needs the version alone. */
const ownVersion = {
  name: 'own-version',
  load: (id) =>
    id === join(root, 'package.json')
      ? { code: `export default ${JSON.stringify({ version })}`, moduleType: 'js' }
      : null,
}

/** In CommonJS `require` is there: to make one takes a module of Node that nothing else needs. */
const ownRequire = {
  name: 'own-require',
  transform(code) {
    const using = code
      .replaceAll('createRequire(import.meta.url)', 'require')
      .replace(/^ *const require = require;?$/gm, '')
    const isNeeded = using.includes('createRequire(')
    return isNeeded ? using : using.replace(/^import \{ createRequire \} from ['"]node:module['"];?$/m, '')
  },
}

/** In CommonJS the packages and modules of Node that are loaded late are required, as `import()` loads much of Node first. */
const lateRequire = {
  name: 'late-require',
  transform: (code) => code.replace(/(?<=await )import\((['"])(?!\.)([^'"]+)\1\)/g, "Promise.resolve(require('$2'))"),
}

/**
 * What a file exports, as one object: to add 150 names to one, each on its own, takes V8 six times as long, and with the
 * bundler's getters ten times. They are only needed where two files require one another.
 */
const exportsAtOnce = {
  name: 'exports-at-once',
  renderChunk(code, { name, fileName, isEntry }, _, { chunks }) {
    if ((isEntry && !STARTS.has(name)) || requiredBy(fileName, chunks).has(fileName)) return null
    const entries = []
    const rest = `${code}\n`.replace(EXPORT, (_all, name, value, quoted, got) => {
      entries.push(`${name ?? quoted}: ${value ?? got}`)
      return ''
    })
    const object = entries.length === 0 ? '' : `module.exports = { __proto__: null, ${entries.join(', ')} };\n`
    return STARTS.has(name) ? withoutRuntime(rest + object) : rest + object
  },
}

const EXPORT =
  /^(?:exports\.([\w$]+) = ([\w$]+)|Object\.defineProperty\(exports, "([\w$]+)", \{\s+enumerable: true,\s+get: function \(\) \{\s+return ([\w$]+);\s+\}\s+\}\));\n/gm

/** What every start reads does without the bundler's helpers, another file. */
function withoutRuntime(code) {
  return code
    .replace(
      /\w+\.\w+\(\{((?:\s*[\w$]+: \(\) => [\w$]+,?)+)\s*\}\)/g,
      (_all, names) => `{ __proto__: null, ${names.replace(/([\w$]+): \(\) => ([\w$]+)/g, 'get $1() { return $2 }')} }`,
    )
    .replace(/^const \w+ = require\("\.\/rolldown-runtime\.js"\);\n/m, '')
}

/** The files that a file requires when it is loaded, and those that they require. */
function requiredBy(name, chunks, found = new Set()) {
  for (const one of chunks[name]?.imports ?? []) {
    if (found.has(one)) continue
    found.add(one)
    requiredBy(one, chunks, found)
  }
  return found
}

/** The files that a start of a library or the program reads. */
const STARTS = new Set(['load', 'process', 'exec'])

/** What every start of the program loads beside what a library's does. */
const PROGRAM = /src[\\/](?:process|program[\\/]index|commands[\\/](?:get|print)|printers[\\/](?:table|json))\.ts$/

/** What every `config exec` loads beside, the checks at its start among it (src/checks/index.ts). */
const EXEC =
  /src[\\/](?:commands[\\/]exec[\\/]index|handover[\\/]child|ports[\\/]systems[\\/]linux[\\/]index|checks[\\/](?:policy|(?:unique|slot|names|links)[\\/]index))\.ts$/

const OUTPUT = {
  dir: `${fresh}/cjs`,
  format: 'cjs',
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  exports: 'named',
  // Names are kept for those who report a mistake of ours with its stack.
  minify: { compress: true, mangle: { keepNames: true }, codegen: true },
}

rmSync(fresh, { recursive: true, force: true })
emitTypes()
await bundlePackage()
// A file each, since Node spends more on finding a second one than on a few lines twice.
await bundleDoor('main', 'src/main.ts')
writeDoor(await bundleDoor('index', 'src/door.ts'))
await writeSchemas()
writeFileSync(`${fresh}/cjs/package.json`, '{ "type": "commonjs" }\n')
chmodSync(`${fresh}/cjs/main.js`, 0o755)
rmSync('dist', { recursive: true, force: true })
renameSync(fresh, 'dist')

/** What is the same for every file of the package. */
function optionsOf(input) {
  return {
    input,
    external: [/^node:/, ...Object.keys(dependencies)],
    plugins: [raw, ownVersion, ownRequire, lateRequire, exportsAtOnce],
    platform: 'node',
    transform: { target: 'node20' },
    // What others of our files need of an entry is exported beside what is public.
    preserveEntrySignatures: 'allow-extension',
  }
}

async function bundlePackage() {
  const build = await rolldown(
    optionsOf({
      load: 'src/library.ts',
      process: 'src/process.ts',
      vite: 'src/vite/index.ts',
      worker: 'src/audit/worker.ts',
    }),
  )
  const { output } = await build.write({
    ...OUTPUT,
    // By which the code cache knows our files (src/code-cache/index.ts).
    postBanner: `/*! portolan ${version} */`,
    // What every start reads is one file, and short: on a small file Node spends less than on finding a second one.
    codeSplitting: {
      groups: [
        // What imports modules of others is loaded by Node itself (src/code-cache/index.ts).
        { name: 'import', test: /schema[\\/]import\.ts$/, priority: 4 },
        { name: 'load', priority: 3, test: /src[\\/]library\.ts$|rolldown[\\/]runtime/ },
        // What most starts need beside, and what every `exec` does, is a file each, too.
        { name: 'process', priority: 2, test: PROGRAM },
        { name: 'exec', priority: 1, test: EXEC },
      ],
    },
  })
  await build.close()
  for (const { type, fileName } of output) if (type === 'chunk') inAscii(`${fresh}/cjs/${fileName}`)
  refuseOthers(output)
  breakLines(`${fresh}/cjs/load.js`)
  writeDoor(output.find(({ name }) => name === 'vite'))
}

/** Writes the characters of a file as escapes: V8 keeps a text of which one is beyond Latin-1 in twice the memory. */
function inAscii(path) {
  const text = readFileSync(path, 'utf8')
  const ascii = text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  if (ascii !== text) writeFileSync(path, ascii)
}

/** Of an error that nobody catches Node shows the line that throws it, which is to be no whole file. */
function breakLines(path) {
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace(/(?<=\})(?=function )|(?<=[;{}])(?=throw )/g, '\n'))
}

/** Builds what loads the package, as one file. */
async function bundleDoor(name, path) {
  const options = optionsOf({ [name]: path })
  const build = await rolldown({ ...options, external: [...options.external, './load.js'] })
  const { output } = await build.write(OUTPUT)
  await build.close()
  return output[0]
}

/**
 * Makes the ES module that hands on what CommonJS has: Node links it as fast as any, every bundler follows it, and
 * whoever uses both systems has one copy, so that an error of one is an instance for the other.
 */
function writeDoor({ name, exports }) {
  const names = exports.filter((one) => one !== 'default')
  const lines = [
    `import all from '../cjs/${name}.js'\n`,
    ...names.map((one) => `export const ${one} = all.${one}`),
    ...(exports.includes('default') ? ['export default all.default'] : []),
  ]
  mkdirSync(`${fresh}/esm`, { recursive: true })
  writeFileSync(`${fresh}/esm/${name}.js`, `${lines.join('\n')}\n`)
}

/** Writes the JSON Schemas of what the verbs print, a file each. */
async function writeSchemas() {
  const scratch = `${fresh}/outputs.mjs`
  const build = await rolldown(optionsOf('src/outputs/index.ts'))
  await build.write({ file: scratch, format: 'esm' })
  await build.close()
  const { outputs, schemaOf } = await import(pathToFileURL(resolve(scratch)).href)
  mkdirSync(`${fresh}/schemas`)
  for (const [name, output] of Object.entries(outputs)) {
    writeFileSync(`${fresh}/schemas/${name}.json`, `${JSON.stringify(schemaOf(output), null, 2)}\n`)
  }
  rmSync(scratch)
}

/** What others wrote is installed beside the package, never copied into it: its licence would have to come along. */
function refuseOthers(output) {
  const others = output.flatMap(({ moduleIds = [] }) => moduleIds).filter((id) => /[\\/]node_modules[\\/]/.test(id))
  if (others.length > 0) throw new Error(`dist would hold parts of other packages: ${others.join(', ')}`)
}

/** Declares the types of all modules, and keeps those that the public ones refer to. */
function emitTypes() {
  const scratch = `${fresh}/types`
  execFileSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', ...['--project', 'tsconfig.build.json', '--outDir', scratch]],
    { stdio: 'inherit' },
  )
  const files = ['index.d.ts', 'vite/index.d.ts'].flatMap((entry) => [...reachable(resolve(scratch, entry))])
  for (const file of new Set(files)) {
    const name = file.slice(resolve(scratch).length + 1)
    for (const folder of ['cjs', 'esm']) {
      const target = join(fresh, folder, name)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, readFileSync(file))
    }
  }
  rmSync(scratch, { recursive: true })
}

/** A declaration file and those that it imports, directly or not. */
function reachable(file, found = new Set()) {
  if (found.has(file)) return found
  found.add(file)
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)\.js'/g)) {
    reachable(resolve(dirname(file), `${path}.d.ts`), found)
  }
  return found
}
