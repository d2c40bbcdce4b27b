import { setTimeout as pause } from 'node:timers/promises'
import { chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

/** In milliseconds. A guard against hanging: on a busy machine npm and Chromium take their time. */
export const PATIENCE = 300_000

/** A page of Debian's Chromium, gone when the test ends. */
export async function openPage(): Promise<Page> {
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

/** Waits until an expression of a page, which may be replaced meanwhile, comes to what passes. */
export async function until(page: Page, expression: string, passes: (value: unknown) => boolean): Promise<void> {
  while (!passes(await page.evaluate(expression).catch(() => undefined))) await pause(50)
}
