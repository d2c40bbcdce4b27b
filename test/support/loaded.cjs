// Required before a program: tells on descriptor 3, at its end, what it has loaded.
const { statSync, writeSync } = require('node:fs')

const own = new Set(process.moduleLoadList)

process.on('exit', () => {
  const files = Object.keys(require.cache).filter((path) => path !== __filename)
  const modules = process.moduleLoadList.filter((name) => !own.has(name) && name.startsWith('NativeModule '))
  const builtIns = modules
    .map((name) => name.slice('NativeModule '.length))
    .filter((name) => !name.startsWith('internal/'))
  writeSync(3, JSON.stringify({ files: files.map((path) => ({ path, bytes: statSync(path).size })), builtIns }))
})
