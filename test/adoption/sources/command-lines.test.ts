import { describe, expect, test } from 'vitest'
import { makefile } from '../../../src/adoption/sources/command-lines/makefile.js'
import { packageJson } from '../../../src/adoption/sources/command-lines/package-json.js'
import { procfile } from '../../../src/adoption/sources/command-lines/procfile.js'
import { mentionsIn } from './found.js'

const inPackage = (scripts: object, more: object = {}, path = 'package.json') =>
  mentionsIn(packageJson, path, JSON.stringify({ scripts, ...more }))
/** What a script says, without where that stands. */
const ofScript = (script: string, path?: string) => withoutPlaces(inPackage({ start: script }, {}, path))
const withoutPlaces = (lines: readonly string[]) => lines.map((line) => line.replace(/^\S+ /, ''))

const FRONTEND = (port: number, weight = 'fixed') => [`<FRONTEND_PORT> = ${port}, ${weight}, browser`]
const BACKEND = (port: number, weight = 'fixed') => [`<BACKEND_PORT> = ${port}, ${weight}, http`]

describe('what a script of package.json starts', () => {
  test.each([
    ['react-scripts start', FRONTEND(3000, 'fallback')],
    ['PORT=3001 react-scripts start', FRONTEND(3001)],
    ['react-scripts --openssl-legacy-provider start', FRONTEND(3000, 'fallback')],
    ['cross-env PORT=3001 BROWSER=none craco start', FRONTEND(3001)],
    ['set PORT=3001 && react-scripts start', FRONTEND(3001)],
    ['export PORT=3001; react-scripts start', FRONTEND(3001)],
    ['vite', FRONTEND(5173, 'fallback')],
    ['cypress run --config baseUrl=http://localhost:3000', []],
    ['vite --host --port 3000', FRONTEND(3000)],
    ['vite --port=3000', FRONTEND(3000)],
    ['npx vite@8 dev -- --port 3000', FRONTEND(3000)],
    ['vite preview', ['<FRONTEND_PREVIEW_PORT> = 4173, fallback, browser']],
    ['tsc && vite build && vite preview --port 8080', ['<FRONTEND_PREVIEW_PORT> = 8080, fixed, browser']],
    ['next dev -p 3001', FRONTEND(3001)],
    ['next dev --turbo', FRONTEND(3000, 'fallback')],
    ['ng serve --port 4201', FRONTEND(4201)],
    ['webpack serve --port 8081', FRONTEND(8081)],
    ['serve -s build -l 5000', FRONTEND(5000)],
    ['serve -l tcp://0.0.0.0:5000', FRONTEND(5000)],
    ['http-server -p8081', FRONTEND(8081)],
    ['python -m http.server 8080', FRONTEND(8080)],
    ['storybook dev -p 6006', ['<STORYBOOK_PORT> = 6006, fixed, browser']],
    ['json-server --watch db.json --port 3004', ['<MOCK_PORT> = 3004, fixed, http']],
    ['uvicorn app:app --host 0.0.0.0 --port 8001', BACKEND(8001)],
    ['cd server && poetry run uvicorn app:app --port 8001', ['<SERVER_PORT> = 8001, fixed, http']],
    ['python3 -m flask run -p 5001', BACKEND(5001)],
    ['gunicorn -w 4 -b 0.0.0.0:8000 app:app', BACKEND(8000)],
    ['gunicorn --bind=[::]:8000 app:app', BACKEND(8000)],
    ['python manage.py runserver 0.0.0.0:8001', BACKEND(8001)],
    ['nodemon --exec "uvicorn app:app --port 8001"', BACKEND(8001)],
    ['node server.js --port 4000', ['<BACKEND_PORT> = 4000, fixed']],
    ['PORT=4000 node server.js', ['<BACKEND_PORT> = 4000, fixed']],
    ['run --tts-port 8604 --llm-port 8611', ['<TTS_PORT> = 8604, fixed', '<LLM_PORT> = 8611, fixed']],
    ['uvicorn a:b --port ${BACKEND_PORT:-8203}', ['BACKEND_PORT = 8203, fallback']],
    ['uvicorn a:b --port $BACKEND_PORT', ['BACKEND_PORT, hint']],
    ['gunicorn -b :${PORT:-5000} app', BACKEND(5000, 'fallback')],
    ['BACKEND_PORT=8203 node server.js', ['BACKEND_PORT = 8203, fixed']],
    ['REACT_APP_API_URL=http://localhost:8203 craco build', ['REACT_APP_API_URL = http://localhost:8203, url, fixed']],
    ['wait-on -t 60000 tcp:8203 http://localhost:3000/x', ['<PORT_8203> = 8203, hint', '<PORT_3000> = 3000, hint']],
    ['concurrently "npm:api" "vite --port 3001"', FRONTEND(3001)],
    [
      'concurrently -k "cd web && vite" "cd api && uvicorn a:b"',
      ['<WEB_PORT> = 5173, fallback, browser', '<API_PORT> = 8000, fallback, http'],
    ],
    ['pnpm --filter @acme/admin dev --port 3005', ['<ADMIN_PORT> = 3005, fixed']],
    ['yarn workspace @acme/admin dev --port 3005', ['<ADMIN_PORT> = 3005, fixed']],
    ['docker run --name api -p 8203:8000 acme/api', ['<API_PORT> = 8203, fixed']],
    ['docker run -d -p 6380:6379 redis:7', ['<REDIS_PORT> = 6380, fixed, redis']],
  ])('%s', (script, mentions) => {
    expect(ofScript(script)).toEqual(mentions)
  })

  test.each([
    'react-scripts build',
    'vite build',
    'next build && next export',
    'node server.js',
    'tsc -p 3000',
    'mkdir -p 3000',
    'python manage.py migrate',
    'jest --testTimeout 30000',
    'npm run build',
    'next start -p $PORT',
    'echo "vite --port 3000"',
    'vite --port 70000',
    'vite --port abc',
    'gunicorn -b unix:/run/app.sock app:app',
    'API_KEY=abc123 DATABASE_URL=postgres://u:pa55@h/db node x.js',
    '',
  ])('%s says nothing', (script) => {
    expect(ofScript(script)).toEqual([])
  })
})

describe('what its port is called', () => {
  test('after the folder of the package', () => {
    expect(ofScript('vite --port 3001', 'apps/web/package.json')).toEqual(['<WEB_PORT> = 3001, fixed, browser of web'])
    expect(ofScript('storybook dev -p 6006', 'apps/web/package.json')).toEqual([
      '<WEB_STORYBOOK_PORT> = 6006, fixed, browser of web',
    ])
  })

  test('after the script, where that says more', () => {
    const scripts = {
      'dev:api': 'node api.js --port 8203',
      'start:admin': 'vite --port 3001',
      storybook: 'storybook dev -p 6006',
    }
    expect(withoutPlaces(inPackage(scripts))).toEqual([
      '<API_PORT> = 8203, fixed',
      '<ADMIN_PORT> = 3001, fixed, browser',
      '<STORYBOOK_PORT> = 6006, fixed, browser',
    ])
  })

  test('after what the package makes', () => {
    expect(
      withoutPlaces(inPackage({ dev: 'PORT=3000 npm run watch' }, { dependencies: { 'react-scripts': '5' } })),
    ).toEqual(['<FRONTEND_PORT> = 3000, fixed'])
  })
})

describe('what else a package.json says', () => {
  test.each([
    ['http://localhost:8203', ['1:43 <BACKEND_PORT> = 8203, hint, http']],
    ['http://127.0.0.1:8203/', ['1:43 <BACKEND_PORT> = 8203, hint, http']],
    ['https://api.example.com', []],
    ['nothing', []],
  ])('the proxy %s', (proxy, mentions) => {
    expect(inPackage({}, { proxy }).map((line) => line.replace(/^1:\d+/, '1:43'))).toEqual(mentions)
  })

  test('scripts for other machines only tell what there is', () => {
    expect(withoutPlaces(inPackage({ 'start:prod': 'node dist/main --port 80' }))).toEqual([
      '<BACKEND_PORT> = 80, hint',
    ])
  })

  test('a place is that of the number, behind escapes too', () => {
    const text =
      '{\n  "name": "x",\n\t"scripts": {\n    "start": "FOO=\\"a b\\" vite --port 3000"\n  },\n  "proxy": "http://localhost:8203"\n}\n'
    expect(mentionsIn(packageJson, 'package.json', text)).toEqual([
      '4:39 <FRONTEND_PORT> = 3000, fixed, browser',
      '6:30 <BACKEND_PORT> = 8203, hint, http',
    ])
  })

  test.each([
    ['no JSON', '{"scripts": {"start": "vite"'],
    ['no object', '["scripts", "proxy"]'],
    ['scripts that are none', '{"scripts": ["vite"], "proxy": {"/api": {"target": "http://localhost:8203"}}}'],
    ['names of the language', '{"scripts": {"__proto__": "tsc", "constructor": "toString"}}'],
  ])('%s says nothing', (_, text) => {
    expect(mentionsIn(packageJson, 'package.json', text)).toEqual([])
  })
})

describe('a Procfile', () => {
  test('names what it starts', () => {
    const text =
      '# The API\nweb: gunicorn -b :8000 app\r\napi: uvicorn app:app --port ${PORT:-5000}\nworker: celery -A app worker\nui: cd ui && npm start -- --port 3000\nbad line\n'
    expect(mentionsIn(procfile, 'Procfile.dev', text)).toEqual([
      '2:19 <WEB_PORT> = 8000, fixed, http, "The API"',
      '3:37 <API_PORT> = 5000, fallback, http',
      '5:34 <UI_PORT> = 3000, fixed',
    ])
  })

  test.each(['Procfile', 'Procfile.dev', 'web/Procfile'])('%s is one', (path) => {
    expect(procfile.handles(path)).toBe(true)
  })
})

describe('a Makefile', () => {
  test('gives variables, and starts what its recipes say', () => {
    const text = `# Where the API listens
BACKEND_PORT ?= 8203
API_URL := http://localhost:$(BACKEND_PORT)/api # for tests
COUNT = 3

.PHONY: dev
run-api: deps
\t@uvicorn app:app --port $(BACKEND_PORT)
web:
\tcd web && \\
\tvite --port 3000
serve:
\t-python -m http.server 8080
test:
\tcurl http://localhost:8203/health
`
    expect(mentionsIn(makefile, 'Makefile', text)).toEqual([
      '2:17 BACKEND_PORT = 8203, fallback, "Where the API listens"',
      '3:12 API_URL = http://localhost:${BACKEND_PORT}/api, url, fixed',
      '8:26 BACKEND_PORT, hint',
      '11:14 <WEB_PORT> = 3000, fixed, browser',
      '13:25 <FRONTEND_PORT> = 8080, fixed, browser',
      '15:24 <PORT_8203> = 8203, hint',
    ])
  })
})

describe('hostile texts', () => {
  const MIB = 1 << 20
  const BAIT = [
    'A="',
    "'",
    '\\',
    '$(',
    '${A:-',
    '--port ',
    'sh -c "',
    'concurrently ',
    'a=',
    '&& ',
    'npx ',
    'wait-on 1:',
    '-p 1 ',
  ]
  test.each(BAIT)('of %s are read to their end', (bait) => {
    const script = bait.repeat(9900 / bait.length)
    const scripts = Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`s${n}`, script]))
    const makefileText = `X = 10\na:\n\t${bait.repeat(MIB / 16 / bait.length)}\n`
    const found = [
      ...inPackage(scripts),
      ...mentionsIn(makefile, 'Makefile', makefileText),
      ...mentionsIn(procfile, 'Procfile', `a: ${script}`),
    ]
    expect(found.filter((line) => !/ <\w+> = \d+, (?:fixed|hint)$/.test(line))).toEqual([])
  })

  test.each([
    ['brackets', '{"scripts":'.repeat(9000)],
    ['deep JSON', `{"scripts":${'['.repeat(5000)}${']'.repeat(5000)}}`],
    ['one string', `{"scripts": {"a": "${'vite '.repeat(MIB / 5)}"}}`],
    ['quotes', `{"scripts": {}, "x": "${'\\"'.repeat(MIB / 2)}"}`],
  ])('of %s say nothing', (_, text) => {
    expect(mentionsIn(packageJson, 'package.json', text)).toEqual([])
  })
})
