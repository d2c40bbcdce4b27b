import { basename, dirname, join } from 'node:path'
import { digest } from '../exported.js'
import { readRegularFile } from '../regular-file/index.js'
import { parseJson } from '../schema/json.js'
import { LARGEST } from '../schema/package-json.js'
import type { Checkout } from './index.js'
import { repositoryAt } from './repository.js'

const LONGEST = 100
/** What Windows takes for a device, whatever follows the first dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/**
 * What all checkouts of a stack call it, as a file name that every system takes: the name in its package.json, else
 * that of the main checkout's folder.
 */
export function stackNameOf(checkout: Checkout): string {
  return fileNameOf(packageName(checkout.path) ?? folderName(checkout))
}

function packageName(root: string): string | null {
  const text = readRegularFile(join(root, 'package.json'), LARGEST)
  if (typeof text !== 'string') return null
  try {
    const { name } = Object(parseJson(text))
    return typeof name === 'string' && name !== '' ? name : null
  } catch {
    return null
  }
}

/** A repository without a main checkout is called as its own folder is: `shop` of `shop.git`, and of `shop/.bare`. */
function folderName({ path, main }: Checkout): string {
  if (main !== null) return basename(main)
  const repository = repositoryAt(path)
  if (repository === null || repository.top !== path) return basename(path)
  const own = basename(repository.common).replace(/\.git$/, '')
  return own === '' || own.startsWith('.') ? basename(dirname(repository.common)) : own
}

/** `@acme/shop` as `@acme+shop`. Where more than that has to change, a digest keeps names apart. */
function fileNameOf(name: string): string {
  const flat = name.replace('/', '+')
  const safe = flat
    .replace(/[^A-Za-z0-9@+_.-]/g, '-')
    .replace(/^\.+|\.+$/g, '-')
    .replace(DEVICE, '$&-')
    .slice(0, LONGEST)
  return safe === flat ? safe : `${safe === '' ? 'stack' : safe}-${digest(name)}`
}
