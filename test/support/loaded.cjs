// Required before a program, or run with its file as the first argument, which takes no flag of Node: tells on descriptor
// 3, at its end, what it has loaded.
const { statSync, writeSync } = require('node:fs')

/** What Node loads ES modules with. */
const LOADER = /^internal\/modules\/esm\/(?:loader|translators|module_map|module_job)$/

const own = new Set(process.moduleLoadList)

process.on('exit', () => {
  const files = Object.keys(require.cache).filter((path) => path !== __filename)
  const modules = process.moduleLoadList.filter((name) => !own.has(name) && name.startsWith('NativeModule '))
  const names = modules.map((name) => name.slice('NativeModule '.length))
  const builtIns = names.filter((name) => !name.startsWith('internal/'))
  const loader = names.filter((name) => LOADER.test(name))
  writeSync(3, JSON.stringify({ files: files.map((path) => ({ path, bytes: statSync(path).size })), builtIns, loader }))
})

if (require.main === module) {
  process.argv.splice(1, 1)
  require(process.argv[1])
}
