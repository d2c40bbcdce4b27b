import { setImmediate as turn } from 'node:timers/promises'
import type { World } from '../world.js'
import { claim } from '../writer/claim.js'
import { onEnding } from './ending.js'

/**
 * Does something that reads the project's files and writes them, while no other config does. A signal that asks for the
 * end is heard as soon as nothing is half done.
 * @returns the exit code; 128 + n where signal n came
 * @throws ConfigError where others never end
 */
export async function alone(root: string, world: World, action: () => Promise<number>): Promise<number> {
  const { self, stderr } = world
  let end = (_code: number) => {}
  const ended = new Promise<number>((done) => {
    end = done
  })
  const stopListening = onEnding(world, (code) => end(code))
  let giveBack = () => {}
  const work = async () => {
    giveBack = await claim(root, self, (rival) => stderr.write(`note: waiting for another config (${rival})\n`))
    const code = await action()
    // Files are written without a pause, so a signal that came meanwhile is heard only now: by the second turn at the latest.
    await turn()
    await turn()
    return code
  }
  try {
    return await Promise.race([ended, work()])
  } finally {
    giveBack()
    stopListening()
  }
}
