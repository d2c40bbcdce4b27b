import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './npm.js'

const folder = import.meta.dirname
const installed = join(folder, 'node_modules')

/** The node_modules of the packages that Portolan is measured beside, installed where it is missing or outdated. */
export function installPeers() {
  if (!isCurrent()) {
    process.stderr.write('installing what Portolan is measured beside, in test/bench/node_modules\n')
    npm(folder, 'ci', '--ignore-scripts', '--no-audit', '--no-fund')
  }
  return installed
}

/** npm leaves a lock file of its own in what it installed, written last. */
function isCurrent() {
  const mark = join(installed, '.package-lock.json')
  return existsSync(mark) && statSync(mark).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs
}
