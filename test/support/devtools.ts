import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { PLAIN_ENV } from './run.js'

const OPTIONS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--remote-debugging-pipe']

/** A page that stays open until the test ends. */
export interface OpenPage {
  /** Waits until an expression comes to what passes, and returns that. */
  until(expression: string, passes: (value: unknown) => boolean): Promise<unknown>
}

/**
 * Opens a page in Debian's Chromium. It is spoken to in the DevTools protocol: JSON, each message ended by a NUL, in by
 * descriptor 3 and out by 4.
 */
export async function openPage(url: string): Promise<OpenPage> {
  const profile = mkdtempSync(join(tmpdir(), 'portolan-chromium-'))
  const browser = spawn('/usr/bin/chromium', [...OPTIONS, `--user-data-dir=${profile}`, 'about:blank'], {
    env: { ...PLAIN_ENV, HOME: profile },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise((done) => browser.once('close', done))
  const send = conversation(browser.stdio[3] as Writable, browser.stdio[4] as Readable)
  onTestFinished(async () => {
    // Its own processes write into the profile until it has ended them.
    await Promise.race([send('Browser.close', {}), ended])
    await ended
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  })
  const { targetInfos } = await send('Target.getTargets', {})
  const { targetId } = targetInfos.find(({ type }: { type: string }) => type === 'page')
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
  await send('Page.navigate', { url }, sessionId)
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result } = await send('Runtime.evaluate', { expression, returnByValue: true }, sessionId)
    return result?.value
  }
  return {
    async until(expression, passes) {
      for (;;) {
        const value = await evaluate(expression).catch(() => undefined)
        if (passes(value)) return value
        await new Promise((done) => setTimeout(done, 50))
      }
    },
  }
}

/** What a command of the protocol answers; it fails where the page is just then replaced. */
// biome-ignore lint/suspicious/noExplicitAny: each command answers in a shape of its own
type Send = (method: string, params: object, sessionId?: string) => Promise<any>

function conversation(input: Writable, output: Readable): Send {
  const waiting = new Map<number, { done: (result: unknown) => void; fail: (error: Error) => void }>()
  let heard = ''
  let last = 0
  output.setEncoding('utf8').on('data', (text: string) => {
    const messages = (heard + text).split('\0')
    heard = messages.pop() ?? ''
    for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
      if (error === undefined) waiting.get(id)?.done(result)
      else waiting.get(id)?.fail(new Error(error.message))
      waiting.delete(id)
    }
  })
  return (method, params, sessionId) =>
    new Promise((done, fail) => {
      last += 1
      waiting.set(last, { done, fail })
      input.write(`${JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) })}\0`)
    })
}
