import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { statedIn } from '../../../src/targets/firewall/preamble.js'
import { HOSTILE } from '../../printers/hostile.js'
import { project, REPOSITORY } from '../../support/project.js'
import { run } from '../../support/run.js'
import { describeWith } from '../../support/tools.js'
import { commandsIn, firewallProject, generated, made, PATHS, port, rulesIn, type Tool } from './made.js'
import { applyIptables, applyNftables, CAN, dryRun, firewalldVerdict, ufwRules } from './tools.js'

const settings = {
  backend: port('BACKEND_PORT', 8203, { doc: 'Backend API', outside: true }),
  avatar: port('AVATAR_PORT', 8615, { doc: 'Avatars', outside: ['192.168.0.0/16', '2001:db8::/32'], count: 10 }),
  metrics: port('METRICS_PORT', 8125, { outside: true, role: 'udp' }),
  redis: port('REDIS_PORT', 6379, { doc: 'Cache' }),
}

/** Has the real tools take what was generated. */
const ACCEPTED: Readonly<Record<Tool, (root: string) => void>> = {
  nftables: (root) => applyNftables(root, [PATHS.nftables]),
  iptables: (root) => applyIptables(root, [PATHS.iptables]),
  ufw: (root) => expect(ufwRules(root, [PATHS.ufw]).every(([, , , , action]) => action === 'allow')).toBe(true),
  firewalld: (root) => expect(firewalldVerdict(root, [PATHS.firewalld])).toBe(''),
}
const ALL_PATHS = Object.values(PATHS)
const TOOLS = Object.keys(PATHS) as Tool[]

describe('each file', () => {
  test('has the ports in the syntax of its tool, with who they are and from where they may be called', async () => {
    const { text, stderr } = await made(firewallProject(settings))
    expect(stderr).toBe('')
    expect(rulesIn(text(PATHS.ufw))).toEqual([
      'set -eu',
      "ufw allow proto tcp from any to any port 8203 comment 'portolan BACKEND_PORT: Backend API'",
      "ufw allow proto tcp from 192.168.0.0/16 to any port 8615:8624 comment 'portolan AVATAR_PORT: Avatars'",
      "ufw allow proto tcp from 2001:db8::/32 to any port 8615:8624 comment 'portolan AVATAR_PORT: Avatars'",
      "ufw allow proto udp from any to any port 8125 comment 'portolan METRICS_PORT'",
    ])
    const nft = rulesIn(text(PATHS.nftables))
    expect(nft.slice(0, 3)).toEqual(['table inet portolan', 'delete table inet portolan', 'table inet portolan {'])
    expect(nft.filter((rule) => /dport/.test(rule))).toEqual([
      'tcp dport 8203 accept comment "BACKEND_PORT: Backend API"',
      'ip saddr { 192.168.0.0/16 } tcp dport 8615-8624 accept comment "AVATAR_PORT: Avatars"',
      'ip6 saddr { 2001:db8::/32 } tcp dport 8615-8624 accept comment "AVATAR_PORT: Avatars"',
      'udp dport 8125 accept comment "METRICS_PORT"',
      'tcp dport { 6379, 8203, 8615-8624 } counter drop',
      'udp dport { 8125 } counter drop',
    ])
    expect(rulesIn(text(PATHS.iptables)).filter((rule) => / --dports? /.test(rule))).toEqual([
      '-A PORTOLAN -p tcp --dport 8203 -m comment --comment "BACKEND_PORT: Backend API" -j ACCEPT',
      '-A PORTOLAN -4 -s 192.168.0.0/16 -p tcp --dport 8615:8624 -m comment --comment "AVATAR_PORT: Avatars" -j ACCEPT',
      '-A PORTOLAN -6 -s 2001:db8::/32 -p tcp --dport 8615:8624 -m comment --comment "AVATAR_PORT: Avatars" -j ACCEPT',
      '-A PORTOLAN -p udp --dport 8125 -m comment --comment "METRICS_PORT" -j ACCEPT',
      '-A PORTOLAN -p tcp -m multiport --dports 6379,8203,8615:8624 -j DROP',
      '-A PORTOLAN -p udp -m multiport --dports 8125 -j DROP',
    ])
    const xml = text(PATHS.firewalld)
    expect(xml).toContain('  <!-- BACKEND_PORT: Backend API -->\n  <port port="8203" protocol="tcp"/>\n')
    expect(xml).toContain('<source address="2001:db8::/32"/>\n    <port port="8615-8624" protocol="tcp"/>')
    expect(xml).not.toContain('6379" protocol')
  })

  test('lists every port, and says that nobody applies it and that Docker bypasses such rules', async () => {
    const { text } = await made(firewallProject(settings))
    for (const path of ALL_PATHS) {
      expect(text(path)).toMatch(/^[# ]+BACKEND_PORT=8203 +8203\/tcp +open to everyone +Backend API$/m)
      expect(text(path)).toMatch(
        /^[# ]+AVATAR_PORT=8615 +8615-8624\/tcp +open to 192.168.0.0\/16, 2001:db8::\/32 +Ava/m,
      )
      expect(text(path)).toMatch(/^[# ]+REDIS_PORT=6379 +6379\/tcp +closed +Cache$/m)
      expect(text(path)).toContain('made of the schema, .env.defaults, .env (no mode). Nobody applies them but you:')
      expect(text(path)).toMatch(/Docker publishes bypass/)
      expect(text(path)).toContain('--ctorigdstport')
    }
  })

  test('never flushes, never sets a policy that drops, and never opens ssh or closes it', async () => {
    const { text, stderr } = await made(firewallProject({ ...settings, git: port('GIT_SSH_PORT', 20, { count: 5 }) }))
    for (const path of ALL_PATHS) {
      const rules = rulesIn(text(path)).join('\n')
      expect(rules).not.toMatch(
        /flush|policy drop|:(?:INPUT|FORWARD|OUTPUT|DOCKER)|-[PFXD] |\b20(?:[-:]24)?\b|ufw (?!allow)/,
      )
    }
    expect(stderr).toContain('does not close GIT_SSH_PORT, since ssh may be what listens on 22')
  })

  test('is made of a stack without any port too', async () => {
    const root = firewallProject({ text: { doc: '', format: 'String', default: 'x', env: 'X' } })
    const { text } = await made(root)
    for (const path of ALL_PATHS) expect(text(path)).toContain('(no ports)')
    for (const tool of TOOLS) if (CAN[tool]) ACCEPTED[tool](root)
  })

  test('leaves out what must not or cannot be told, and says so', async () => {
    const { text, stderr } = await made(
      firewallProject({
        secret: port('SECRET_PORT', 8777, { outside: true, sensitive: true }),
        unset: port('UNSET_PORT', null, { outside: true }),
        free: port('FREE_PORT', 0, { outside: true }),
        here: port('HERE_PORT', 8100, { outside: true, bind: '127.0.0.1' }),
      }),
    )
    for (const path of ALL_PATHS) expect(text(path)).not.toMatch(/8777|SECRET|UNSET|FREE/)
    expect(stderr).toContain('has no rule for SECRET_PORT, which is sensitive')
    expect(stderr).toContain('has no rule for UNSET_PORT, which has no value here')
    expect(stderr).toContain('has no rule for FREE_PORT, which is 0, any free port')
    expect(stderr).toContain('HERE_PORT is open in firewall/ufw.sh, but its service is bound to 127.0.0.1')
  })

  test('takes at most 15 ports a rule of iptables, of which a range is two', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `k${index}`,
        port(`P${index}`, 2000 + index * 10, { count: (index % 2) + 1 }),
      ]),
    )
    const { text } = await made(firewallProject(many))
    const lists = [...text(PATHS.iptables).matchAll(/--dports (\S+)/g)].map(
      ([, list = '']) => list.split(/[,:]/).length,
    )
    expect(Math.max(...lists)).toBeLessThanOrEqual(15)
    expect(lists.reduce((sum, size) => sum + size)).toBe(60)
  })
})

describe('a file that somebody has filled with empty comments', () => {
  test('is read as fast as another', () => {
    const text = `#   BACKEND_PORT=8203  8203/tcp  closed\n${'# \n'.repeat(300_000)}`
    expect([...statedIn(text)]).toEqual([['BACKEND_PORT', '8203']])
  })
})

describe('what Compose publishes', () => {
  const compose = (entries: Readonly<Record<string, string>>) =>
    `services:\n${Object.entries(entries)
      .map(([name, entry]) => `  ${name}: { ports: ["${entry}"] }\n`)
      .join('')}`
  const published = {
    'docker-compose.yml': compose({
      backend: '8203:80',
      avatar: '8615-8624:8615-8624',
      redis: '127.0.0.1:6379:6379',
      store: '8300:80',
    }),
  }
  const more = { ...settings, store: port('STORE_PORT', 8300) }

  test('has the rules of DOCKER-USER in the text of ufw and firewalld, where the schema does not open it to everyone', async () => {
    const { text } = await made(firewallProject(more, {}, published, { compose: 'docker-compose.yml' }))
    for (const path of [PATHS.ufw, PATHS.firewalld]) {
      const rules = commandsIn(text(path), 'ip')
      const match = (ports: string) => `-p tcp -m conntrack --ctorigdstport ${ports} --ctdir ORIGINAL`
      expect(rules).toEqual([
        `iptables -I DOCKER-USER ! -i br-+ ${match('8300')} -j DROP`,
        `iptables -I DOCKER-USER ! -i br-+ ! -s NETWORK ${match('8203')} -j DROP  # only if not everyone may: BACKEND_PORT`,
        `iptables -I DOCKER-USER ! -i br-+ ${match('8615:8624')} -j DROP  # AVATAR_PORT`,
        `iptables -I DOCKER-USER -s 192.168.0.0/16 ${match('8615:8624')} -j RETURN`,
        `ip6tables -I DOCKER-USER -s 2001:db8::/32 ${match('8615:8624')} -j RETURN`,
      ])
    }
  })

  test('is guarded by rules of nftables and iptables themselves, and what no file publishes is not', async () => {
    const { text } = await made(firewallProject(more, {}, published, { compose: 'docker-compose.yml' }))
    const closed = 'ct original proto-dst { 6379, 8203, 8300, 8615-8624 } counter drop'
    expect(text(PATHS.nftables)).toContain(closed)
    const docker = rulesIn(text(PATHS.iptables)).filter((rule) => rule.includes('ctorigdstport'))
    expect(docker.map((rule) => /port (\S+).* (\S+)$/.exec(rule)?.slice(1).join(' '))).toEqual([
      '8203 RETURN',
      '8615:8624 RETURN',
      '8615:8624 RETURN',
      '8615:8624 DROP',
      '6379 DROP',
      '8300 DROP',
    ])
    const without = await made(firewallProject(settings))
    expect(without.text(PATHS.nftables)).not.toContain('chain forward')
  })

  test('follows a port that changes, in one run', async () => {
    const root = firewallProject(more, {}, published, { compose: 'docker-compose.yml' })
    await made(root)
    const { code, stdout } = await run(root, ['set', 'STORE_PORT', '8301'])
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('wrote  firewall/portolan.nft') })
    expect(stdout).toContain('nftables: portolan.nft changed (look at it, and apply it with `sudo nft -f`)')
    expect((await run(root, ['generate', '--check'])).code).toBe(0)
    expect(readFileSync(join(root, PATHS.nftables), 'utf8')).toContain('8203, 8301, 8615-8624 } counter drop')
  })

  test('is told to be unknown where the file cannot be read', async () => {
    const root = firewallProject(settings, {}, { 'docker-compose.yml': 'services: [' })
    expect((await made(root)).stderr).toMatch(/^note: what docker-compose.yml publishes is not known: /m)
  })
})

describe('an option', () => {
  test('sources is for the ports that name no network themselves', async () => {
    const { text } = await made(firewallProject(settings, { sources: ['10.0.0.0/8', '10.1.0.0/16'] }))
    const froms = [...text(PATHS.ufw).matchAll(/from (\S+) to any port (\S+)/g)].map(([, from, ports]) => [from, ports])
    expect(froms).toEqual([
      ['10.0.0.0/8', '8203'],
      ['192.168.0.0/16', '8615:8624'],
      ['2001:db8::/32', '8615:8624'],
      ['10.0.0.0/8', '8125'],
    ])
  })

  test('name keeps the rules of two stacks apart, and can never name what is not ours', async () => {
    const { text } = await made(firewallProject(settings, { name: 'shop' }))
    expect(text(PATHS.nftables)).toContain('\ndelete table inet portolan_shop\n')
    expect(text(PATHS.iptables)).toContain('\n:PORTOLAN_SHOP - [0:0]\n:PORTOLAN_SHOP-DOCKER - [0:0]\n')
    expect(text(PATHS.ufw)).toContain("comment 'portolan_shop BACKEND_PORT")
    expect(text(PATHS.firewalld)).toContain('/etc/firewalld/policies/portolan_shop.xml')
  })

  test.each([
    [{ sources: [] }, 'sources is no network: the list of networks is empty'],
    [{ sources: '10.0.0.1/8' }, 'sources is no network: \\"10.0.0.1/8\\" has bits set behind the first 8'],
    [{ name: 'INPUT' }, 'name is not up to 8 lower-case letters and digits'],
    [{ name: 'a; reboot' }, 'name is not up to 8 lower-case letters and digits'],
    [{ mode: '../x' }, 'mode is not a mode'],
    [{ scope: 'global' }, 'scope is neither shared nor local'],
    [{ port: 1 }, 'has no option \\"port\\"'],
  ])('is judged: %j', async (options, message) => {
    const { code, stderr } = await run(firewallProject(settings, options), ['generate'])
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(message.replaceAll('\\', '')) })
  })

  const layers = {
    '.env.production': 'BACKEND_PORT=9000\n',
    '.env.local': 'BACKEND_PORT=9001\n',
    '.gitignore': 'firewall\n.env*.local\n',
  }
  const stated = (text: string) => /BACKEND_PORT=(\d+)/.exec(text)?.[1]

  test('mode takes the committed values of a mode, whatever the command and this machine say', async () => {
    const root = firewallProject(settings, { mode: 'production' }, layers)
    const { text } = await made(root, '--mode', 'test', '--set', 'BACKEND_PORT=9002')
    expect(ALL_PATHS.map((path) => stated(text(path)))).toEqual(ALL_PATHS.map(() => '9000'))
    expect(text(PATHS.nftables)).toContain('made of the schema, .env.defaults, .env, .env.production (mode production)')
    const plain = await made(firewallProject(settings, {}, layers), '--mode', 'production')
    expect(stated(plain.text(PATHS.ufw))).toBe('8203')
  })

  test('scope: local takes what this machine has, in the mode of the command', async () => {
    const root = firewallProject(settings, { scope: 'local' }, layers)
    expect(stated((await made(root)).text(PATHS.nftables))).toBe('9001')
    const { text } = await made(root, '--mode', 'production')
    expect(stated(text(PATHS.nftables))).toBe('9000')
    expect(text(PATHS.nftables)).toContain('made of all layers of one machine (mode production)')
    const { stdout } = await run(root, ['generate', '--json'])
    expect(JSON.parse(stdout).files.map(({ scope }: { scope: string }) => scope)).toEqual(ALL_PATHS.map(() => 'local'))
  })
})

describe('--stdout', () => {
  const root = () =>
    project({
      'schema/index.json': settings,
      '.env.production': 'BACKEND_PORT=9000\n',
      '.env.local': 'BACKEND_PORT=9001\n',
    })

  test.each(TOOLS)('prints %s without a word in the schema, and writes nothing', async (tool) => {
    const folder = root()
    const { code, stdout, stderr } = await run(folder, ['generate', '--stdout', tool])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/BACKEND_PORT=8203 /)
    expect(readdirSync(folder).sort()).toEqual(['.env.local', '.env.production', '.git', 'schema'])
  })

  test('with --local prints what this machine has, in the mode of the command', async () => {
    const { stdout } = await run(root(), ['generate', '--stdout', 'nftables', '--local', '--mode', 'production'])
    expect(stdout).toContain('tcp dport 9000 accept')
  })

  test('says that a mode does not count for what is shared', async () => {
    const { stdout, stderr } = await run(root(), ['generate', '--stdout', 'nftables', '--mode', 'production'])
    expect(stdout).toContain('tcp dport 8203 accept')
    expect(stderr).toContain("note: --mode does not count for what is shared: add --local, or write mode: 'production'")
  })

  test('is what --local is for', async () => {
    const { code, stderr } = await run(root(), ['generate', '--local'])
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--local is for what is printed'),
    })
  })

  test('says so where the schema opens no port', async () => {
    const folder = project({ 'schema/index.json': { backend: { format: 'port', default: 8203, env: 'BACKEND_PORT' } } })
    const { code, stderr } = await run(folder, ['generate', '--stdout', 'ufw'])
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'note: firewall/ufw.sh opens no port: none says outside in the schema\n',
    })
  })

  test('is all that --local is for', async () => {
    const { code, stdout, stderr } = await run(root(), ['generate', '--stdout', 'python', '--local'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('ports_config.py is the same for everybody: the target python has no --local')
    expect(await run(root(), ['generate', '--stdout', 'env', '--local'])).toMatchObject({ code: 0 })
  })
})

test('firewalld has a file of XML', async () => {
  const wrong = project({ 'schema/index.json': { $stack: { targets: { firewalld: 'policy.txt' } }, ...settings } })
  expect((await run(wrong, ['generate'])).stderr).toContain(
    'policy.txt is no XML file, which the firewalld target writes',
  )
})

describe.each(TOOLS)('the real %s', (tool) => {
  describeWith(tool, CAN[tool], 'takes', () => {
    test('the rules of the shipped stack', async () => {
      const targets = Object.entries(PATHS).map(([name, path]) => `${name}: '${path}',`)
      const source = readFileSync(join(REPOSITORY, 'schema/index.ts'), 'utf8')
      const root = project({
        'schema/index.ts': source.replace(/targets: \{[\s\S]*?\n {4}\},\n/, `targets: { ${targets.join(' ')} },\n`),
        'docker-compose.yml': readFileSync(join(REPOSITORY, 'examples/stack/docker-compose.yml'), 'utf8'),
      })
      const { text } = await made(root)
      expect(text(PATHS.nftables)).toContain('tcp dport { 3000, 6379, 8203, 8602, 8604-8611, 8615-8624, 9090, 11434 }')
      ACCEPTED[tool](root)
    })

    test('hostile texts as what they are: no command, no rule, no element', async () => {
      const hostile = [
        ...HOSTILE,
        '-->',
        '--',
        '" -j ACCEPT',
        "'; touch hacked; '",
        '" accept\n',
        '<accept/>',
        'x'.repeat(999),
      ]
      const texts = [
        ...hostile,
        '-'.repeat(300),
        'é'.repeat(300),
        '🦊'.repeat(99),
        '\u202etxt',
        '\u001b[31m',
        ']]>',
        '&amp;',
      ]
      const root = firewallProject(
        Object.fromEntries(
          texts.map((doc, index) => [
            `k${index} "'\`$(x)`,
            port(`P${index}`, 1000 + index, { doc, outside: index % 2 === 0 ? true : '10.0.0.0/8' }),
          ]),
        ),
      )
      const { text } = await generated(root)
      ACCEPTED[tool](root)
      if (tool === 'ufw') expect(ufwRules(root, [PATHS.ufw])).toHaveLength(texts.length)
      expect(existsSync(join(root, 'hacked'))).toBe(false)
      for (const path of ALL_PATHS) expect(text(path)).not.toMatch(/[\u001b\u202e\u2028\r]/)
    })
  })
})

const isRoot = process.geteuid?.() === 0

describeWith('ufw, for root,', CAN.ufw && isRoot, 'ufw itself, in a dry run', () => {
  test('would add each rule for both families, or for that of its network', async () => {
    const root = firewallProject(settings)
    await made(root)
    const tuples = (dryRun(root).match(/^### tuple ### allow .* in comment=/gm) ?? []).map((line) =>
      line.slice('### tuple ### '.length),
    )
    expect(tuples).toEqual([
      'allow tcp 8203 0.0.0.0/0 any 0.0.0.0/0 in comment=',
      'allow tcp 8203 ::/0 any ::/0 in comment=',
      'allow tcp 8615:8624 0.0.0.0/0 any 192.168.0.0/16 in comment=',
      'allow tcp 8615:8624 ::/0 any 2001:db8::/32 in comment=',
      'allow udp 8125 0.0.0.0/0 any 0.0.0.0/0 in comment=',
      'allow udp 8125 ::/0 any ::/0 in comment=',
    ])
  })
})
