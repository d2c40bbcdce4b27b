import { writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { project } from '../support/project.js'
import { moduleOf, shippedStack } from './python/rendered.js'
test('dump', async () => {
  writeFileSync('/tmp/py400/ports_config.py', moduleOf(await shippedStack(project({})), 'examples/stack/ports_config.py'))
})
