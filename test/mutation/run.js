// Takes guards out of the program, one at a time, and prints which test caught each: node test/mutation/run.js [WORD...]
// With words: only the mutants whose guard holds one of them. Ends with 1 where one was caught by none.
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { createJiti } from 'jiti'

const { mutants } = await createJiti(import.meta.url).import('./mutants.ts')
const repository = resolve(import.meta.dirname, '../..')
const words = process.argv.slice(2)
const chosen = mutants.filter(({ guard }) => words.length === 0 || words.some((word) => guard.includes(word)))
const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'portolan-mutation-'))
try {
  process.exitCode = await takeOut()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function takeOut() {
  const copies = Array.from({ length: Math.ceil(availableParallelism() / 2) }, (_, index) => copy(`${index}`))
  const rows = [...new Set(chosen.map(({ tests }) => tests))]
  const broken = await firstFailure(copies[0], rows)
  if (broken !== null) {
    console.error(`error: ${broken} fails with every guard in place`)
    return 1
  }
  const width = Math.max(...chosen.map(({ guard }) => guard.length))
  const left = [...chosen]
  let survivors = 0
  const work = async (root) => {
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const caught = await without(mutant, root)
      if (caught === null) survivors += 1
      console.log(`${mutant.guard.padEnd(width)}  ${caught ?? 'CAUGHT BY NONE'}`)
    }
  }
  const ends = await Promise.allSettled(copies.map(work))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  console.log(`\n${chosen.length} guards taken out, ${chosen.length - survivors} caught`)
  return survivors === 0 ? 0 : 1
}

/** A copy of the tree that a build in it does not change for others. */
function copy(name) {
  const root = join(folder, name)
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
  })
  for (const path of listed.split('\0').filter((path) => path !== '')) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    cpSync(join(repository, path), join(root, path))
  }
  const packages = join(repository, 'node_modules')
  mkdirSync(join(root, 'node_modules'))
  for (const entry of readdirSync(packages)) {
    if (entry === '.bin' || !entry.startsWith('.'))
      symlinkSync(join(packages, entry), join(root, 'node_modules', entry))
  }
  return root
}

/** The test that fails without a guard; null where none does. */
async function without({ file, text, without, tests }, root) {
  const path = join(root, file)
  const whole = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    whole.replace(text, () => without),
  )
  try {
    return await firstFailure(root, [tests])
  } finally {
    writeFileSync(path, whole)
  }
}

async function firstFailure(root, rows) {
  const result = join(root, 'node_modules', 'result.json')
  const options = { cwd: root, maxBuffer: 1 << 28, env: { ...process.env, CI: 'true' } }
  await run(process.execPath, ['build.js'], options)
  const files = rows.map((row) => join('test', row))
  const flags = ['--bail=1', '--reporter=json', `--outputFile=${result}`]
  const vitest = join('node_modules', 'vitest', 'vitest.mjs')
  await run(process.execPath, [vitest, 'run', ...files, ...flags], options).catch(() => {})
  const { testResults } = JSON.parse(readFileSync(result, 'utf8'))
  for (const { assertionResults, message, name, status } of testResults) {
    const failed = assertionResults.find((one) => one.status === 'failed')
    if (failed !== undefined) return [...failed.ancestorTitles, failed.title].join(' > ')
    if (status === 'failed') return `${name}: ${message}`
  }
  return null
}
