import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

/** A module of `src/` as one file in a folder, built as the package is; the package itself does not export it. */
export async function bundled({ repository, folder }, path) {
  const file = join(folder, path.replace(/\.ts$/, '.js').replaceAll('/', '-'))
  const build = await rolldown({
    input: join(repository, 'src', path),
    platform: 'node',
    transform: { target: 'node20' },
  })
  await build.write({ file, format: 'es', codeSplitting: false })
  await build.close()
  return pathToFileURL(file).href
}
