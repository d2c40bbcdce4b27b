import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { asUser } from '../faults/writing/user.js'
import { SELF, start } from '../support/run.js'
import { type Family, family, SHOP } from './family.js'

const BOTH = ['.env.local', '.env.test.local']

function textIn({ folder }: Family, checkout: string, path: string): string | null {
  const file = join(folder, checkout, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

/** What the ledger has, by slot. */
function ledgerOf({ state }: Family): [number, string][] {
  const file = join(state, 'portolan/shop/ledger.json')
  if (!existsSync(file)) return []
  const { holdings } = JSON.parse(readFileSync(file, 'utf8'))
  return holdings.map(({ slot, checkout }: { slot: number; checkout: string }) => [slot, checkout.split('/').at(-1)])
}

/** Moves a worktree as `git worktree move` does. */
function move({ folder, write }: Family, from: string, to: string): void {
  renameSync(join(folder, from), join(folder, to))
  write('shop', `.git/worktrees/${from}/gitdir`, `${join(folder, to, '.git')}\n`)
}

/** Somebody of no checkout who listens on a port until the test ends. */
async function listen(port: number): Promise<void> {
  const server = createServer()
  onTestFinished(() => {
    server.close()
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
}

describe('a claim', () => {
  test('takes the lowest free slot, and every mode sees it', async () => {
    const shop = family(['login', 'pay'], { '.env.staging': 'BACKEND_PORT=21210\n' })
    const first = await shop.slot('login', ['claim'])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toContain(
      `claimed slot 1 for ${shop.folder}/login (branch login), wrote .env.local, .env.test.local\n`,
    )
    expect(first.stdout).toContain('  BACKEND_PORT 21203 -> 21223\n')
    expect(first.stdout).toContain('  BACKEND_URL http://localhost:21203 -> http://localhost:21223\n')
    expect((await shop.slot('pay', ['claim'])).stdout).toContain('claimed slot 2 ')
    const port = async (...mode: string[]) => (await shop.run('pay', ['get', 'BACKEND_PORT', ...mode])).stdout
    expect([await port(), await port('--mode', 'test'), await port('--mode', 'staging')]).toEqual([
      '21243\n',
      '21243\n',
      '21250\n',
    ])
    expect(ledgerOf(shop)).toEqual([
      [1, 'login'],
      [2, 'pay'],
    ])
  })

  test('keeps every other byte of the local files', async () => {
    const shop = family(['login'])
    shop.write('login', '.env.local', '# mine\r\nexport STACK_SLOT = "0" # copy\r\nTOKEN="a\r\nb"')
    await shop.slot('login', ['claim', '3'])
    expect(textIn(shop, 'login', '.env.local')).toBe('# mine\r\nexport STACK_SLOT = 3 # copy\r\nTOKEN="a\r\nb"')
  })

  test('changes nothing where the slot is held already', async () => {
    const shop = family(['login'])
    await shop.slot('login', ['claim'])
    const before = readFileSync(join(shop.state, 'portolan/shop/ledger.json'), 'utf8')
    for (const words of [['claim'], ['claim', '1']]) {
      const again = await shop.slot('login', words)
      expect(again).toMatchObject({ code: 0, stderr: '' })
      expect(again.stdout).toBe(`${shop.folder}/login (branch login) holds slot 1 already: nothing changed\n`)
    }
    expect(readFileSync(join(shop.state, 'portolan/shop/ledger.json'), 'utf8')).toBe(before)
  })

  test('says who has the slot that is asked for, and since when', async () => {
    const shop = family(['login', 'pay'])
    await shop.slot('login', ['claim', '2'])
    const refused = await shop.slot('pay', ['claim', '2'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(
      /slot 2 is held by \/\S+\/login \(branch login, since \d{4}-\d\d-\d\d \d\d:\d\d UTC\)/,
    )
    const { problems } = JSON.parse((await shop.slot('pay', ['claim', '2', '--json'])).stdout)
    expect(problems[0].message).toContain(`${shop.folder}/login`)
    expect(textIn(shop, 'pay', '.env.local')).toBeNull()
  })

  test('of another slot moves the checkout, and gives the old one up', async () => {
    const shop = family(['login', 'pay'])
    await shop.slot('login', ['claim'])
    const { stdout } = await shop.slot('login', ['claim', '4'])
    expect(stdout).toContain('claimed slot 4 ')
    expect(stdout).toContain('  BACKEND_PORT 21223 -> 21283\n')
    expect(ledgerOf(shop)).toEqual([[4, 'login']])
    expect(BOTH.map((path) => textIn(shop, 'login', path))).toEqual(['STACK_SLOT=4\n', 'STACK_SLOT=4\n'])
    expect((await shop.slot('pay', ['claim'])).stdout).toContain('claimed slot 1 ')
  })

  test('that was cut short is mended by the next: before the local files were written, and before the old slot was given up', async () => {
    const shop = family(['login'])
    await shop.slot('login', ['claim'])
    for (const path of BOTH) rmSync(join(shop.folder, 'login', path))
    expect((await shop.slot('login', ['claim'])).code).toBe(0)
    expect(textIn(shop, 'login', '.env.test.local')).toBe('STACK_SLOT=1\n')
    const file = join(shop.state, 'portolan/shop/ledger.json')
    const ledger = JSON.parse(readFileSync(file, 'utf8'))
    const moved = { ...ledger.holdings[0], slot: 3, ports: [] }
    writeFileSync(file, JSON.stringify({ version: 1, holdings: [...ledger.holdings, moved] }))
    await shop.slot('login', ['claim'])
    expect(ledgerOf(shop)).toEqual([[1, 'login']])
  })

  test('in the main checkout is of slot 0, writes nothing, and takes away what says another', async () => {
    const shop = family([])
    expect((await shop.slot('shop', ['claim'])).stdout).toContain('claimed slot 0 ')
    expect(readdirSync(join(shop.folder, 'shop'))).not.toContain('.env.local')
    await shop.slot('shop', ['claim', '2'])
    shop.write('shop', '.env.local', `TOKEN=a\n${textIn(shop, 'shop', '.env.local')}`)
    await shop.slot('shop', ['claim', '0'])
    expect(BOTH.map((path) => textIn(shop, 'shop', path))).toEqual(['TOKEN=a\n', null])
    expect(ledgerOf(shop)).toEqual([[0, 'shop']])
  })

  test('of slot 0 is refused to a worktree', async () => {
    const shop = family(['login'])
    const refused = await shop.slot('login', ['claim', '0'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(`slot 0 belongs to the main checkout, ${shop.folder}/shop`)
  })

  test('of slot 0 is left to whoever asks for it among the worktrees of a bare repository', async () => {
    const shop = family(['login', 'pay'])
    shop.write('shop', '.git/config', '[core]\n\tbare = true\n')
    expect((await shop.slot('login', ['claim', '--auto'])).stdout).toContain('claimed slot 1 ')
    expect((await shop.slot('pay', ['claim', '0'])).stdout).toContain('claimed slot 0 ')
    expect(await shop.slot('pay', ['claim', '--auto'])).toEqual({ code: 0, stdout: '', stderr: '' })
    expect((await shop.slot('login', ['claim', '0'])).stderr).toContain(`slot 0 is held by ${shop.folder}/pay`)
  })

  test('of slot 0 is refused to a worktree whose repository is not where it was', async () => {
    const shop = family(['login'])
    renameSync(join(shop.folder, 'shop'), join(shop.folder, 'store'))
    const refused = await shop.slot('login', ['claim', '0'])
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('slot 0 belongs to the main checkout') })
    expect(refused.stderr).toContain('git worktree repair')
  })

  test('says by whom all are taken, and what to do', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const shop = family(names)
    for (const name of names.slice(0, 4)) expect((await shop.slot(name, ['claim'])).code).toBe(0)
    const refused = await shop.slot('e', ['claim'])
    expect(refused.code).toBe(1)
    const lines = refused.stderr.split('\n')
    expect(lines[0]).toBe('error: none of the slots 1-4 can be had')
    expect(lines.slice(1, 5)).toEqual(
      names.slice(0, 4).map((name, index) => {
        return expect.stringContaining(`  slot ${index + 1} is held by ${shop.folder}/${name} (branch ${name}, since `)
      }),
    )
    expect(lines[5]).toContain('config slot plan --count')
    expect(lines[5]).not.toContain('prune')
  })

  test('says which of those who hold all are gone, and what frees theirs', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const shop = family(names)
    for (const name of names.slice(0, 4)) expect((await shop.slot(name, ['claim'])).code).toBe(0)
    rmSync(join(shop.folder, 'b'), { recursive: true })
    rmSync(join(shop.folder, 'd'), { recursive: true })
    const lines = (await shop.slot('e', ['claim'])).stderr.split('\n')
    expect([1, 2, 3, 4].filter((line) => lines[line]?.endsWith(', whose folder is gone'))).toEqual([2, 4])
    expect(lines[5]).toContain('2 are gone: `config slot prune` frees them')
    expect((await shop.slot('e', ['claim', '2'])).stderr).toContain('`config slot prune` frees it')
    shop.write('e', '.env.local', 'STACK_SLOT=3\n')
    const { problems } = JSON.parse((await shop.slot('e', ['claim', '--json'])).stdout)
    expect(problems[0].message).toBe('none of the slots 1-4 can be had')
    expect(problems[0].details).toHaveLength(4)
  })

  test.each([['5'], ['01'], ['x']])('of %j, which is none, is wrong usage', async (word) => {
    const { code, stderr } = await family(['login']).slot('login', ['claim', word])
    expect(code).toBe(2)
    expect(stderr).toContain('is not a slot (0-4)')
  })

  test('where the schema has no slot says how to get one', async () => {
    const { slot, ...without } = SHOP
    const shop = family(['login'], { 'schema/index.json': without })
    expect(await shop.slot('login', ['claim'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('config slot plan'),
    })
    expect(slot.env).toBe('STACK_SLOT')
  })

  test('without a home folder says what to set', async () => {
    const shop = family(['login'])
    const refused = await shop.slot('login', ['claim'], { env: { XDG_STATE_HOME: '' } })
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('HOME is not set') })
  })

  test('warns of files that git would take into a commit', async () => {
    const shop = family(['login'])
    rmSync(join(shop.folder, 'login/.git'))
    spawnSync('git', ['init', '-q', join(shop.folder, 'login')])
    shop.write('login', '.gitignore', '.env.local\n')
    const { stderr } = await shop.slot('login', ['claim', '1'], { env: { PATH: process.env.PATH ?? '' } })
    expect(stderr).toBe('note: .env.test.local is for this machine alone: write /.env.test.local into .gitignore\n')
  })
})

describe('a claim is of ports that nobody else has', () => {
  test('whatever stride another branch has', async () => {
    const shop = family(['login', 'pay'])
    const wide = { ...SHOP, slot: { ...SHOP.slot, stride: 40 } }
    shop.write('pay', 'schema/index.json', JSON.stringify(wide))
    await shop.slot('login', ['claim', '2'])
    const claimed = await shop.slot('pay', ['claim'])
    expect(claimed.stdout).toContain('claimed slot 3 ')
    expect(claimed.stderr).toContain('note: slot 1 meets another: BACKEND_PORT=21243 is also that of ')
  })

  test('nor the main checkout, which has claimed none and has a literal port of its own', async () => {
    const shop = family(['login'])
    shop.write('shop', '.env.local', 'BACKEND_PORT=21320\n')
    const { stdout, stderr } = await shop.slot('login', ['claim'])
    expect(stderr).toContain('slot 1 meets another: FRONTEND_PORT=21320 is BACKEND_PORT of ')
    expect(stderr).toContain('(branch main, the main checkout, slot 0)')
    expect(stdout).toContain('claimed slot 2 ')
  })

  test('nor a checkout of another stack, but in slot 0', async () => {
    const shop = family(['login'])
    const other = family([], { 'package.json': '{"name": "other"}' })
    const env = { XDG_STATE_HOME: shop.state }
    await other.slot('shop', ['claim', '1'], { env })
    const { stdout, stderr } = await shop.slot('login', ['claim'])
    expect(stdout).toContain('claimed slot 2 ')
    expect(stderr).toContain('of the stack other: passed over')
    expect((await shop.slot('shop', ['claim'])).code).toBe(0)
  })

  test('in no mode: a committed .env.test counts', async () => {
    const shop = family(['login', 'pay'], { '.env.test': 'BACKEND_PORT=21223\n' })
    const { stdout, stderr } = await shop.slot('login', ['claim'])
    expect(stderr).toContain('slot 1 meets another: BACKEND_PORT=21223 is also that of ')
    expect(stdout).toContain('claimed slot 2 ')
  })

  test('a literal port that another has cannot be had in any slot', async () => {
    const shop = family(['login', 'pay'])
    for (const name of ['login', 'pay']) shop.write(name, '.env.local', 'BACKEND_PORT=21333\n')
    await shop.slot('login', ['claim'])
    const refused = await shop.slot('pay', ['claim'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('BACKEND_PORT=21333 is also that of ')
    expect(refused.stderr).toContain(
      '\n  from .env.local:1\n  help: that port does not shift: delete that line, or give one of',
    )
    shop.write('pay', '.env.local', '')
    await shop.slot('pay', ['claim'])
    shop.write('pay', '.env.local', 'STACK_SLOT=2\nBACKEND_PORT=21333\n')
    const changed = await shop.slot('pay', ['claim'])
    expect(changed.stderr).toContain("the ports of slot 2 changed, and meet another's: BACKEND_PORT=21333")
    expect(changed.stderr).toContain('\n  from .env.local:2\n  help: that port does not shift: delete that line')
  })

  test('nor may a port that all copies share be one of theirs by a local file, but they may share one so', async () => {
    const redis = { doc: 'Redis', format: 'port', env: 'REDIS_PORT', default: 21_379, shift: false }
    const shop = family(['login', 'pay', 'ship'], { 'schema/index.json': { ...SHOP, redis } })
    shop.write('login', '.env.local', 'REDIS_PORT=21243\n')
    expect((await shop.slot('login', ['claim'])).stdout).toContain('claimed slot 1 ')
    const passed = await shop.slot('pay', ['claim', '2'])
    expect(passed).toMatchObject({ code: 1, stderr: expect.stringContaining('BACKEND_PORT=21243 is REDIS_PORT of ') })
    expect((await shop.slot('ship', ['claim', '3'])).code).toBe(0)
    shop.write('pay', '.env.local', 'REDIS_PORT=21263\n')
    const refused = await shop.slot('pay', ['claim', '4'])
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('REDIS_PORT=21263 is BACKEND_PORT of ') })
    shop.write('pay', '.env.local', 'REDIS_PORT=21243\n')
    expect((await shop.slot('pay', ['claim', '4'])).code).toBe(0)
    await listen(21_243)
    rmSync(join(shop.folder, 'pay'), { recursive: true })
    expect((await shop.slot('login', ['prune'])).stdout).toContain('slot 4 is free: ')
  })

  test('nor a stranger who listens, who is named', async () => {
    const shop = family(['login'])
    await listen(21_223)
    const refused = await shop.slot('login', ['claim', '1'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(
      /slot 1 is not free: BACKEND_PORT=21223 \(21203 \+ 1 x 20 for slot 1\) is held by a stranger: .*pid \d+/,
    )
    const { stdout, stderr } = await shop.slot('login', ['claim'])
    expect(stdout).toContain('claimed slot 2 ')
    expect(stderr).toContain('note: slot 1 is not free: BACKEND_PORT=21223')
  })

  test('takes another slot where the schema does not have the one that is held any more', async () => {
    const shop = family(['login'])
    await shop.slot('login', ['claim', '4'])
    shop.write('login', 'schema/index.json', JSON.stringify({ ...SHOP, slot: { ...SHOP.slot, count: 3 } }))
    const { code, stdout } = await shop.slot('login', ['claim', '--auto'])
    expect([code, stdout.split('\n')[0]]).toEqual([
      0,
      `claimed slot 1 for ${shop.folder}/login (branch login), released slot 4, wrote .env.local, .env.test.local`,
    ])
    expect(ledgerOf(shop)).toEqual([[1, 'login']])
  })

  test('keeps its number where a branch has another name for the stack, and has it again on the way back', async () => {
    const shop = family(['pay', 'login'])
    await shop.slot('pay', ['claim'])
    await shop.slot('login', ['claim'])
    shop.write('login', 'package.json', '{"name": "store"}')
    expect((await shop.slot('login', ['claim', '--auto'])).stdout).toContain('claimed slot 2 ')
    shop.write('login', 'package.json', '{"name": "shop"}')
    expect(await shop.slot('login', ['claim', '--auto'])).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('ports that changed since are recorded where they are free, and told where they are not', async () => {
    const shop = family(['login', 'pay'])
    await shop.slot('login', ['claim'])
    await shop.slot('pay', ['claim'])
    shop.write('login', '.env.local', 'STACK_SLOT=1\nBACKEND_PORT=21333\n')
    const { stdout } = await shop.slot('login', ['claim'])
    expect(stdout).toContain('recorded its changed ports')
    expect(stdout.match(/^ {2}.*/gm)).toEqual(['  BACKEND_PORT 21223 -> 21333, 21223'])
    shop.write('login', '.env.local', 'STACK_SLOT=1\nBACKEND_PORT=21243\n')
    const refused = await shop.slot('login', ['claim'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(`BACKEND_PORT=21243 is also that of ${shop.folder}/pay`)
  })

  test('a local port that another has is to be another, in slot 0 too, be the slot held already or not', async () => {
    const shop = family(['login'])
    await shop.slot('login', ['claim'])
    shop.write('shop', '.env.local', 'BACKEND_PORT=21223\n')
    const refused = await shop.slot('shop', ['claim'])
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('give one of the two another') })
    shop.write('shop', '.env.local', '')
    await shop.slot('shop', ['claim'])
    shop.write('shop', '.env.local', 'BACKEND_PORT=21223\n')
    const changed = await shop.slot('shop', ['claim'])
    expect(changed).toMatchObject({ code: 1, stderr: expect.stringContaining('give one of the two another') })
  })

  test('a secret port is masked, and not told to others', async () => {
    const secret = { ...SHOP, backend: { ...SHOP.backend, sensitive: true } }
    const shop = family(['login', 'pay'], { 'schema/index.json': secret })
    for (const name of ['login', 'pay']) shop.write(name, '.env.local', 'BACKEND_PORT=21333\n')
    const claimed = await shop.slot('login', ['claim', '--json'])
    const refused = await shop.slot('pay', ['claim'])
    const shown = await shop.slot('login', [])
    expect(claimed.code + refused.code).toBe(1)
    expect(JSON.stringify([claimed, refused, shown])).not.toContain('21333')
  })
})

describe('a slot that is given from outside', () => {
  test('is claimed, and written nowhere', async () => {
    const shop = family(['login'])
    expect((await shop.slot('login', ['claim'], { env: { STACK_SLOT: '4' } })).stdout).toContain('claimed slot 4 ')
    expect(textIn(shop, 'login', '.env.local')).toBeNull()
    expect(ledgerOf(shop)).toEqual([[4, 'login']])
    expect((await shop.slot('login', ['claim', '--set', 'STACK_SLOT=4'])).stdout).toContain('already')
  })

  test('and another that is asked for: it is said which wins', async () => {
    const { code, stderr } = await family(['login']).slot('login', ['claim', '3'], { env: { STACK_SLOT: '4' } })
    expect(code).toBe(2)
    expect(stderr).toContain('STACK_SLOT=4 in the environment wins over slot 3')
  })

  test('and bad, is told', async () => {
    const { code, stderr } = await family(['login']).slot('login', ['claim'], { env: { STACK_SLOT: '9' } })
    expect([code, stderr.includes('is not a slot (0-4)')]).toEqual([1, true])
  })
})

describe('claim --auto', () => {
  test('keeps slot 0 in the main checkout, gives a worktree one, and says nothing the next time', async () => {
    const shop = family(['login'])
    expect((await shop.slot('shop', ['claim', '--auto'])).code).toBe(0)
    expect((await shop.slot('login', ['claim', '--auto'])).stdout).toContain('claimed slot 1 ')
    for (const checkout of ['shop', 'login']) {
      expect(await shop.slot(checkout, ['claim', '--auto'])).toEqual({ code: 0, stdout: '', stderr: '' })
    }
    expect(ledgerOf(shop)).toEqual([
      [0, 'shop'],
      [1, 'login'],
    ])
  })

  test('tells a program the same each time', async () => {
    const shop = family(['login'])
    const first = JSON.parse((await shop.slot('login', ['claim', '--auto', '--json'])).stdout)
    const again = JSON.parse((await shop.slot('login', ['claim', '--auto', '--json'])).stdout)
    expect([first.slot, first.state, again.slot, again.state]).toEqual([1, 'claimed', 1, 'held'])
    expect(again.ports).toEqual(first.ports)
  })

  test('in a second clone, whose ports slot 0 of the first has, claims as a worktree does', async () => {
    const shop = family([])
    const clone = family([])
    await shop.slot('shop', ['claim', '--auto'])
    const { stdout } = await clone.slot('shop', ['claim', '--auto'], { env: { XDG_STATE_HOME: shop.state } })
    expect(stdout).toContain('claimed slot 1 ')
  })

  test('in a worktree or a main checkout that was moved takes over what it held where it was, and says so', async () => {
    const shop = family(['login'])
    for (const name of ['shop', 'login']) await shop.slot(name, ['claim', '--auto'])
    move(shop, 'login', 'signin')
    expect(await shop.slot('signin', ['claim', '--auto'])).toEqual({
      code: 0,
      stdout: `${shop.folder}/signin (branch login) holds slot 1, taken over from ${shop.folder}/login, which is gone\n`,
      stderr: '',
    })
    expect((await shop.slot('signin', ['claim', '--auto'])).stdout).toBe('')
    renameSync(join(shop.folder, 'shop'), join(shop.folder, 'store'))
    const renamed = await shop.slot('store', ['claim', '--auto', '--json'])
    expect(JSON.parse(renamed.stdout)).toMatchObject({ slot: 0, state: 'held', movedFrom: `${shop.folder}/shop` })
    expect(ledgerOf(shop)).toEqual([
      [0, 'store'],
      [1, 'signin'],
    ])
  })

  test('in a checkout that was moved leaves it a slot that another is asked for, and no other', async () => {
    const shop = family(['login'])
    await shop.slot('login', ['claim', '--auto'])
    move(shop, 'login', 'signin')
    expect((await shop.slot('signin', ['claim', '3'])).stdout).toContain('claimed slot 3 ')
    expect(ledgerOf(shop)).toEqual([[3, 'signin']])
  })

  test('takes nothing over from a checkout that is there, nor where a stranger listens, nor without a word of its own', async () => {
    const shop = family(['login', 'pay', 'ship'])
    await shop.slot('login', ['claim', '--auto'])
    shop.write('pay', '.env.local', 'STACK_SLOT=1\n')
    expect((await shop.slot('pay', ['claim', '--auto'])).stdout).toContain('claimed slot 2 ')
    await listen(21_223)
    move(shop, 'login', 'signin')
    const passed = await shop.slot('signin', ['claim', '--auto'])
    expect(passed.stdout).toContain('claimed slot 3 ')
    rmSync(join(shop.folder, 'signin'), { recursive: true })
    shop.write('ship', '.env', 'STACK_SLOT=3\n')
    expect((await shop.slot('ship', ['claim', '--auto'])).stdout).toContain('claimed slot 4 ')
  })

  test('records the ports of the branch that was checked out since', async () => {
    const shop = family(['login'])
    await shop.slot('login', ['claim', '--auto'])
    shop.write('login', '.env', 'BACKEND_PORT=21210\n')
    expect((await shop.slot('login', ['claim', '--auto'])).stdout).toContain('recorded its changed ports')
  })

  test('does not fail where the schema has no slot', async () => {
    const { slot: _, ...without } = SHOP
    const { code, stderr } = await family(['login'], { 'schema/index.json': without }).slot('login', [
      'claim',
      '--auto',
    ])
    expect([code, stderr]).toEqual([0, 'note: the schema has no slot, so there is none to claim\n'])
  })
})

describe('where the local files cannot say the slot, nothing is claimed', () => {
  test('a link that checkouts share', async () => {
    const shop = family(['login'])
    shop.write('shop', '.env.local', 'TOKEN=a\n')
    symlinkSync('../shop/.env.local', join(shop.folder, 'login/.env.local'))
    const refused = await shop.slot('login', ['claim'])
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('.env.local is a symbolic link') })
    expect([ledgerOf(shop), textIn(shop, 'shop', '.env.local')]).toEqual([[], 'TOKEN=a\n'])
  })

  test('but a link is no obstacle where nothing is to be written into it', async () => {
    const shop = family(['login'])
    writeFileSync(join(shop.folder, 'shared.env'), 'TOKEN=a\n')
    symlinkSync('../shared.env', join(shop.folder, 'shop/.env.local'))
    symlinkSync('../shared.env', join(shop.folder, 'login/.env.dev.local'))
    const all = [await shop.slot('shop', ['claim']), await shop.slot('login', ['claim'])]
    expect(all.map(({ code }) => code)).toEqual([0, 0])
    expect((await shop.slot('login', ['release'])).code).toBe(0)
    expect(ledgerOf(shop)).toEqual([[0, 'shop']])
    expect(readFileSync(join(shop.folder, 'shared.env'), 'utf8')).toBe('TOKEN=a\n')
  })

  test('a folder in the place of one', async () => {
    const shop = family(['login'])
    mkdirSync(join(shop.folder, 'login/.env.test.local'))
    expect((await shop.slot('login', ['claim'])).code).toBe(1)
    expect([ledgerOf(shop), textIn(shop, 'login', '.env.local')]).toEqual([[], null])
  })

  test('a folder that may not be written: what was recorded is taken back', async () => {
    const shop = family(['login'])
    if (process.getuid?.() === 0) spawnSync('chown', ['-R', '65534:65534', shop.folder])
    chmodSync(join(shop.folder, 'login'), 0o500)
    const self = { ...SELF, user: process.getuid?.() === 0 ? 65_534 : SELF.user }
    const refused = await asUser(() => shop.slot('login', ['claim'], { self }))
    chmodSync(join(shop.folder, 'login'), 0o700)
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('this user lacks the permission') })
    expect(ledgerOf(shop)).toEqual([])
  })

  test('a shared file that says a slot for one mode is outdone there', async () => {
    const shop = family(['login'], { '.env.staging': 'STACK_SLOT=0\n', '.env': 'STACK_SLOT=0\n' })
    expect((await shop.slot('login', ['claim'])).code).toBe(0)
    expect(textIn(shop, 'login', '.env.staging.local')).toBe('STACK_SLOT=1\n')
  })
})

describe('release', () => {
  test("takes the checkout's own lines out, and the record", async () => {
    const shop = family(['login'])
    shop.write('login', '.env.local', 'TOKEN=a\n')
    await shop.slot('login', ['claim'])
    const released = await shop.slot('login', ['release'])
    expect(released).toEqual({
      code: 0,
      stdout: 'released slot 1, wrote .env.local, .env.test.local; STACK_SLOT is 0 (schema)\n',
      stderr: '',
    })
    expect(BOTH.map((path) => textIn(shop, 'login', path))).toEqual(['TOKEN=a\n', null])
    expect(ledgerOf(shop)).toEqual([])
    expect((await shop.slot('login', ['release'])).stdout).toContain('holds no slot')
  })

  test('is refused while a service of the checkout listens on its ports, which is no obstacle to claiming them', async () => {
    const shop = family(['login'])
    const server = "require('net').createServer().listen(21223, '127.0.0.1', () => console.log('listens'))"
    const { says, process: service } = start(join(shop.folder, 'login'), process.execPath, ['-e', server])
    await says('listens')
    expect((await shop.slot('login', ['claim', '1'])).code).toBe(0)
    const refused = await shop.slot('login', ['release'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(new RegExp(`slot 1 is in use: BACKEND_PORT=21223: .*\\(pid ${service.pid}\\)`))
    expect([ledgerOf(shop), textIn(shop, 'login', '.env.local')]).toEqual([[[1, 'login']], 'STACK_SLOT=1\n'])
    const forced = await shop.slot('login', ['release', '--force'])
    expect([forced.code, ledgerOf(shop)]).toEqual([0, []])
    expect(forced.stderr).toContain('warning: still listens: BACKEND_PORT=21223: ')
    expect(service.exitCode).toBeNull()
  })

  test('leaves a line that says another slot', async () => {
    const shop = family(['login'])
    await shop.slot('login', ['claim'])
    shop.write('login', '.env.local', 'STACK_SLOT=3\n')
    expect((await shop.slot('login', ['release'])).stdout).toContain('STACK_SLOT is 3 (.env.local:1)')
    expect(textIn(shop, 'login', '.env.local')).toBe('STACK_SLOT=3\n')
  })

  test('on a branch without a slot needs force, since the local files may go on to say it', async () => {
    const shop = family(['login'])
    await shop.slot('login', ['claim'])
    const { slot: _, ...without } = SHOP
    for (const schema of [JSON.stringify(without), '{']) {
      shop.write('login', 'schema/index.json', schema)
      const refused = await shop.slot('login', ['release'])
      expect(refused.code).toBe(1)
      expect(refused.stderr).toContain('it is not known which lines of local files say slot 1')
    }
    expect(ledgerOf(shop)).toEqual([[1, 'login']])
    const forced = await shop.slot('login', ['release', '--force'])
    expect(forced).toEqual({ code: 0, stdout: 'released slot 1\n', stderr: '' })
    expect(ledgerOf(shop)).toEqual([])
  })

  test('gives it to the next', async () => {
    const shop = family(['login', 'pay'])
    await shop.slot('login', ['claim'])
    await shop.slot('login', ['release'])
    expect((await shop.slot('pay', ['claim'])).stdout).toContain('claimed slot 1 ')
  })
})

test('a file of this machine that is made of the ports follows the slot, where it is there', async () => {
  const targets = { $stack: { targets: { env: 'ports.local.env' } } }
  const shop = family(['login'], { 'schema/index.json': { ...SHOP, ...targets } })
  await shop.slot('login', ['claim'])
  expect(textIn(shop, 'login', 'ports.local.env')).toBeNull()
  await shop.run('login', ['generate'])
  expect(textIn(shop, 'login', 'ports.local.env')).toContain('BACKEND_PORT=21223\n')
  expect((await shop.slot('login', ['claim', '2'])).stdout).toContain('.env.test.local, ports.local.env\n')
  expect(textIn(shop, 'login', 'ports.local.env')).toContain('BACKEND_PORT=21243\n')
  await shop.slot('login', ['release'])
  expect(textIn(shop, 'login', 'ports.local.env')).toContain('BACKEND_PORT=21203\n')
})

describe('config slot', () => {
  test('shows the slot while the ledger is damaged, and says so', async () => {
    const shop = family(['login'])
    await shop.slot('login', ['claim'])
    writeFileSync(join(shop.state, 'portolan/shop/ledger.json'), '{')
    const { code, stdout, stderr } = await shop.slot('login', [])
    expect([code, stdout.includes('slot 1, from .env.local:1')]).toEqual([1, true])
    expect(stdout).toMatch(/^ {2}holds +\(not known\)$/m)
    expect(stderr.match(/is damaged: it is no JSON/g)).toHaveLength(1)
  })

  test('tells the slot, where it comes from, and the ports', async () => {
    const shop = family(['login'])
    await shop.slot('login', ['claim'])
    const { code, stdout } = await shop.slot('login', [])
    expect(code).toBe(0)
    expect(stdout).toContain('slot 1, from .env.local:1\n')
    expect(stdout).toMatch(/holds +slot 1 since \d{4}/)
    expect(stdout).toMatch(/BACKEND_PORT +21223 +21203 \+ 1 x 20 for slot 1\n/)
    const told = JSON.parse((await shop.slot('login', ['--json'])).stdout)
    expect(told).toMatchObject({ stack: 'shop', slot: 1, stride: 20, count: 5, branch: 'login', problems: [] })
    expect(told.holds).toMatchObject([{ slot: 1 }])
  })

  test('tells of a worktree that has claimed none, even where the main checkout has not either', async () => {
    const shop = family(['login'])
    const { code, stdout, stderr } = await shop.slot('login', [])
    expect([code, stdout.includes('no slot')]).toEqual([0, true])
    expect(stderr).toContain('warning: this is a linked worktree in slot 0')
    expect(stderr).toContain('`config slot claim` gives it a slot of its own')
  })

  test('says where the ledger knows another, with the next step', async () => {
    const shop = family(['login'])
    await shop.slot('login', ['claim'])
    const { code, stderr } = await shop.slot('login', [], { env: { STACK_SLOT: '' } })
    expect([code, stderr]).toEqual([0, ''])
    for (const path of BOTH) shop.write('login', path, 'STACK_SLOT=2\n')
    const differs = await shop.slot('login', [])
    expect(differs.code).toBe(1)
    expect(differs.stderr).toContain('STACK_SLOT=2, but this checkout holds slot 1')
    expect(differs.stderr).toContain('config slot claim')
  })

  test('says of a slot that is none that it is not valid', async () => {
    const { code, stdout, stderr } = await family(['login']).slot('login', [], { env: { STACK_SLOT: 'x' } })
    expect(code).toBe(1)
    expect(stdout).toContain('slot (not valid), from environment\n')
    expect(stderr).toContain('error: STACK_SLOT="x" is not a slot (0-4)\n')
  })
})
