import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { small } from '../../support/exec.js'
import { type Files, write } from '../../support/project.js'
import { PLAIN_ENV } from '../../support/run.js'
import { ended, starts, watching } from '../../support/watching.js'

/** A command under `exec --watch` that starts a stand-in for Vite, which says what it is given. */
async function withVite(command: readonly string[], files: Files) {
  const root = small(files)
  write(root, { 'bin/vite': '#!/bin/sh\necho got $BACKEND_PORT; exec sleep 600\n' })
  chmodSync(join(root, 'bin/vite'), 0o755)
  const run = watching(root, command, { PATH: `${join(root, 'bin')}:${PLAIN_ENV.PATH}` })
  await run.says('got ')
  return { root, ...run }
}

test('the mode that the tool uses is told once, whatever else comes and goes', async () => {
  const run = await withVite(['vite'], { '.env.development': 'BACKEND_PORT=9002\n' })
  for (const port of ['33000', '9003', '33001']) {
    write(run.root, { '.env.development': `BACKEND_PORT=${port}\n` })
    await run.says(`got ${port}`)
  }
  const { stderr } = await ended(run)
  expect(stderr.match(/note: mode development/g)).toHaveLength(1)
  expect(stderr.match(/warning: 1 problem/g)).toHaveLength(2)
})

test('the tool and its mode are those of package.json when the command is started again', async () => {
  const modes = { '.env.development': 'BACKEND_PORT=9002\n', '.env.staging': 'BACKEND_PORT=9004\n' }
  const run = await withVite(['npm', '-s', 'start'], { 'package.json': { scripts: { start: 'vite' } }, ...modes })
  write(run.root, { 'package.json': { scripts: { start: 'vite --mode staging' } } })
  write(run.root, { '.env.development': 'BACKEND_PORT=9003\n' })
  await run.says('got 9004')
  write(run.root, { '.env.staging': 'BACKEND_PORT=9005\n' })
  await run.says('got 9005')
  const end = await ended(run)
  expect(starts(end)).toEqual(['9002', '9004', '9005'])
  expect(end.stderr).toContain('note: mode staging, as vite uses by itself')
})
