import type { Source } from '../source.js'
import { angularJson } from './angular-json.js'
import { code } from './code/index.js'
import { makefile } from './command-lines/makefile.js'
import { packageJson } from './command-lines/package-json.js'
import { procfile } from './command-lines/procfile.js'
import { compose } from './compose/index.js'
import { dockerfile } from './dockerfile.js'
import { envFile } from './env-file.js'
import { frontend } from './frontend.js'
import { nginx } from './nginx.js'
import { python } from './python/index.js'
import { spring } from './spring.js'

/** Everything that `config init` reads; a file is read by all that handle it. */
export const sources: readonly Source[] = [
  python,
  envFile,
  compose,
  frontend,
  code,
  packageJson,
  procfile,
  makefile,
  angularJson,
  spring,
  dockerfile,
  nginx,
]
