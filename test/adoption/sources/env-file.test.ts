import { describe, expect, test } from 'vitest'
import { envFile } from '../../../src/adoption/sources/env-file.js'
import { mentionsIn } from './found.js'

const inEnv = (text: string, path = '.env') => mentionsIn(envFile, path, text)

describe('what an .env file says of ports, URLs and hosts', () => {
  test.each([
    ['a port', 'BACKEND_PORT=8203', ['1:14 BACKEND_PORT = 8203, layer']],
    ['a quoted port', 'BACKEND_PORT="8203"', ['1:14 BACKEND_PORT = 8203, layer']],
    ['an exported one', '  export  BACKEND_PORT = 8203', ['1:26 BACKEND_PORT = 8203, layer']],
    ['a Windows file', '\uFEFFA_PORT=1\r\nB_PORT=2\r\n', ['1:8 A_PORT = 1, layer', '2:8 B_PORT = 2, layer']],
    ['PORT in the middle', 'LLM_PORT_ORIGINAL=8610', ['1:19 LLM_PORT_ORIGINAL = 8610, layer']],
    ['PORT alone', 'PORT=3000', ['1:6 PORT = 3000, layer']],
    ['a host', 'DB_HOST=localhost', ['1:9 DB_HOST = localhost, host, layer']],
    ['an address', 'HOST=0.0.0.0', ['1:6 HOST = 0.0.0.0, host, layer']],
    ['a URL by its text', 'BACKEND=http://localhost:8203', ['1:9 BACKEND = http://localhost:8203, url, layer']],
    ['a URL without http', 'REDIS_URL=redis://h:6379/0', ['1:11 REDIS_URL = redis://h:6379/0, url, layer']],
    ['references', 'A_URL=http://${HOST}:${A_PORT}/x', ['1:7 A_URL = http://${HOST}:${A_PORT}/x, url, layer']],
    ['bare references', 'A_URL=http://$HOST:$A_PORT', ['1:7 A_URL = http://${HOST}:${A_PORT}, url, layer']],
    ['a port that is another', 'A_PORT=${B_PORT:-80}', ['1:8 A_PORT = ${B_PORT:-80}, layer']],
    ['a port still to be filled in', 'A_PORT=', ['1:8 A_PORT, hint']],
    ['a URL still to be filled in', 'A_URL=""', ['1:7 A_URL, url, hint']],
    ['the last of two', 'A_PORT=1\nA_PORT=2', ['1:8 A_PORT = 1, layer', '2:8 A_PORT = 2, layer']],
  ])('%s', (_, text, mentions) => {
    expect(inEnv(text)).toEqual(mentions)
  })

  test.each([
    ['no port', 'A_PORT=0\nB_PORT=65536\nC_PORT=8203x\nD_PORT=1e3\nE_PORT=08203\nF_PORT=-1\nG_PORT=80,81'],
    ['something else about ports', 'PORT_COUNT=10\nPORT_OFFSET=1000\nPORT_TIMEOUT=30\nSUPPORT=1\nVIEWPORT=1'],
    ['a number with another name', 'TIMEOUT=3000\nLLM=8611'],
    ['something else about hosts', 'ALLOWED_HOSTS=a,b\nHOST_USER=joe\nDB_HOST=a b\nA_HOST=localhost:80'],
    ['no URL with a host', 'DB=sqlite:///app.db\nF=file:///tmp/x\nX=/api\nY=localhost:80\nM=mailto:a@b.c'],
    ['several URLs', 'CORS=http://a.b, http://c.d'],
    ['a password', 'DATABASE_URL=postgres://app:pa55@db:5432/app'],
    ['a password that is referred to', 'DATABASE_URL=postgres://app:${DB_PASSWORD}@db:5432/app'],
    ['a password that stands in', 'A_URL=${B_URL:-http://u:pa55@h}'],
    ['a user of a site', 'SENTRY_URL=https://0123456789abcdef@o1.ingest.sentry.io/1'],
    ['a key in a query', 'A_URL=https://h/x?api_key=123\nB_URL=https://h/?sig=1'],
    [
      'a secret by its name',
      'API_KEY=http://h\nSENTRY_DSN=https://h/1\nSECRET_PORT=1\nSLACK_WEBHOOK_URL=https://h/T0/B0',
    ],
    ['a name of the language', '__proto__=http://h\nconstructor=http://h'],
    ['a name that no variable has', 'A.PORT=1\nB-PORT=2'],
    ['comments', '# A_PORT=1\n  #B_PORT=2'],
    ['nothing', ''],
  ])('%s is left out', (_, text) => {
    expect(inEnv(text)).toEqual([])
  })

  test('a bad line or quote leaves the others', () => {
    expect(inEnv('A_PORT=1\nwhat is this\nB_PORT=2\nC="open\nD_PORT=3')).toEqual([
      '1:8 A_PORT = 1, layer',
      '3:8 B_PORT = 2, layer',
      '5:8 D_PORT = 3, layer',
    ])
  })

  test('what stands in single quotes has no references', () => {
    expect(inEnv("A_URL='http://h/${x}'")).toEqual(['1:7 A_URL = http://h/$${x}, url, layer'])
  })
})

describe('what its comments say', () => {
  test.each([
    ['above', '# Backend API\nA_PORT=1', ['2:8 A_PORT = 1, layer, "Backend API"']],
    ['above, in two lines', '# Backend\n#   API\nA_PORT=1', ['3:8 A_PORT = 1, layer, "Backend API"']],
    ['behind', 'A_PORT=1 # Backend API', ['1:8 A_PORT = 1, layer, "Backend API"']],
    ['behind quotes', 'A_PORT="1" # Backend API', ['1:8 A_PORT = 1, layer, "Backend API"']],
    ['above a blank line', 'MODE=a\n# Cache\n\nA_PORT=1', ['4:8 A_PORT = 1, layer of Cache']],
    ['at the top, of the whole file', '# Local settings\n\nA_PORT=1', ['3:8 A_PORT = 1, layer']],
    [
      'about when the file counts',
      '# Local development\nA_PORT=1\nB_PORT=2',
      ['2:8 A_PORT = 1, layer', '3:8 B_PORT = 2, layer'],
    ],
    [
      'about several',
      '# Cache\nA_PORT=1\nB_PORT=2',
      ['2:8 A_PORT = 1, layer of Cache', '3:8 B_PORT = 2, layer of Cache'],
    ],
    [
      'about the first',
      '# Port of A\nA_PORT=1\nB_PORT=2',
      ['2:8 A_PORT = 1, layer, "Port of A"', '3:8 B_PORT = 2, layer'],
    ],
    ['ruled off', '# --- Cache ---\nA_PORT=1', ['2:8 A_PORT = 1, layer of Cache']],
    ['boxed', '#####\n# Cache:\n#####\n# The one\nA_PORT=1', ['5:8 A_PORT = 1, layer, "The one" of Cache']],
    ['in brackets', '# [cache]\nA_PORT=1', ['2:8 A_PORT = 1, layer of cache']],
    ['advice', '# Copy this file to .env\n\nA_PORT=1', ['3:8 A_PORT = 1, layer']],
    ['what was set before', '# A_PORT=2\nA_PORT=1', ['2:8 A_PORT = 1, layer']],
    ['a secret', '# DB_PASSWORD: pa55\nA_PORT=1', ['2:8 A_PORT = 1, layer']],
  ])('%s', (_, text, mentions) => {
    expect(inEnv(text)).toEqual(mentions)
  })

  test('a section lasts until the next', () => {
    const text = '# == AI ==\nA_PORT=1\n\n# Old\nB_PORT=2\nC_PORT=3\n\n# == Voice ==\nD_PORT=4\n'
    expect(inEnv(text)).toEqual([
      '2:8 A_PORT = 1, layer of AI',
      '5:8 B_PORT = 2, layer, "Old" of AI',
      '6:8 C_PORT = 3, layer of AI',
      '9:8 D_PORT = 4, layer of Voice',
    ])
  })
})

describe('which files are read', () => {
  test.each(['.env', '.env.local', '.env.production', 'web/.env', 'docker/app.env', 'env.example', '.env.defaults'])(
    '%s',
    (path) => {
      expect(envFile.handles(path)).toBe(true)
    },
  )

  test.each(['env', 'environment.ts', '.env.bak', '.env.vault', '.env.keys', '.envrc', 'a.env.ts', 'env/x.txt'])(
    'not %s',
    (path) => {
      expect(envFile.handles(path)).toBe(false)
    },
  )

  test.each(['.env.example', 'env.sample', '.env.template', 'sample.env', '.env.production.example', '.env.dist'])(
    '%s only tells what there is',
    (path) => {
      expect(inEnv('A_PORT=8203', path)).toEqual(['1:8 A_PORT = 8203, hint'])
    },
  )

  test('the folder of a service is its group, and names its PORT', () => {
    expect(inEnv('PORT=8000\nA_HOST=b', 'services/tts-sovits/.env')).toEqual([
      '1:6 <TTS_SOVITS_PORT> = 8000, layer of tts-sovits',
      '2:8 A_HOST = b, host, layer of tts-sovits',
    ])
  })
})

describe('a hostile file', () => {
  const MIB = 1 << 18
  test.each([
    ['quotes', '"'.repeat(MIB)],
    ['assignments of nothing', 'A=\n'.repeat(MIB / 3)],
    ['one long name', 'A_PORT'.repeat(MIB / 6)],
    ['one long value', `A_URL=http://${'a:'.repeat(MIB / 2)}`],
    ['open references', `A_URL=http://${'${A:-'.repeat(MIB / 5)}`],
    ['one long comment', `# ${'-= '.repeat(MIB / 3)}x\nA_PORT=x`],
    ['comments', `${'# -\n'.repeat(MIB / 4)}A_PORT=x`],
    ['white space', `A_PORT=${' '.repeat(MIB)}x`],
    ['zeros', '\0'.repeat(MIB)],
  ])('of %s is read to its end', (_, text) => {
    expect(inEnv(text)).toEqual([])
  })

  test('of many ports is read to its end', () => {
    expect(inEnv('# a\nA_PORT=1 # b\n'.repeat(20_000))).toHaveLength(20_000)
  })
})
