import { createRequire } from 'node:module'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** In milliseconds. A guard against hanging: on a busy machine npm and Chromium take their time. */
export const PATIENCE = 300_000

/** What is used of playwright-core, which only the examples install. */
interface Playwright {
  readonly chromium: { launch(options: object): Promise<Browser> }
}
interface Browser {
  newPage(): Promise<Page>
  close(): Promise<void>
}
export interface Page {
  setDefaultTimeout(milliseconds: number): void
  goto(url: string): Promise<unknown>
  evaluate(expression: string): Promise<unknown>
  waitForSelector(selector: string): Promise<unknown>
  textContent(selector: string): Promise<string | null>
  on(event: 'console', hear: (message: { type(): string; text(): string }) => void): void
  on(event: 'pageerror', hear: (error: Error) => void): void
}

/** A page of Debian's Chromium, gone when the test ends; the playwright-core is that of a package. */
export async function openPage(packageFolder: string): Promise<Page> {
  const { chromium }: Playwright = createRequire(join(packageFolder, 'package.json'))('playwright-core')
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
    timeout: PATIENCE,
  })
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  page.setDefaultTimeout(PATIENCE)
  return page
}
