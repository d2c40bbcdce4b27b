import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, SMALL_SCHEMA, write } from '../../support/project.js'
import { ended, relink, sleep, started, starts } from '../../support/watching.js'

const OLD = 'BACKEND_PORT=8203\n'
const NEW = 'BACKEND_PORT=9000\n'
const LOCAL = { '.env.local': OLD }
const { backend, url } = SMALL_SCHEMA.core
const schemaOf = (port: number) => ({ core: { backend: { ...backend, default: port }, url } })
const documented = { core: { backend: { ...backend, doc: 'Other words' }, url } }
/** A schema whose port stands in a module beside it. */
const MODULES = {
  'schema/index.mjs': `
    import { port } from './ports.mjs'
    export default { core: { backend: { default: port, format: 'port', env: 'BACKEND_PORT' } } }`,
  'schema/ports.mjs': 'export const port = 8203',
}

/** One that takes its port from below, as soon as there is something. */
const OPTIONAL = `
  const { port } = await import('./more/port.mjs').catch(() => import('./ports.mjs'))
  export default { core: { backend: { default: port, format: 'port', env: 'BACKEND_PORT' } } }`

/** An edit from 8203 to 9000; what is seen halfway is 8203 too. */
type Edit = (root: string, path: string) => void | Promise<void>

const EDITS: Readonly<Record<string, readonly [Files, Edit]>> = {
  'a plain save': [LOCAL, (_, path) => writeFileSync(path, NEW)],
  'an atomic save': [LOCAL, (_, path) => replace(path)],
  'a save that moves the old file aside first': [
    LOCAL,
    (_, path) => {
      renameSync(path, `${path}~`)
      writeFileSync(path, NEW)
    },
  ],
  'a save in two writes': [
    LOCAL,
    async (_, path) => {
      writeFileSync(path, 'BACKEND_PORT=')
      await sleep(10)
      appendFileSync(path, '9000\n')
    },
  ],
  'a file that is emptied, and then filled': [
    LOCAL,
    async (_, path) => {
      writeFileSync(path, '')
      await sleep(30)
      writeFileSync(path, NEW)
    },
  ],
  'a file that is taken away, and then made again': [
    LOCAL,
    async (_, path) => {
      unlinkSync(path)
      await sleep(10)
      writeFileSync(path, NEW)
    },
  ],
  'a copy that keeps the time of an older file': [LOCAL, (_, path) => replace(path, 1)],
  'a file that was not there': [{}, (_, path) => writeFileSync(path, NEW)],
  'a file that is taken away': [{ '.env': NEW, ...LOCAL }, (_, path) => unlinkSync(path)],
  'a folder that takes the place of a file, and a file that takes its own': [
    LOCAL,
    async (_, path) => {
      unlinkSync(path)
      mkdirSync(path)
      await sleep(400)
      rmdirSync(path)
      writeFileSync(path, NEW)
    },
  ],
  'another default in the schema': [{}, (root) => write(root, { 'schema/index.json': schemaOf(9000) })],
  'a module beside the schema': [MODULES, (root) => write(root, { 'schema/ports.mjs': 'export const port = 9000' })],
  'a module below the schema, in a folder that was not there': [
    { ...MODULES, 'schema/index.mjs': OPTIONAL },
    (root) => write(root, { 'schema/more/port.mjs': 'export const port = 9000' }),
  ],
  'a schema whose folder is taken away, and then made again': [
    {},
    async (root) => {
      rmSync(join(root, 'schema'), { recursive: true })
      await sleep(400)
      write(root, { 'schema/index.json': schemaOf(9000) })
    },
  ],
  'a schema whose folder another one takes the place of': [
    { 'next/index.json': schemaOf(9000) },
    (root) => {
      renameSync(join(root, 'schema'), join(root, 'before'))
      renameSync(join(root, 'next'), join(root, 'schema'))
    },
  ],
  'a change of the file that a link leads to': [
    { 'shared/env': OLD },
    (root) => writeFileSync(join(root, 'shared/env'), NEW),
  ],
  'another target of a link': [{ 'shared/env': OLD, 'other/env': NEW }, (_, path) => relink('other/env', path)],
  'a link’s folder that is taken away, and then made again': [
    { 'shared/env': OLD },
    async (root) => {
      rmSync(join(root, 'shared'), { recursive: true })
      await sleep(400)
      write(root, { 'shared/env': NEW })
    },
  ],
}

/** Puts another file in the place of one, perhaps with a time, in seconds since 1970. */
function replace(path: string, time?: number): void {
  writeFileSync(`${path}.tmp`, NEW)
  if (time !== undefined) utimesSync(`${path}.tmp`, time, time)
  renameSync(`${path}.tmp`, path)
}

describe('exec --watch starts the command again, once, after', () => {
  test.each(Object.entries(EDITS))('%s', async (_title, [files, edit]) => {
    const command = await started(files, (root) => {
      if ('shared/env' in files) relink('shared/env', join(root, '.env.local'))
    })
    await edit(command.root, join(command.root, '.env.local'))
    await command.says('got 9000')
    expect(starts(await ended(command))).toEqual(['8203', '9000'])
  })

  test('each swap of a folder that Kubernetes mounts a ConfigMap at', async () => {
    const files = Object.fromEntries([8203, 9000, 9001].map((port) => [`mnt/..${port}/env`, `BACKEND_PORT=${port}\n`]))
    const command = await started(files, (root) => {
      relink('..8203', join(root, 'mnt/..data'))
      relink('..data/env', join(root, 'mnt/env'))
      relink('mnt/env', join(root, '.env.local'))
    })
    for (const port of ['9000', '9001']) {
      relink(`..${port}`, join(command.root, 'mnt/..data'))
      await command.says(`got ${port}`)
    }
    expect(starts(await ended(command))).toEqual(['8203', '9000', '9001'])
  })

  test('each of several edits, one kind after the other', async () => {
    const command = await started()
    const path = join(command.root, '.env.local')
    for (const port of [9001, 9002, 9003, 9004, 9005, 9006]) {
      const isAtomic = port % 2 === 0
      writeFileSync(isAtomic ? `${path}.tmp` : path, `BACKEND_PORT=${port}\n`)
      if (isAtomic) renameSync(`${path}.tmp`, path)
      await command.says(`got ${port}`)
    }
    expect(starts(await ended(command))).toEqual(['8203', '9001', '9002', '9003', '9004', '9005', '9006'])
  })
})

describe('exec --watch leaves the command alone after', () => {
  test.each<[string, Files, Edit]>([
    ['a comment', LOCAL, (_, path) => appendFileSync(path, '# a comment\n')],
    ['a save of the same text', LOCAL, (_, path) => writeFileSync(path, OLD)],
    ['another time of the file', LOCAL, (_, path) => utimesSync(path, 1, 1)],
    ['the same value in another file', {}, (_, path) => writeFileSync(path, OLD)],
    ['a file of another name', LOCAL, (root) => write(root, { '.env.example': NEW, 'notes.txt': NEW })],
    ['a file of another mode', LOCAL, (root) => write(root, { '.env.production': NEW })],
    ['a value that a higher file beats', LOCAL, (root) => write(root, { '.env': NEW })],
    ['a doc of the schema', {}, (root) => write(root, { 'schema/index.json': documented })],
    [
      'a value that is there for a moment',
      LOCAL,
      (_, path) => {
        writeFileSync(path, NEW)
        writeFileSync(path, OLD)
      },
    ],
  ])('%s', async (_title, files, edit) => {
    const command = await started(files)
    await edit(command.root, join(command.root, '.env.local'))
    await sleep(300)
    write(command.root, { '.env.local': 'BACKEND_PORT=9999\n' })
    await command.says('got 9999')
    expect(starts(await ended(command))).toEqual(['8203', '9999'])
  })
})
