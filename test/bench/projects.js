import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { npm } from './npm.js'
import { DEFAULTS, envFiles } from './stack.js'

/** The module systems: what package.json calls them, and how a report does. */
export const FORMS = { commonjs: 'CommonJS', module: 'ES module' }

/**
 * A project in a folder: the four .env files, a package.json of one module system, and a copy of the given node_modules.
 * `files` are texts by path; `DEFAULTS` in one that ends in js stands for the ports and their defaults.
 */
export function project(folder, form, modules, files) {
  const texts = {
    ...envFiles(),
    'package.json': JSON.stringify({ name: 'stack', private: true, type: form }),
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [path, inForm(path, text, form)])),
  }
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  cpSync(modules, join(folder, 'node_modules'), { recursive: true })
  return folder
}

function inForm(path, text, form) {
  if (!/js$/.test(path)) return text
  const whole = text.replaceAll(/\bDEFAULTS\b/g, JSON.stringify(DEFAULTS))
  return form === 'commonjs' && path.endsWith('.js') ? asCommonJs(whole) : whole
}

/** A module whose imports and exports are those of `programs/`, as CommonJS. */
function asCommonJs(text) {
  return text
    .replaceAll(/^import (.+) from ('.+?')(?: with \{ type: 'json' \})?$/gm, 'const $1 = require($2)')
    .replaceAll(/^export const (\w+) = /gm, 'exports.$1 = ')
    .replaceAll(/^export default /gm, 'module.exports = ')
}

/** The text of a program, of `programs/`. */
export function programText(path) {
  return readFileSync(join(import.meta.dirname, 'programs', path), 'utf8')
}

/**
 * A node_modules with Portolan as npm installs it from a tarball: the files of the package, and what it depends on beside
 * it, in the versions of this repository's lock file. One is made in each run.
 */
export function portolanModules({ repository, shared }) {
  const place = join(shared, 'portolan')
  const modules = join(place, 'node_modules')
  if (existsSync(modules)) return modules
  mkdirSync(place)
  const [{ filename }] = JSON.parse(npm(repository, 'pack', '--json', '--ignore-scripts', '--pack-destination', place))
  execFileSync('tar', ['-xzf', filename], { cwd: place })
  cpSync(join(place, 'package'), join(modules, 'portolan'), { recursive: true })
  const { packages } = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8'))
  for (const [path, { dev = false }] of Object.entries(packages)) {
    if (path !== '' && !dev) cpSync(join(repository, path), join(place, path), { recursive: true })
  }
  return modules
}

/** Takes away what starts in a project have kept for later ones. */
export function forgetStarts(cwd) {
  rmSync(join(cwd, 'node_modules/.cache'), { recursive: true, force: true })
}

/**
 * Waits until the files of a project are as old as they are in real ones: Portolan looks twice at a file that changed in
 * the last two seconds, since it may not be whole yet.
 * @param written when they were written, by `performance.now()`
 */
export function untilFilesAreOld(written) {
  return setTimeout(Math.max(0, written + 2100 - performance.now()))
}

/** Asks a program of `programs/` in a project for its values. */
export function valuesOf({ node }, cwd, program, env) {
  const args = [fileURLToPath(import.meta.resolve('./values-of.js')), join(cwd, program)]
  return JSON.parse(execFileSync(node, args, { cwd, env, encoding: 'utf8' }))
}

/** The path in a project of the program that a package installs; of the first one where it has several. */
export function binOf(cwd, name) {
  const { bin } = JSON.parse(readFileSync(join(cwd, 'node_modules', name, 'package.json'), 'utf8'))
  return join('node_modules', name, typeof bin === 'string' ? bin : Object.values(bin)[0])
}
