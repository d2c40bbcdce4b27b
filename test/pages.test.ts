import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { installedPackage } from './support/packed.js'
import { follow, newShop, shop, stepsOf } from './support/page.js'
import { REPOSITORY } from './support/project.js'

/** What a newcomer follows, who has nothing installed. */
const FIRST = 'docs/quick-start.md'

const PAGES = [FIRST, ...readdirSync(join(REPOSITORY, 'docs/tasks')).map((name) => `docs/tasks/${name}`)]

/** What is followed where what it needs is installed: test/bundlers/create-react-app.test.ts. */
const ELSEWHERE = ['docs/tasks/create-react-app.md']

const installed = installedPackage()

describe('whoever follows a page word by word sees what it shows', () => {
  test.each(PAGES.filter((page) => !ELSEWHERE.includes(page)))('%s', (page) => {
    expect(stepsOf(page).filter((step) => 'command' in step).length).toBeGreaterThan(2)
    follow(page, page === FIRST ? newShop(installed()) : shop(installed(), 'vite', 'dotenv-flow'))
  })
})

test.each(PAGES)('%s has no block but commands that are run, and files that it names', (page) => {
  const blocks = readFileSync(join(REPOSITORY, page), 'utf8').match(/^ *```\w+$/gm) ?? []
  const consoles = blocks.filter((fence) => fence.trim() === '```console').length
  expect(blocks.length - consoles).toBe(stepsOf(page).filter((step) => 'path' in step).length)
})

test('the README lists every page', () => {
  const readme = readFileSync(join(REPOSITORY, 'README.md'), 'utf8')
  expect(PAGES.filter((page) => !readme.includes(`](${page})`))).toEqual([])
})

test('what docs/tasks/ci.md has CI run is what the page runs itself', () => {
  const steps = stepsOf('docs/tasks/ci.md')
  const commands = steps.flatMap((step) => ('command' in step ? [step.command] : []))
  const read = (path: string) =>
    parse(steps.flatMap((step) => ('path' in step && step.path === path ? [step.content] : [])).join(''))
  const github = read('.github/workflows/ports.yml').jobs.ports.steps.flatMap(({ run }: { run?: string }) => run ?? [])
  expect(github.filter((line: string) => !commands.includes(line))).toEqual(['npm ci'])
  expect(read('.gitlab-ci.yml').ports.script).toEqual(github)
})
