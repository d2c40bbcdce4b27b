import { appendFileSync, readdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { NODE, small } from '../../support/exec.js'
import { SMALL_SCHEMA, write } from '../../support/project.js'
import { PROGRAM, start } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { ended, relink, sleep, started, starts, TELLS } from '../../support/watching.js'
import { canTrace } from '../writing/strace.js'

const lineOf = (port: number) => `BACKEND_PORT=${port}\n`

describe('many edits', () => {
  test('5,000 at once: the command has the last value, and was started far less often', async () => {
    const command = await started()
    const path = join(command.root, '.env.local')
    for (let port = 10_000; port < 15_000; port++) {
      writeFileSync(path, lineOf(port))
      if (port % 100 === 0) await sleep(0)
    }
    await command.says('got 14999')
    const ports = starts(await ended(command))
    expect(ports.at(-1)).toBe('14999')
    expect(ports.length).toBeLessThan(50)
  })

  test('without a pause, by another process: the command is started meanwhile all the same', async () => {
    const command = await started()
    const loop = 'i=10000; while :; do i=$((i + 1)); echo BACKEND_PORT=$i > new; mv new .env.local; done'
    const editor = start(command.root, 'sh', ['-c', loop])
    await command.says('got 1')
    editor.process.kill('SIGKILL')
    await editor.end
    writeFileSync(join(command.root, '.env.local'), lineOf(9999))
    await command.says('got 9999')
    expect(starts(await ended(command)).at(-1)).toBe('9999')
  })

  test('of other files, in the same folder: nothing is read, and the next edit counts', async () => {
    const command = await started()
    for (let count = 0; count < 5000; count++) {
      appendFileSync(join(command.root, 'server.log'), `${count}\n`)
      if (count % 100 === 0) await sleep(0)
    }
    writeFileSync(join(command.root, '.env.local'), lineOf(9000))
    await command.says('got 9000')
    expect(starts(await ended(command))).toEqual(['8203', '9000'])
  })
})

/** Ways to put a text in the place of `.env.local`. */
const SAVES: readonly ((root: string, text: string) => void | Promise<void>)[] = [
  (root, text) => writeFileSync(join(root, '.env.local'), text),
  (root, text) => {
    writeFileSync(join(root, 'new'), text)
    renameSync(join(root, 'new'), join(root, '.env.local'))
  },
  async (root, text) => {
    writeFileSync(join(root, '.env.local'), '')
    await sleep(Math.random() * 60)
    writeFileSync(join(root, '.env.local'), text)
  },
  async (root, text) => {
    rmSync(join(root, '.env.local'), { force: true })
    await sleep(Math.random() * 60)
    writeFileSync(join(root, '.env.local'), text)
  },
  (root, text) => {
    const version = `v${text.trim()}`
    write(root, { [`mnt/${version}/env`]: text })
    relink(version, join(root, 'mnt/..data'))
    relink('mnt/..data/env', join(root, '.env.local'))
  },
  async (root, text) => {
    rmSync(join(root, 'shared'), { recursive: true, force: true })
    write(root, { 'shared/env': text })
    relink('shared/env', join(root, '.env.local'))
    await sleep(Math.random() * 30)
    unlinkSync(join(root, 'shared/env'))
    writeFileSync(join(root, 'shared/env'), text)
  },
]

describe('edits of many kinds', () => {
  test('each is followed, one after the other, and no watcher is left behind', async () => {
    const command = await started()
    const descriptors = () => readdirSync(`/proc/${command.process.pid}/fd`).length
    const before = process.platform === 'linux' ? descriptors() : 0
    for (let count = 0; count < 24; count++) {
      const port = 10_000 + count
      await SAVES[count % SAVES.length]?.(command.root, lineOf(port))
      await command.says(`got ${port}`)
    }
    // Beside the watchers there are files that are open for a moment.
    if (process.platform === 'linux') expect(descriptors()).toBeLessThan(before + 6)
    expect(starts(await ended(command)).at(-1)).toBe('10023')
  })
})

describeWith('strace', canTrace, 'where the system watches no folders', () => {
  test.each([
    ['inotify_add_watch', 'ENOSPC', 'fs.inotify.max_user_watches'],
    ['inotify_init1', 'EMFILE', 'fs.inotify.max_user_instances'],
  ])('%s gives %s: edits are found by looking, and that is told once', async (call, code, limit) => {
    const root = small()
    const inject = [
      '-f',
      '-qq',
      '-o',
      '/dev/null',
      '--seccomp-bpf',
      '-e',
      `trace=${call}`,
      '-e',
      `inject=${call}:error=${code}`,
    ]
    const command = start(root, 'strace', [...inject, NODE, PROGRAM, 'exec', '--watch', '--', ...TELLS])
    await command.says('got 8203')
    for (const port of [9000, 9001]) {
      write(root, { '.env.local': lineOf(port) })
      await command.says(`got ${port}`)
    }
    write(root, {
      'schema/index.json': { core: { ...SMALL_SCHEMA.core, more: { default: 1, format: 'int', env: 'MORE' } } },
    })
    await command.says('MORE (unset) -> 1')
    process.kill(-(command.process.pid ?? 0), 'SIGTERM')
    const { stderr } = await command.end
    expect(stderr.match(/^warning: .*\n.*/gm)).toEqual([
      `warning: a folder cannot be watched (${code}); edits there are found by looking every second\n  help: raise ${limit} with sysctl`,
    ])
  })
})

describeWith('Linux', process.platform === 'linux' && has('prlimit'), 'where no more files may be opened', () => {
  test('the program goes on, and follows edits once they may', async () => {
    const command = await started()
    const limit = (most: number) =>
      start(command.root, 'prlimit', ['--pid', `${command.process.pid}`, `--nofile=${most}:`]).end
    await limit(5)
    write(command.root, { '.env.local': lineOf(9000) })
    await command.says('too many files are open')
    await limit(1000)
    write(command.root, { '.env.local': lineOf(9001) })
    await command.says('got 9001')
    expect(starts(await ended(command))).toEqual(['8203', '9001'])
  })
})
