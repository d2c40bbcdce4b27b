import { describe, expect, test } from 'vitest'
import type { Mention } from '../../../src/adoption/mention.js'
import { python } from '../../../src/adoption/sources/python/index.js'
import { briefly, foundBy } from './found.js'

function found(text: string, path = 'backend/config.py'): string[] {
  return foundBy(python, text, path)
}

/** Functions that give URLs back, below the ports that they name; and what is told of them. */
const FUNCTIONS: readonly (readonly [string, readonly string[]])[] = [
  [
    'def get_backend_url(host="localhost"):\n    return f"http://{host}:{A_PORT}"',
    ['BACKEND_URL? http://localhost:${A_PORT} fallback'],
  ],
  [
    'def get_backend_url(host: str = DEFAULT_HOST) -> str:\n    """Of the API."""\n    return f"http://{host}:{A_PORT}/api"',
    ['BACKEND_URL? http://${DEFAULT_HOST}:${A_PORT}/api fallback'],
  ],
  [
    'def get_backend_url(host):\n    return f"http://{host}:{A_PORT}"',
    ['BACKEND_URL? http://localhost:${A_PORT} fallback'],
  ],
  [
    'def get_backend_url(host=None):\n    host = host or DEFAULT_HOST\n    return f"http://{host}:{A_PORT}"',
    ['BACKEND_URL? http://${DEFAULT_HOST}:${A_PORT} fallback'],
  ],
  [
    'def get_llm_url(host="localhost", use_optimized=True):\n    port = A_PORT if use_optimized else A_PORT_ORIGINAL\n    return f"http://{host}:{port}"',
    [
      'LLM_URL? http://localhost:${A_PORT} fallback',
      'A_URL_ORIGINAL? http://localhost:${A_PORT_ORIGINAL} fallback, LLM_URL with use_optimized=false',
    ],
  ],
  [
    'def get_llm_url(old: bool = False, host: str = "localhost"):\n    if old:\n        return f"http://{host}:{OLD_PORT}"\n    else:\n        return f"http://{host}:{A_PORT}"',
    [
      'LLM_URL? http://localhost:${A_PORT} fallback',
      'OLD_URL? http://localhost:${OLD_PORT} fallback, LLM_URL with old=true',
    ],
  ],
  // Another name, a method, a table, a URL at no port of a setting.
  ['def backend_url(host="localhost"):\n    return f"http://{host}:{A_PORT}"', []],
  ['class Client:\n    def get_backend_url(self):\n        return f"http://localhost:{A_PORT}"', []],
  ['def get_port_url(host="localhost"):\n    return f"http://{host}:{A_PORT}"', []],
  ['def get_backend_url(name):\n    return URLS[name]', []],
  ['def get_backend_url():\n    return BACKEND_URL', []],
  ['def get_backend_url(host="localhost", port=8203):\n    return f"http://{host}:{port}"', []],
]

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
  [
    "class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='APP_')\n    backend_port: int = 8203",
    ['APP_BACKEND_PORT 8203 fallback'],
  ],
  ["class Settings(BaseSettings):\n    llm_port: int = Field(8611, alias='LLM_PORT')", ['LLM_PORT 8611 fallback']],
  [
    'class S(BaseSettings):\n    port: int = 6379\n    class Config:\n        env_prefix = "REDIS_"',
    ['REDIS_PORT 6379 fallback'],
  ],
  [
    'DATABASES = {"replica": {"HOST": "localhost", "PORT": "5433"}}',
    ['REPLICA_HOST? localhost fixed', 'REPLICA_PORT? 5433 fixed'],
  ],
  [
    'DB = {"HOST": os.environ.get("PGHOST", "db"), "PORT": os.environ.get("PGPORT", 5432)}',
    ['PGHOST db fallback', 'PGPORT 5432 fallback'],
  ],
  ['EMAIL_HOST = "smtp.example.com"\nEMAIL_PORT = 587', []],
  ['AVATAR_PORT_RANGE = range(8615, 8625)', ['AVATAR_PORT_RANGE 8615-8624 fixed']],
  ['PORTS = {"core": {"backend": 8203}, "ai": {"llm": 8611}}', ['BACKEND_PORT? 8203 fixed', 'LLM_PORT? 8611 fixed']],
  ['TTS_EDGE_PORT = 8604\nTTS_PORT = TTS_EDGE_PORT', ['TTS_EDGE_PORT 8604 fixed', 'TTS_PORT ${TTS_EDGE_PORT} fixed']],
  ['if DEBUG:\n    BACKEND_PORT = 8203', ['BACKEND_PORT 8203 hint']],
  ['A_URL = "http://localhost:8203/${x}"', ['A_URL http://localhost:8203/$${x} fixed']],
  ['API_URL = "https://api.example.com/v1"', []],
  ['DATABASE_URL = "postgresql://me:secret@localhost:5432/app"', ['DATABASE_URL - hint']],
  ['PORT_TOKEN = os.getenv("PORT_TOKEN", "8203")', []],
  ['text = """\nBACKEND_PORT = 8203\n"""\n# RAG_PORT = 8602', []],
  ['uvicorn.run(app, host="0.0.0.0", port=8000)', ['BACKEND_PORT? 8000 fixed']],
  ['app.run("0.0.0.0", 5000)', ['BACKEND_PORT? 5000 fixed']],
  ['HTTPServer(("", 8000), Handler).serve_forever()', ['BACKEND_PORT? 8000 fixed']],
  ['parser.add_argument("--port", type=int, default=8000)', ['BACKEND_PORT? 8000 fallback']],
  ['PORT = 8000', ['BACKEND_PORT? 8000 fixed']],
  [
    'SERVICES = [{"name": "rag", "port": 8602}, {"name": "tts", "port": 8604}]',
    ['RAG_PORT? 8602 fixed', 'TTS_PORT? 8604 fixed'],
  ],
  ['URLS = {"chat": "http://localhost:8611/chat", "docs": "/docs"}', ['CHAT_URL? http://localhost:8611/chat fixed']],
  ['DEFAULT_RAG_PORT = 8602\nRAG_PORT = int(os.getenv("RAG_PORT", DEFAULT_RAG_PORT))', ['RAG_PORT 8602 fallback']],
  ['HOST = "0.0.0.0"', []],
  ['MAX_PORT = 65535\nNUM_PORTS = 10\nPORT_OFFSET = 100\nPORTS = [8203, 8602]\nPORT_NAMES = {8203: "rag"}', []],
]

describe('a module of constants', () => {
  test.each(LINES)('%s', (text, mentions) => {
    expect(found(text)).toEqual(mentions)
  })
})

describe('functions of a module', () => {
  test.each(FUNCTIONS)('%s', (text, mentions) => {
    const module = `DEFAULT_HOST = "localhost"\nA_PORT = 8611\nA_PORT_ORIGINAL = 8610\nOLD_PORT = 8609\n\n${text}\n`
    const told = python.mentions(module, 'ports_config.py').slice(4)
    const variantOf = ({ variant }: Mention) =>
      variant === undefined ? '' : `, ${variant.of} with ${variant.parameter}=${variant.when}`
    expect(told.map((one) => briefly(one) + variantOf(one))).toEqual(mentions)
  })

  test('say no more of a URL that has a constant', () => {
    const constant = 'A_PORT = 8203\nBACKEND_URL = f"http://10.0.0.1:{A_PORT}"\n'
    expect(found(`${constant}def get_backend_url(host="localhost"):\n    return f"http://{host}:{A_PORT}"`)).toEqual([
      'A_PORT 8203 fixed',
      'BACKEND_URL http://10.0.0.1:${A_PORT} fixed',
      'BACKEND_URL? http://localhost:${A_PORT} hint',
    ])
  })

  test('are not needed to tell what a list of every port calls them', () => {
    const told = python.mentions('A_PORT = 1\nB_PORT = 2\nALL_PORTS = {"a": A_PORT, "old": B_PORT}', 'ports.py')
    expect(told.map(({ name, service }) => [name, service])).toEqual([
      ['A_PORT', undefined],
      ['B_PORT', 'old'],
    ])
  })
})

const MODULE = `#!/usr/bin/env python3
"""Central configuration of ports.

Every service imports its port from here.
"""
import os
from typing import Dict, Final

# Host of the whole stack
HOST = os.getenv("STACK_HOST", "localhost")

# =============================================================================
# Core services
# =============================================================================
BACKEND_PORT = 8203  # Backend API
FRONTEND_PORT: int = 3000  # Frontend React application

# --- AI services ---
LLM_PORT = int(os.getenv("LLM_PORT", "8611"))  # LLM service (optimized)
LLM_PORT_ORIGINAL = 8610  # LLM service (original)
# RAG service
RAG_PORT: Final[int] = int(os.environ.get("RAG_PORT", 8602))
MILVUS_PORT = 9090

# --- Avatar ---
AVATAR_MANAGER_API_PORT = 8607
AVATAR_BASE_PORT = 8615  # 10 ports, 8615-8624
MAX_AVATARS = 10
LIVE_SERVER_PORT = 8606

# ===== TTS =====
TTS_PORT = TTS_EDGE_PORT = 8604
TTS_TACOTRON_PORT = 8605
TTS_SOVITS_PORT = 8608
TTS_COSYVOICE_PORT = 8609

## Infrastructure
REDIS_PORT = int(os.environ.get("REDIS_PORT") or 6379)
OLLAMA_PORT = 11434

REQUEST_TIMEOUT = 3000
MAX_SIZE = 8192

BACKEND_URL = f"http://{HOST}:{BACKEND_PORT}"
REDIS_URL = "redis://" + HOST + ":" + str(REDIS_PORT) + "/0"
OLLAMA_URL = os.getenv("OLLAMA_URL", f"http://{HOST}:{OLLAMA_PORT}")

SERVICE_PORTS: Dict[str, int] = {
    "backend": BACKEND_PORT,
    "frontend": FRONTEND_PORT,
    "whisper": 8620,  # speech to text
}


def get_url(service: str, host: str = HOST) -> str:
    port = SERVICE_PORTS[service]
    return f"http://{host}:{port}"


if __name__ == "__main__":
    import uvicorn
    uvicorn.run("main:app", host="0.0.0.0", port=BACKEND_PORT)
`

describe("a stack's ports_config.py", () => {
  const mentions = python.mentions(MODULE, 'ports_config.py')

  test('is read whole, constants and URLs made of them', () => {
    expect(mentions.map(briefly)).toEqual([
      'STACK_HOST localhost fallback',
      'BACKEND_PORT 8203 fixed',
      'FRONTEND_PORT 3000 fixed',
      'LLM_PORT 8611 fallback',
      'LLM_PORT_ORIGINAL 8610 fixed',
      'RAG_PORT 8602 fallback',
      'MILVUS_PORT 9090 fixed',
      'AVATAR_MANAGER_API_PORT 8607 fixed',
      'AVATAR_BASE_PORT 8615 fixed',
      'LIVE_SERVER_PORT 8606 fixed',
      'TTS_PORT 8604 fixed',
      'TTS_EDGE_PORT 8604 fixed',
      'TTS_TACOTRON_PORT 8605 fixed',
      'TTS_SOVITS_PORT 8608 fixed',
      'TTS_COSYVOICE_PORT 8609 fixed',
      'REDIS_PORT 6379 fallback',
      'OLLAMA_PORT 11434 fixed',
      'BACKEND_URL http://${STACK_HOST}:${BACKEND_PORT} fixed',
      'REDIS_URL redis://${STACK_HOST}:${REDIS_PORT}/0 fixed',
      'OLLAMA_URL http://${STACK_HOST}:${OLLAMA_PORT} fallback',
      'WHISPER_PORT? 8620 fixed',
    ])
  })

  test('its comments say what each is for, and its titles where it belongs', () => {
    const told = new Map(mentions.map(({ name, doc, group }) => [name, [group, doc]]))
    expect(told.get('STACK_HOST')).toEqual([null, 'Host of the whole stack'])
    expect(told.get('BACKEND_PORT')).toEqual(['Core services', 'Backend API'])
    expect(told.get('RAG_PORT')).toEqual(['AI services', 'RAG service'])
    expect(told.get('MILVUS_PORT')).toEqual(['AI services', null])
    expect(told.get('AVATAR_BASE_PORT')).toEqual(['Avatar', '10 ports, 8615-8624'])
    expect(told.get('TTS_EDGE_PORT')).toEqual(['TTS', null])
    expect(told.get('OLLAMA_PORT')).toEqual(['Infrastructure', null])
  })

  test('each stands where it is written', () => {
    const { place } = mentions.find(({ name }) => name === 'LLM_PORT') ?? {}
    expect(place).toEqual({ path: 'ports_config.py', line: 19, column: 27 })
  })
})

test('where ports may be is no port, but where those of a service begin is', () => {
  expect(found('PORT_RANGE_START = 8000\nPORT_RANGE_END = 8100\nDEFAULT_PORT_RANGE_START = 8000')).toEqual([])
  expect(found('AVATAR_PORT_RANGE_START = 8615')).toEqual(['AVATAR_PORT_RANGE_START 8615 fixed'])
})

/** A text, and the group and doc of its first port. */
const REMARKS: readonly (readonly [string, string | null, string | null])[] = [
  ['# Backend API\nA_PORT = 1\n', null, 'Backend API'],
  ['# Core\nA_PORT = 1\nB_PORT = 2\n', 'Core', null],
  ['# Answers pages.\nA_PORT = 1\nB_PORT = 2\n', null, 'Answers pages'],
  ['import os\n\n# Core services\n\nA_PORT = 1\n', 'Core services', null],
  ['import os\n# ---- Core ----\nA_PORT = 1\n', 'Core', null],
  ['import os\n######## Core ########\nA_PORT = 1  # The API\n', 'Core', 'The API'],
  ['import os\n# =====\n# Core\n# =====\n# The API\nA_PORT = 1\n', 'Core', 'The API'],
  ['# Copyright 2024 Somebody\n\nA_PORT = 1\n', null, null],
  ['# OLD_PORT = 9999\nA_PORT = 1\n', null, null],
  ['A_PORT = 1  # noqa: E501\n', null, null],
  ['A_PORT = 1  # The API  # noqa\n', null, 'The API'],
  ['A_PORT = 1\n"""The API"""\n', null, 'The API'],
  ['#: The API\nA_PORT = 1\n', null, 'The API'],
  ['A_PORT = 5433  # 5432 is taken by the other one\n', null, null],
  ['A_PORT = 3001  # was 3000\n', null, null],
  ['A_PORT = 1  # 10 ports for avatars\n', null, '10 ports for avatars'],
]

test.each(REMARKS)('what %j says of a port', (text, group, doc) => {
  const [mention] = python.mentions(text, 'config.py')
  expect([mention?.group, mention?.doc]).toEqual([group, doc])
})
