import { setTimeout as pause } from 'node:timers/promises'
import { linesText } from '../../text.js'
import type { World } from '../../world.js'
import { onEnding } from '../ending.js'

const INTERVAL = 1000
/** The terminal's other screen, so that what stood there before comes back; no cursor, and long lines are cut. */
const BEGIN = '\u001b[?1049h\u001b[?25l\u001b[?7l'
const END = '\u001b[?7h\u001b[?25h\u001b[?1049l'
const HOME = '\u001b[H'
const REST_OF_LINE = '\u001b[K'
const REST_OF_SCREEN = '\u001b[J'

/** What is shown at a moment. */
export interface View {
  /** The data. */
  readonly text: string
  /** What is wrong with the configuration, as lines. */
  readonly talk: string
  /** The same as long as nothing changed but the time. */
  readonly content: string
  /** The exit code. */
  readonly code: number
}

/**
 * Shows a view again every second until a signal asks for the end, or nobody reads on: in place on a terminal, elsewhere
 * at each change.
 * @returns 128 + n for signal n; where nobody reads on, the exit code of the last view
 */
export async function watch(look: () => Promise<View>, world: World): Promise<number> {
  const { stdout, stderr, onEnd } = world
  const ended = new AbortController()
  const stopListening = onEnding(world, (code) => ended.abort(code))
  const isInPlace = Boolean(stdout.screen)
  // Whatever fails at once is told before a screen is taken over.
  let view = await look()
  let content: string | null = null
  const show = () => {
    if (isInPlace) stdout.write(inPlace(clipped(view.text + view.talk, stdout.screen?.rows ?? null)))
    else if (view.content !== content) {
      stdout.write(`${content === null ? '' : '\n'}${view.text}`)
      stderr.write(view.talk)
    }
    content = view.content
  }
  const giveBack = () => isInPlace && stdout.write(`${END}${view.text}${view.talk}`)
  // What the schema has begun may fail at any time, and ends the process.
  const release = onEnd(giveBack)
  try {
    if (isInPlace) stdout.write(BEGIN)
    for (;;) {
      show()
      if (stdout.isClosed) return view.code
      await pause(INTERVAL, undefined, { signal: ended.signal }).catch(() => {})
      if (ended.signal.aborted) return ended.signal.reason
      view = await look()
    }
  } finally {
    release()
    giveBack()
    stopListening()
  }
}

/** What the terminal takes with the cursor below it; a last line tells how many are left out. */
function clipped(text: string, rows: number | null): string {
  const lines = text.split('\n').slice(0, -1)
  const most = rows === null ? lines.length : Math.max(1, rows - 1)
  if (lines.length <= most) return text
  return linesText([...lines.slice(0, most - 1), `and ${lines.length - most + 1} more`])
}

function inPlace(text: string): string {
  return `${HOME}${text.replaceAll('\n', `${REST_OF_LINE}\n`)}${REST_OF_SCREEN}`
}
