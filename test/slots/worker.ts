import { checkoutOf } from '../../src/checkout/index.js'
import { stackNameOf } from '../../src/checkout/name.js'
import { claimSlot } from '../../src/slots/claiming.js'
import type { Copy } from '../../src/slots/model.js'
import { projectAt } from '../../src/slots/project-at.js'
import { releaseSlot } from '../../src/slots/releasing.js'
import { slotSetting } from '../../src/stack/slot.js'
import { worldIn } from '../support/world.js'

/** Claims, moves and gives up slots until it is killed. */
async function work(root: string, state: string): Promise<void> {
  const quiet = { isTerminal: false, write: () => {} }
  const world = worldIn(root, { env: { XDG_STATE_HOME: state }, stdout: quiet, stderr: quiet })
  const project = await projectAt(root, world)
  const setting = slotSetting(project.stack)
  if (setting === null) throw new Error('the schema has no slot')
  const checkout = checkoutOf(root)
  const copy: Copy = { project, checkout, stack: stackNameOf(checkout) }
  process.stdout.write('ready\n')
  for (;;) {
    const slot = Math.random() < 0.5 ? null : 1 + Math.floor(Math.random() * 12)
    await claimSlot(copy, setting, { slot, isGiven: false }, world).catch(passOver)
    if (Math.random() < 0.5) await releaseSlot(copy, false, () => '', world)
  }
}

/** Another may have the slot. */
function passOver(error: unknown): void {
  if (!/ is held by /.test(`${error}`)) throw error
}

const [, , root = '', state = ''] = process.argv
work(root, state).catch((error) => {
  process.stderr.write(`${error}\n`)
  process.exitCode = 1
})
