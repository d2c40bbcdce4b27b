import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Person } from '../../src/world.js'
import { linkPackages, project, write } from '../support/project.js'
import { type Run, run } from '../support/run.js'

const CONVICT = `const convict = require('convict')
module.exports = convict({
  port: { doc: 'The API', format: 'port', default: 8080, env: 'PORT' },
})
`
const ENV = 'BACKEND_PORT=8203\nLLM_PORT=8611\nDB_PASSWORD=hunter2\n'
const MANIFEST = '{\n\t"name": "app",\n\t"scripts": {\n\t\t"start": "node ."\n\t}\n}\n'

const read = (root: string, path: string) => readFileSync(join(root, path), 'utf8')
const init = (root: string, ...words: readonly string[]): Promise<Run> => run(root, ['init', '--yes', ...words])

/** Somebody who gives these answers, one after the other, and what they were asked. */
function answering(...answers: readonly (string | boolean | null)[]): { person: Person; asked: string[] } {
  const asked: string[] = []
  const next = (question: string) => answers[asked.push(question) - 1] ?? null
  const person: Person = {
    choose: async (question, choices) => {
      const answer = next(`${question} ${choices.map(({ value, hint }) => `${value} ${hint}`).join(', ')}`)
      return answer === null ? null : String(answer)
    },
    agrees: async (question) => {
      const answer = next(question)
      return answer === null ? null : answer === true
    },
  }
  return { person, asked }
}

test('where places disagree, it tells which of them counts', async () => {
  const files = { 'compose.yml': 'services:\n  redis:\n    image: redis\n    ports: ["6380:6379"]\n' }
  const { stdout } = await init(project({ ...files, 'ports.py': 'REDIS_PORT = 6379\n' }))
  expect(stdout).toContain('1 conflict\n  REDIS_PORT = 6379, as ports.py:1 says\n    but compose.yml:4 says 6380\n')
})

describe('a project that has a convict schema', () => {
  const files = { 'package.json': MANIFEST, 'src/config.js': CONVICT, '.gitignore': 'node_modules\n' }

  test('is only pointed at it', async () => {
    const root = project(files)
    linkPackages(root, 'convict')
    expect((await init(root)).code).toBe(0)
    expect(read(root, 'package.json')).toBe(
      '{\n\t"name": "app",\n\t"scripts": {\n\t\t"start": "node .",\n\t\t"config": "config",\n' +
        '\t\t"config:check": "config check"\n\t},\n\t"portolan": {\n\t\t"schema": "src/config.js"\n\t}\n}\n',
    )
    expect(read(root, '.gitignore')).toBe('node_modules\n.env.local\n.env.*.local\n')
    expect((await run(root, ['get', 'PORT'])).stdout).toBe('8080\n')
    expect((await init(root)).stdout).toContain('nothing to write: src/config.js is the schema')
  })

  test('is not run before somebody says so', async () => {
    const root = project({
      ...files,
      'src/config.js': `${CONVICT}\nrequire('fs').writeFileSync(__dirname + '/ran', '')\n`,
    })
    linkPackages(root, 'convict')
    const { code, stdout } = await run(root, ['init', '--dry-run'])
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('found src/config.js, which') })
    expect(await run(root, ['init'], { person: answering(false).person })).toMatchObject({ code: 1 })
    expect(existsSync(join(root, 'src/ran'))).toBe(false)
    await init(root)
    expect(existsSync(join(root, 'src/ran'))).toBe(true)
  })

  test('that does not load is told so, and nothing is written', async () => {
    const root = project({ ...files, 'src/config.js': `${CONVICT}\nrequire('./not-there')\n` })
    linkPackages(root, 'convict')
    const { code, stderr } = await init(root)
    expect(code).toBe(1)
    expect(stderr).toContain('src/config.js')
    expect(read(root, 'package.json')).toBe(MANIFEST)
  })

  test('of several, somebody is asked for the one; without, the first counts and the others are named', async () => {
    const root = project({ ...files, 'src/other.js': CONVICT.replace('8080', '8081') })
    linkPackages(root, 'convict')
    const shown = await run(root, ['init', '--dry-run'])
    expect(shown.stderr).toContain('note: src/other.js could be the schema too; src/config.js is taken')
    const { person, asked } = answering('src/other.js', true)
    expect((await run(root, ['init'], { person })).code).toBe(0)
    expect(asked).toEqual(['Which of these is the configuration? src/config.js , src/other.js ', 'Write 2 files?'])
    expect((await run(root, ['get', 'PORT'])).stdout).toBe('8081\n')
  })
})

describe('a project without a port', () => {
  test('exit 2, and a starter of five lines that works as it is', async () => {
    const root = project({})
    const { code, stdout, stderr } = await init(root)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    const starter = stderr.slice(stderr.indexOf('    import ')).replace(/^ {4}/gm, '')
    expect(starter.trimEnd().split('\n')).toHaveLength(5)
    write(root, { 'schema/index.ts': starter })
    expect((await run(root, ['get', 'BACKEND_PORT'])).stdout).toBe('8203\n')
  })
})

describe('before anything is written', () => {
  test('--dry-run shows every file, and no secret', async () => {
    const root = project({ '.env': ENV, 'package.json': MANIFEST })
    const { code, stdout, stderr } = await run(root, ['init', '--dry-run'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('would write schema/index.json\n  {\n    "core": {\n')
    expect(stdout).toContain('would change package.json\n')
    expect(stdout).toContain('  +\t\t"config": "config",\n'.replaceAll('\t', '\\t'))
    expect(stdout).not.toContain('hunter2')
    expect(readdirSync(root).sort()).toEqual(['.env', '.git', 'package.json'])
  })

  test('where nobody can be asked the same is shown, and it is no success', async () => {
    const root = project({ '.env': ENV })
    const { code, stdout, stderr } = await run(root, ['init'])
    expect(code).toBe(2)
    expect(stdout).toContain('would write schema/index.json')
    expect(stderr).toBe('error: nothing was written, as there is nobody to ask\n  help: config init --yes writes it\n')
    expect(existsSync(join(root, 'schema'))).toBe(false)
  })

  test('somebody at a terminal is asked, and may say no', async () => {
    const root = project({ '.env': ENV })
    for (const answer of [false, null]) {
      const { person, asked } = answering(answer)
      expect(await run(root, ['init'], { person })).toMatchObject({ code: 1, stdout: '' })
      expect(asked).toEqual(['Write 3 files?'])
      expect(existsSync(join(root, 'schema'))).toBe(false)
    }
    expect((await run(root, ['init'], { person: answering(true).person })).code).toBe(0)
    expect((await run(root, ['get', 'LLM_PORT'])).stdout).toBe('8611\n')
  })

  test('somebody is asked which of two constants runs', async () => {
    const root = project({
      'a/ports.py': 'BACKEND_PORT = 8203\nLLM_PORT = 8611\n',
      'b/ports.py': 'BACKEND_PORT = 8300\n',
    })
    const { person, asked } = answering('8300', true)
    expect((await run(root, ['init'], { person })).code).toBe(0)
    expect(asked[0]).toBe('Which BACKEND_PORT runs? 8203 a/ports.py:1, 8300 b/ports.py:1')
    expect((await run(root, ['get', 'BACKEND_PORT'])).stdout).toBe('8300\n')
  })
})

describe('a project of a stranger', () => {
  test('keeps a folder `schema` that is there for something else', async () => {
    const root = project({ '.env': ENV, 'schema/index.ts': 'export const typeDefs = `type Query { port: Int }`\n' })
    expect((await init(root)).code).toBe(0)
    expect(JSON.parse(read(root, 'package.json')).portolan).toEqual({ schema: 'ports.schema.json' })
    expect((await run(root, ['get', 'LLM_PORT'])).stdout).toBe('8611\n')
    expect((await init(root)).stdout).toContain('nothing to write: ports.schema.json is the schema')
  })

  test('keeps scripts of the same names, and a line that git ignores already', async () => {
    const own = '{ "scripts": { "config": "node config.js", "config:check": "true" } }'
    const root = project({ '.env': ENV, 'package.json': own, '.gitignore': '.env*' })
    await init(root)
    expect(read(root, 'package.json')).toBe(own)
    expect(read(root, '.gitignore')).toBe('.env*')
  })

  test('may have files with more ports than a stack has, which are told and left', async () => {
    const root = project({
      '.env': ENV,
      'api/Dockerfile': `EXPOSE ${'1 '.repeat(130_000)}\n`,
      'ports/config.py': Array.from({ length: 5001 }, (_, index) => `A${index}_PORT = ${index + 1000}\n`).join(''),
    })
    const { code, stderr } = await init(root)
    expect(stderr.match(/(?<=note: not read: )\S+(?= says more than 5000 ports and addresses)/g)?.sort()).toEqual([
      'api/Dockerfile',
      'ports/config.py',
    ])
    expect(code).toBe(0)
    expect((await run(root, ['get', 'LLM_PORT'])).stdout).toBe('8611\n')
  })

  test('may set in .env what a schema has to allow', async () => {
    const root = project({ '.env': `${ENV}PYTHONPATH=./src\n` })
    const { stderr } = await init(root)
    expect(stderr).toBe('note: the schema lets .env files set PYTHONPATH, as they do\n')
    expect((await run(root, ['print'])).code).toBe(0)
  })

  test('may have faults in its own files, which are told and stop nothing', async () => {
    const root = project({ 'ports.py': 'BACKEND_PORT = 8203\nLLM_PORT = 8611\n', '.env': 'BACKEND_PORT=80x\nwhat\n' })
    const { code, stderr } = await init(root)
    expect(code).toBe(0)
    expect(stderr).toContain('error: BACKEND_PORT="80x" is not a TCP port')
    expect(existsSync(join(root, 'schema/index.json'))).toBe(true)
  })

  test('with a package.json that is no JSON gets a schema, and the file stays', async () => {
    const root = project({ '.env': ENV, 'package.json': '{ not json' })
    expect(await init(root)).toMatchObject({ code: 0, stderr: 'note: not read: package.json is not JSON\n' })
    expect(read(root, 'package.json')).toBe('{ not json')
    expect((await run(root, ['get', 'LLM_PORT'])).stdout).toBe('8611\n')
  })

  test('with files that are no text is read to the end', async () => {
    const root = project({
      '.env': ENV,
      'ports.py': Buffer.from([0x50, 0x00, 0xff]),
      'docker-compose.yml': `services: ${'['.repeat(50_000)}`,
      'big.py': `# ${'x'.repeat(2 << 20)}\nTTS_PORT = 8604\n`,
      'bait.py': `${'A_PORT = os.getenv('.repeat(2000)}\n${' '.repeat(100_000)}x\n`,
      'bait.js': `${'process.env.'.repeat(20_000)}\n${'/*'.repeat(50_000)}`,
    })
    mkdirSync(join(root, 'a.py'))
    symlinkSync('/etc/passwd', join(root, 'link.py'))
    execFileSync('mkfifo', [join(root, 'pipe.py')])
    const { code, stderr } = await init(root)
    expect(code).toBe(0)
    expect(stderr).toContain('note: not read: big.py is larger than 1 MiB\n')
    expect((await run(root, ['get', 'BACKEND_PORT'])).stdout).toBe('8203\n')
  })

  test('with hostile names and words is written so that it loads', async () => {
    const words = 'it\'s "x" \\ `${Y}` \u2028 \u202e </script> \u001b[31m'
    const root = project({
      'ports.py': `# === ${words} ===\nBACKEND_PORT = 8203  # ${words}\nLLM_PORT = 8611  # password: hunter2\n__proto___PORT = 1\n`,
      'package.json': '{ "devDependencies": { "typescript": "5" } }\n',
    })
    const { code, stdout } = await init(root)
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/\u001b|\u202e/)
    expect((await run(root, ['get', 'BACKEND_PORT'])).stdout).toBe('8203\n')
    expect(read(root, 'schema/index.ts')).not.toMatch(/\u001b|\u202e|\u2028|hunter2/)
  })

  test('is read where the package is a dependency, from any folder below', async () => {
    const manifest = '{ "devDependencies": { "portolan": "*" } }\n'
    const root = project({ '.env': ENV, 'package.json': manifest, 'web/x': '' })
    expect((await init(join(root, 'web'))).code).toBe(0)
    expect(existsSync(join(root, 'schema/index.json'))).toBe(true)
    expect(existsSync(join(root, 'web/schema'))).toBe(false)
  })
})
