import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { choice, defineSchema, flag, host, integer, port, text, url } from '../../src/api/makers.js'
import { python } from '../../src/targets/python/index.js'
import { freePort } from '../support/free-ports.js'
import { project, write } from '../support/project.js'
import { run, start } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'
import { moduleOf, opened, PYTHON, place, runPython, shippedStack } from './python/rendered.js'

const PORTS = {
  backend: 8203,
  frontend: 3000,
  llm: 8611,
  llm_original: 8610,
  rag: 8602,
  milvus: 9090,
  avatar_manager: 8607,
  avatar_base: 8615,
  live_server: 8606,
  tts: 8604,
  tts_tacotron: 8605,
  tts_sovits: 8608,
  tts_cosyvoice: 8609,
  redis: 6379,
  ollama: 11434,
}

/** What the module of the shipped stack says, in a root with these files. */
async function shipped(files: Readonly<Record<string, string>> = {}) {
  const root = project(files)
  place(await shippedStack(root))
  return {
    root,
    /** The value of a Python expression, by way of JSON. */
    says(expression: string, env: Readonly<Record<string, string>> = {}, cwd = root): unknown {
      const { stdout, stderr } = runPython(
        cwd,
        `sys.path.insert(0, ${JSON.stringify(root)})
import json
from ports_config import *
import ports_config
print(json.dumps(${expression}))`,
        env,
      )
      return stderr === '' ? JSON.parse(stdout) : stderr
    },
  }
}

describeWith('python3', has('python3'), 'the Python module of the shipped stack', () => {
  test('has every port as an int, and a URL as text', async () => {
    const { says } = await shipped()
    expect(says('[BACKEND_PORT, type(BACKEND_PORT).__name__, OLLAMA_PORT, STACK_HOST, REDIS_URL]')).toEqual([
      8203,
      'int',
      11434,
      'localhost',
      'redis://localhost:6379',
    ])
  })

  test('lists all ports by service', async () => {
    const { says } = await shipped()
    const listed = says('ALL_PORTS')
    expect(listed).toEqual(PORTS)
    expect(Object.keys(listed as object)).toEqual(Object.keys(PORTS))
  })

  test.each([
    ['get_backend_url()', 'http://localhost:8203'],
    ['get_backend_url("api.internal")', 'http://api.internal:8203'],
    ['get_backend_url(host="::1")', 'http://[::1]:8203'],
    ['get_backend_url("[::1]")', 'http://[::1]:8203'],
    ['get_llm_url()', 'http://localhost:8611'],
    ['get_llm_url(use_optimized=False)', 'http://localhost:8610'],
    ['get_llm_url("gpu", False)', 'http://gpu:8610'],
    ['get_rag_url("rag")', 'http://rag:8602'],
    ['get_avatar_manager_url()', 'http://localhost:8607'],
    ['get_avatar_url()', 'http://localhost:8615'],
    ['get_avatar_url(port=8617)', 'http://localhost:8617'],
    ['get_avatar_url("box", 8617)', 'http://box:8617'],
    ['get_avatar_url("box")', 'http://box:8615'],
    ['get_tts_url()', 'http://localhost:8604'],
    ['get_live_server_url()', 'http://localhost:8606'],
    ['get_redis_url("cache")', 'redis://cache:6379'],
    ['get_ollama_url()', 'http://localhost:11434'],
    ['TTS_MODEL_PORTS', { edgeTTS: 8604, tacotron: 8605, sovits: 8608, cosyvoice: 8609 }],
    ['get_tts_port_for_model("tacotron")', 8605],
    ['get_tts_port_for_model("EDGEtts")', 8604],
    ['get_tts_port_for_model("CosyVoice")', 8609],
    ['get_tts_port_for_model("unheard of")', 8604],
  ])('%s', async (expression, value) => {
    expect((await shipped()).says(expression)).toEqual(value)
  })

  test.each([
    ['get_backend_url', "(host: str = 'localhost') -> str"],
    ['get_llm_url', "(host: str = 'localhost', use_optimized: bool = True) -> str"],
    ['get_avatar_url', "(host: str = 'localhost', port: Optional[int] = None) -> str"],
    ['get_tts_port_for_model', '(name: str) -> int'],
  ])('%s has the parameters of a hand-written one', async (name, signature) => {
    const { says } = await shipped()
    expect(says(`str(__import__("inspect").signature(${name}))`)).toBe(signature)
  })

  test('a function without arguments returns the URL that a layer sets; a host gets the port', async () => {
    const { says } = await shipped({ '.env': 'BACKEND_URL=https://api.example.org\nBACKEND_PORT=9000\nSTACK_HOST=box' })
    expect(says('[get_backend_url(), get_backend_url("a"), get_rag_url(), get_avatar_url(port=1)]')).toEqual([
      'https://api.example.org',
      'http://a:9000',
      'http://box:8602',
      'http://box:1',
    ])
  })

  test('each layer beats those below it', async () => {
    const files = {
      '.env.defaults': 'BACKEND_PORT=1\nRAG_PORT=1\nLLM_PORT=1\nTTS_PORT=1\nREDIS_PORT=1\nMILVUS_PORT=1',
      '.env': 'RAG_PORT=2\nLLM_PORT=2\nTTS_PORT=2\nREDIS_PORT=2\nMILVUS_PORT=2',
      '.env.local': 'LLM_PORT=3\nTTS_PORT=3\nREDIS_PORT=3\nMILVUS_PORT=3',
      '.env.production': 'TTS_PORT=4\nREDIS_PORT=4\nMILVUS_PORT=4',
      '.env.production.local': 'REDIS_PORT=5\nMILVUS_PORT=5',
    }
    const { says } = await shipped(files)
    const all = '[OLLAMA_PORT, BACKEND_PORT, RAG_PORT, LLM_PORT, TTS_PORT, REDIS_PORT, MILVUS_PORT]'
    expect(says(all, { NODE_ENV: 'production', MILVUS_PORT: '6' })).toEqual([11434, 1, 2, 3, 4, 5, 6])
    expect(says(all, { PORTOLAN_MODE: 'test', NODE_ENV: 'production' })).toEqual([11434, 1, 2, 2, 2, 2, 2])
  })

  test('says all that is wrong at once', async () => {
    const { says } = await shipped({ '.env': 'BACKEND_PORT=9000x\nRAG_PORT=0' })
    expect(says('1')).toMatch(
      /ConfigError: 2 problems in the configuration\nerror: BACKEND_PORT="9000x" is not a TCP port/,
    )
  })

  test('works from any folder, without Node on the PATH', async () => {
    const { says } = await shipped({ '.env': 'BACKEND_PORT=9000' })
    expect(says('BACKEND_PORT', { PATH: '' }, '/')).toBe(9000)
  })

  test('works in a package below the root, and through a symbolic link', async () => {
    const root = project({ '.env': 'BACKEND_PORT=9000', 'elsewhere/keep': '' })
    place(await shippedStack(root), 'scripts/ports_config.py')
    const code = 'from scripts.ports_config import BACKEND_PORT; print(BACKEND_PORT)'
    expect(runPython(root, code).stdout).toBe('9000\n')
    symlinkSync(join(root, 'scripts/ports_config.py'), join(root, 'elsewhere/ports_config.py'))
    expect(runPython(join(root, 'elsewhere'), 'import ports_config; print(ports_config.BACKEND_PORT)').stdout).toBe(
      '9000\n',
    )
  })

  test('keeps to 400 lines of 120 columns and to the syntax of Python 3.8', async () => {
    const source = moduleOf(await shippedStack(project({})), 'examples/stack/ports_config.py')
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(400)
    expect(source.split('\n').filter((line) => line.length > 120)).toEqual([])
    const root = project({ 'module.py': source })
    expect(runPython(root, 'import ast; ast.parse(open("module.py").read(), feature_version=(3, 8))').stderr).toBe('')
  })

  test('is the same wherever the root is', async () => {
    const [one, other] = [await shippedStack(project({})), await shippedStack(project({}))]
    expect(moduleOf(one, 'a/ports_config.py')).toBe(moduleOf(other, 'a/ports_config.py'))
  })
})

const EVERYTHING = defineSchema({
  $stack: { variants: { PLAIN_URL: { tls: { true: 'PLAIN_URL', false: 'OTHER_URL' } } } },
  host: host('HOST', null, 'Host', { nullable: true }),
  port: port('PLAIN_PORT', 1, 'A "port" \\ with\nlines'),
  maybe: port('MAYBE_PORT', null, 'Perhaps', { nullable: true }),
  must: port('MUST_PORT', null, 'Has to be "set"'),
  plainUrl: url('PLAIN_URL', 'http://localhost:${PLAIN_PORT}/api', 'Plain'),
  otherUrl: url('OTHER_URL', 'http://127.0.0.1:${PLAIN_PORT}', 'Other'),
  maybeUrl: url('MAYBE_URL', 'http://${HOST}:${MAYBE_PORT}', 'Perhaps', { nullable: true }),
  whole: integer('WHOLE', 5, ''),
  ratio: { doc: '', format: Number, default: 8203, env: 'RATIO' },
  on: flag('ON', true, ''),
  level: choice('LEVEL', ['a', 'b'], null, '', { nullable: true }),
  size: { doc: '', format: [1, 2.5], default: 1, env: 'SIZE' },
  pipe: { doc: '', format: 'port_or_windows_named_pipe', default: 80, env: 'PIPE' },
  list: { doc: '', format: Array, default: [], env: 'LIST' },
  data: { doc: '', format: Object, default: { a: [1, null, true] }, env: 'DATA' },
  pattern: { doc: '', format: RegExp, default: null, nullable: true, env: 'PATTERN' },
  any: { doc: '', format: '*', default: null, env: 'ANY' },
  even: { doc: 'Even', format: (value: unknown) => Number(value) % 2 === 0, default: 'x', env: 'CUSTOM' },
  secretChoice: choice('SECRET_CHOICE', ['canary-of-a-choice', 'b'], 'canary-of-a-choice', '', { sensitive: true }),
  secret: text('SECRET', 'canary-of-a-secret', 'Secret', { sensitive: true }),
  made: text('MADE', 'x${SECRET}', 'Made of it'),
  keyword: { doc: '', format: String, default: 'k', env: 'class' },
  used: { doc: '', format: String, default: 'o', env: 'os' },
  helper: { doc: '', format: String, default: 'h', env: 'get_plain_url' },
  path: { group: { doc: '', format: 'int', default: 3 } },
})

describeWith('python3', has('python3'), 'the Python module of any stack', () => {
  /** A format that fails at its default is declared as null here. */
  const schema = { ...EVERYTHING, even: { ...EVERYTHING.even, format: function even() {} } }

  test('gives each kind of value its type', () => {
    const root = project({ '.env': 'MUST_PORT=7\nHOST=h' })
    place(opened(schema, root))
    const names =
      'PLAIN_PORT MAYBE_PORT MUST_PORT WHOLE RATIO ON LEVEL SIZE PIPE LIST DATA PATTERN ANY CUSTOM SECRET MADE'
    const code = `import ports_config as p, json; print(json.dumps([getattr(p, n) for n in '${names}'.split()]))`
    const { stdout, stderr } = runPython(root, code, { MAYBE_PORT: '5' })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual([
      ...[1, 5, 7, 5, 8203, true, null, 1, 80],
      ...[[], { a: [1, null, true] }, null, null, 'x', null, null],
    ])
  })

  test('leaves out the ports that are unset, and lets a host of no default be left out', () => {
    const root = project({ '.env': 'MUST_PORT=7\nMAYBE_URL=http://x:1' })
    place(opened(schema, root))
    const code = 'from ports_config import *; print(ALL_PORTS, get_maybe_url(), get_maybe_url("a"), get_plain_url("a"))'
    expect(runPython(root, code).stdout).toBe("{'plain': 1, 'must': 7} http://x:1 http://a http://a:1/api\n")
  })

  test('says what is required as TypeScript does', () => {
    const root = project({ '.env': 'HOST=h\nMAYBE_PORT=1' })
    place(opened(schema, root))
    expect(runPython(root, 'import ports_config').stderr).toContain(
      'ConfigError: 1 problem in the configuration\n' +
        'error: MUST_PORT is required and not set (Has to be "set")\n' +
        '  from schema must\n' +
        '  help: set MUST_PORT in the environment, or write MUST_PORT=... in a .env file that git ignores\n',
    )
  })

  test('leaves alone what Python or the module itself calls so', () => {
    const root = project({ '.env': 'MUST_PORT=7\nHOST=h\nMAYBE_PORT=1' })
    const source = place(opened(schema, root))
    expect(runPython(root, 'import ports_config as p; print(callable(p.get_plain_url), p.os.sep)').stdout).toBe(
      'True /\n',
    )
    expect(source).toContain('# class has no constant')
    expect(source).toContain('# path.group has no constant')
    expect(source).toContain('# given as text, which only JavaScript judges (even)')
  })

  test('is not taken for its last version, which Python keeps compiled, right after a change', async () => {
    const backend = { format: 'port', default: 8203, env: 'BACKEND_PORT' }
    const schema = { $stack: { targets: { python: 'ports_config.py' } }, core: { backend } }
    const root = project({ 'schema/index.json': schema })
    const seen = () => {
      const options = { cwd: root, encoding: 'utf8', env: { PYTHONPATH: root } } as const
      return spawnSync(PYTHON, ['-c', 'import ports_config; print(ports_config.BACKEND_PORT)'], options).stdout
    }
    await run(root, ['generate'])
    for (const port of ['9000', '8203', '8299']) {
      expect((await run(root, ['set', 'BACKEND_PORT', port])).code).toBe(0)
      expect(seen()).toBe(`${port}\n`)
    }
  })

  test('holds no secret', () => {
    const root = project({ '.env': 'SECRET=canary-of-a-file\nMUST_PORT=7', '.env.local': 'HOST=canary-of-a-layer' })
    const source = place(opened(schema, root))
    for (const canary of ['canary-of-a-secret', 'canary-of-a-choice', 'canary-of-a-file', 'canary-of-a-layer']) {
      expect(source).not.toContain(canary)
      expect(source).not.toContain(Buffer.from(canary).toString('base64').slice(0, -4))
    }
  })

  test('tells the defaults that it was made with', async () => {
    const stack = await shippedStack(project({}))
    const values = python.valuesIn(moduleOf(stack, 'ports_config.py'))
    expect(values.size).toBe(stack.stack.settings.length)
    expect(values.get('BACKEND_PORT')).toBe('8203')
    expect(values.get('BACKEND_URL')).toBe('http://${STACK_HOST}:${BACKEND_PORT}')
    expect([...python.valuesIn('X = _setting( nothing of ours (')]).toEqual([])
  })

  test('takes any text as a default', () => {
    const corpus = [
      ...[
        '',
        "'",
        '"',
        `'"`,
        '\\',
        '\\n',
        '\n',
        '\r\n',
        '\t',
        '\0',
        '\u2028',
        '\u{1f600}',
        '\ud800',
        'é',
        '\u202e',
        '$&',
      ],
      ...[
        '</script>',
        '${x}',
        '$${x}',
        '{x}',
        '#',
        '"""',
        "'''",
        '\\u0041',
        '\\N{DASH}',
        '%s',
        'x'.repeat(400),
        "\\'".repeat(90),
      ],
    ]
    const settings = corpus.map((value, index) => [
      `t${index}`,
      { doc: value, format: String, default: value, env: `T${index}` },
    ])
    const root = project({})
    const stack = opened(Object.fromEntries(settings), root)
    const source = place(stack)
    const code = `import ports_config as p, json; print(json.dumps([getattr(p, f'T{i}') for i in range(${corpus.length})]))`
    const { stdout, stderr } = runPython(root, code)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual(corpus)
    expect([...python.valuesIn(source).values()]).toEqual(corpus)
  })

  test('defaults that are objects or lists come out as they are, with ${ in them too', () => {
    const values = { LIST: ['${x}', 'a'], OBJECT: { '${': ['$${x}'] } }
    const root = project({})
    place(
      opened(
        {
          list: { format: Array, default: values.LIST, env: 'LIST' },
          object: { default: values.OBJECT, env: 'OBJECT' },
        },
        root,
      ),
    )
    const { stdout, stderr } = runPython(root, 'import ports_config as p, json; print(json.dumps([p.LIST, p.OBJECT]))')
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual([values.LIST, values.OBJECT])
  })
})

describeWith('mypy', has('mypy'), 'mypy --strict', () => {
  const strict = (root: string) =>
    spawnSync('mypy', ['--strict', '--no-color-output', '--cache-dir=/dev/null', 'ports_config.py'], {
      cwd: root,
      encoding: 'utf8',
    }).stdout

  test('finds nothing in the module of the shipped stack', async () => {
    const root = project({})
    place(await shippedStack(root))
    expect(strict(root)).toMatch(/^Success/)
  })

  test('finds nothing in a module with every format', () => {
    const root = project({})
    place(opened({ ...EVERYTHING, even: { ...EVERYTHING.even, format: function even() {} } }, root))
    expect(strict(root)).toMatch(/^Success/)
  })
})

describeWith('gunicorn', has('gunicorn'), 'under gunicorn', () => {
  test('a gunicorn_config.py binds to the port, and the program sees the same', async () => {
    const port = await freePort()
    const root = project({ '.env.local': `BACKEND_PORT=${port}` })
    place(await shippedStack(root))
    write(root, {
      'gunicorn_config.py': "from ports_config import BACKEND_PORT\nbind = f'127.0.0.1:{BACKEND_PORT}'\nworkers = 1\n",
      'app.py': `from ports_config import get_backend_url
def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [get_backend_url().encode()]
`,
    })
    mkdirSync(join(root, 'tmp'))
    const server = start(root, 'gunicorn', ['-c', 'gunicorn_config.py', '--worker-tmp-dir', 'tmp', 'app:app'])
    await server.says('Booting worker')
    const answer = await fetch(`http://127.0.0.1:${port}/`)
    expect(await answer.text()).toBe(`http://localhost:${port}`)
  })
})
