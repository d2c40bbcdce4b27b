import { describe, expect, test } from 'vitest'
import { python } from '../../src/adoption/sources/python/index.js'
import { foundBy } from './support.js'

function found(text: string, path = 'config.py'): string[] {
  return foundBy(python, text, path)
}

/** What stands in a module, and what is told of it. */
const LINES: readonly (readonly [string, readonly string[]])[] = [
  ['BACKEND_PORT = 8203', ['BACKEND_PORT 8203 fixed']],
  ['BACKEND_PORT: int = 8203', ['BACKEND_PORT 8203 fixed']],
  ['BACKEND_PORT: Final[int] = 8_203', ['BACKEND_PORT 8203 fixed']],
  ['backend_port = 8203', ['BACKEND_PORT 8203 fixed']],
  ['PORT_A = PORT_B = 8000', ['PORT_A 8000 fixed', 'PORT_B 8000 fixed']],
  ['BACKEND_PORT = int(os.getenv("BACKEND_PORT", "8203"))', ['BACKEND_PORT 8203 fallback']],
  ["PORT = int(os.environ.get('BACKEND_PORT', 8203))", ['BACKEND_PORT 8203 fallback']],
  ['BACKEND_PORT = int(os.environ.get("BACKEND_PORT") or 8203)', ['BACKEND_PORT 8203 fallback']],
  ['BACKEND_PORT = os.environ["BACKEND_PORT"]', ['BACKEND_PORT - hint']],
  ['BACKEND_PORT = config("BACKEND_PORT", default=8203, cast=int)', ['BACKEND_PORT 8203 fallback']],
  ['BACKEND_PORT = env.int("BACKEND_PORT", 8203)', ['BACKEND_PORT 8203 fallback']],
  ['def port():\n    return int(os.getenv("RAG_PORT", "8602"))', ['RAG_PORT 8602 fallback']],
  ['class Ports:\n    BACKEND = 8203\n    RETRIES = 5', ['BACKEND_PORT? 8203 fixed']],
  ['class Ports(IntEnum):\n    BACKEND = 8203', ['BACKEND_PORT? 8203 fixed']],
  [
    '@dataclass\nclass RedisConfig:\n    host: str = "localhost"\n    port: int = 6379',
    ['REDIS_HOST? localhost fixed', 'REDIS_PORT? 6379 fixed'],
  ],
  ['PORTS = {"backend": 8203, "rag": 8602}', ['BACKEND_PORT? 8203 fixed', 'RAG_PORT? 8602 fixed']],
  [
    'SERVICES = {"backend": {"host": "localhost", "port": 8203}}',
    ['BACKEND_HOST? localhost fixed', 'BACKEND_PORT? 8203 fixed'],
  ],
  [
    'RAG_PORT = 8602\nRAG_URL = f"http://localhost:{RAG_PORT}"',
    ['RAG_PORT 8602 fixed', 'RAG_URL http://localhost:${RAG_PORT} fixed'],
  ],
  ['WS_PORT = 8203 + 1', ['WS_PORT 8204 fixed']],
  ['TIMEOUT = 3000\nMAX_SIZE = 8192\nYEAR = 2024\nPORT_TIMEOUT = 3000', []],
  ['SUPPORT = 8203\nIMPORT_LIMIT = 8203\nBACKEND_PORT = 99999', []],
]

describe('a module of constants', () => {
  test.each(LINES)('%s', (text, mentions) => {
    expect(found(text)).toEqual(mentions)
  })
})
