import { describe, expect, test } from 'vitest'
import { imageOf } from '../../../src/adoption/images.js'
import { compose } from '../../../src/adoption/sources/compose/index.js'
import { mentionsIn } from './found.js'

const inFile = (text: string, path = 'docker-compose.yml') => mentionsIn(compose, path, text)

/** What is said of the ports of one service, without where it stands. */
function ofPorts(ports: string, service = 'api', more = ''): string[] {
  return withoutPlaces(inFile(`services:\n  ${service}:\n${more}    ports: [${ports}]\n`))
}

function ofService(fields: string, others = ''): string[] {
  return withoutPlaces(inFile(`services:\n  api:\n    ${fields.replaceAll('\n', '\n    ')}\n${others}`))
}

function withoutPlaces(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/^\S+ /, ''))
}

const API = 'fixed, "Api"'

describe('what a service publishes', () => {
  test.each([
    ['a port', '"8203:8000"', [`<API_PORT> = 8203, ${API}`]],
    ['a port without quotes', '8203:8000', [`<API_PORT> = 8203, ${API}`]],
    ['on an address', '"127.0.0.1:8203:8000"', [`<API_PORT> = 8203, ${API}`]],
    ['on an IPv6 address', '"[::1]:8203:8000"', [`<API_PORT> = 8203, ${API}`]],
    ['over UDP', '"8203:8000/udp"', ['<API_PORT> = 8203, fixed, udp, "Api"']],
    ['over both', '"53:53", "53:53/udp"', [`<API_PORT> = 53, ${API}`, '<API_UDP_PORT> = 53, fixed, udp, "Api"']],
    ['a range', '"8615-8624:8615-8624"', ['<API_PORT> = 8615, fixed, "Api, first of 10 ports"']],
    ['two', '"1:1", "2:2"', [`<API_PORT> = 1, ${API}`, `<API_2_PORT> = 2, ${API}`]],
    ['one to debug', '"1:1", "9229:9229"', [`<API_PORT> = 1, ${API}`, '<API_DEBUG_PORT> = 9229, fixed, "Api, debug"']],
    ['the long way', '{target: 8000, published: "8203"}', [`<API_PORT> = 8203, ${API}`]],
    [
      'the long way as a number',
      '{target: 8000, published: 8203, protocol: udp}',
      ['<API_PORT> = 8203, fixed, udp, "Api"'],
    ],
    [
      'a named one',
      '{name: ws, target: 1, published: 2, app_protocol: http}',
      ['<API_WS_PORT> = 2, fixed, http, "Api, ws"'],
    ],
    ['a variable', '"${BACKEND_PORT}:8000"', ['BACKEND_PORT, hint, "Api"']],
    ['a bare variable', '"$BACKEND_PORT:8000"', ['BACKEND_PORT, hint, "Api"']],
    ['a variable with a default', '"${BACKEND_PORT:-8203}:8000"', ['BACKEND_PORT = 8203, fallback, "Api"']],
    ['a variable that has to be set', '"${BACKEND_PORT:?set it}:8000"', ['BACKEND_PORT, hint, "Api"']],
    ['a variable with another name', '"${BACKEND:-8203}:8000"', ['BACKEND = 8203, fallback, "Api"']],
    ['the long way with a variable', '{target: 1, published: "${A_PORT-2}"}', ['A_PORT = 2, fallback, "Api"']],
    [
      'one variable for another',
      '"${A_PORT:-${B_PORT:-1}}:8000"',
      ['A_PORT = ${B_PORT:-1}, fallback, "Api"', 'B_PORT = 1, fallback, "Api"'],
    ],
    [
      'both ends of a range',
      '"${A_PORT:-1}-${B_PORT:-9}:1-9"',
      ['A_PORT = 1, fallback, "Api"', 'B_PORT = 9, fallback, "Api"'],
    ],
    ['what Compose chooses', '"8000"', []],
    ['nothing that can be read', '"a:8000", "0:1", "70000:1", "1e3:2", [], null', []],
  ])('%s', (_, ports, mentions) => {
    expect(ofPorts(ports)).toEqual(mentions)
  })

  test('the place is that of the number', () => {
    expect(
      inFile('services:\n  api:\n    ports:\n      - "127.0.0.1:8203:8000"\n      - target: 1\n        published: 2'),
    ).toEqual([`4:20 <API_PORT> = 8203, ${API}`, `6:20 <API_1_PORT> = 2, ${API}`])
  })

  test.each(['frontend', 'web', 'admin-ui', 'app_frontend', 'dashboard'])('%s is for browsers', (name) => {
    expect(ofPorts('3000:80', name)[0]).toContain('= 3000, fixed, browser')
  })

  test('in files that are for other machines, it only tells what there is', () => {
    const text = 'services: {api: {ports: ["80:80", "${A_PORT:-1}:1"]}}'
    expect(inFile(text, 'docker-compose.prod.yml')).toEqual([
      '1:27 <API_PORT> = 80, hint, "Api"',
      '1:36 A_PORT = 1, hint, "Api"',
    ])
    expect(inFile(text, 'docker-compose.dev.yml')[0]).toContain('fixed')
  })
})

describe('what is known of images', () => {
  test.each([
    ['redis', 'redis:7-alpine', '6379:6379', ['<REDIS_PORT> = 6379, fixed, redis, "Redis cache"']],
    ['cache', 'docker.io/bitnami/valkey', '6380:6379', ['<REDIS_PORT> = 6380, fixed, redis, "Redis cache"']],
    ['db', 'postgres@sha256:0123', '5433:5432', ['<POSTGRES_PORT> = 5433, fixed, tcp, "PostgreSQL database"']],
    ['db', 'postgis/postgis:${V:-16}', '5432:5432', ['<POSTGRES_PORT> = 5432, fixed, tcp, "PostgreSQL database"']],
    ['users-db', 'mysql', '3306:3306', ['<USERS_DB_PORT> = 3306, fixed, tcp, "MySQL database"']],
    ['kafka-broker', 'confluentinc/cp-kafka', '9092:9092', ['<KAFKA_PORT> = 9092, fixed, tcp, "Kafka message broker"']],
    [
      'standalone',
      'milvusdb/milvus:v2',
      '19530:19530, 9091:9091',
      [
        '<MILVUS_PORT> = 19530, fixed, tcp, "Milvus vector database"',
        '<MILVUS_METRICS_PORT> = 9091, fixed, http, "Milvus vector database, metrics"',
      ],
    ],
    [
      'rabbitmq',
      'rabbitmq:3-management',
      '5672:5672, 15672:15672',
      [
        '<RABBITMQ_PORT> = 5672, fixed, tcp, "RabbitMQ message broker"',
        '<RABBITMQ_MANAGEMENT_PORT> = 15672, fixed, browser, "RabbitMQ message broker, management"',
      ],
    ],
    [
      'minio',
      'minio/minio',
      '9001:9001, 9000:9000',
      [
        '<MINIO_CONSOLE_PORT> = 9001, fixed, browser, "MinIO object storage, console"',
        '<MINIO_PORT> = 9000, fixed, http, "MinIO object storage"',
      ],
    ],
    [
      'mail',
      'axllent/mailpit',
      '1025:1025, 8025:8025',
      ['<MAILPIT_SMTP_PORT> = 1025, fixed, tcp, "Mailpit, smtp"', '<MAILPIT_PORT> = 8025, fixed, browser, "Mailpit"'],
    ],
    [
      'proxy',
      'nginx:alpine',
      '80:80, 443:443',
      [
        '<NGINX_PORT> = 80, fixed, browser, "nginx web server"',
        '<NGINX_HTTPS_PORT> = 443, fixed, browser, "nginx web server, https"',
      ],
    ],
    ['ollama', 'ollama/ollama', '"${LLM_PORT:-11434}:11434"', ['LLM_PORT = 11434, fallback, http, "Ollama service"']],
    ['server', 'acme/server', '1:1', ['<SERVER_PORT> = 1, fixed, "Server"']],
  ])('%s of %s', (service, image, ports, mentions) => {
    expect(ofPorts(ports, service, `    image: ${image}\n`)).toEqual(mentions)
  })

  test('two of one image keep their own names', () => {
    expect(
      withoutPlaces(
        inFile('services:\n  cache: {image: redis, ports: ["1:6379"]}\n  queue: {image: redis, ports: ["2:6379"]}'),
      ),
    ).toEqual(['<CACHE_PORT> = 1, fixed, redis, "Redis cache"', '<QUEUE_PORT> = 2, fixed, redis, "Redis cache"'])
  })

  test('two that take turns on a port are one setting', () => {
    const text =
      'services:\n  ollama-cpu: {image: ollama/ollama, ports: ["1:11434"]}\n  ollama-gpu: {image: ollama/ollama, ports: ["1:11434"]}'
    expect(withoutPlaces(inFile(text))).toEqual([
      '<OLLAMA_CPU_PORT> = 1, fixed, http, "Ollama service"',
      '<OLLAMA_CPU_PORT> = 1, fixed, http, "Ollama service"',
    ])
  })

  test.each(
    `postgres mysql mariadb mongo redis valkey keydb rabbitmq kafka zookeeper elasticsearch opensearch kibana grafana
    prometheus jaeger minio milvus qdrant weaviate chroma ollama vllm nginx traefik caddy mailhog mailpit localstack keycloak
    vault consul etcd nats memcached clickhouse neo4j influxdb temporal adminer pgadmin`.split(/\s+/),
  )('%s is known', (name) => {
    expect(imageOf(name)?.ports.size).toBeGreaterThan(0)
  })
})

describe('what programs in containers get', () => {
  const DB = '  db: {ports: ["5433:5432"]}\n'
  const OF_DB = '<DB_PORT> = 5433, fixed, "Db service"'
  test.each([
    [
      'a URL on the host',
      'environment:\n  A_URL: http://localhost:8203',
      ['A_URL = http://localhost:8203, url, fixed', OF_DB],
    ],
    [
      'as a list',
      'environment:\n  - A_URL=http://localhost:8203',
      ['A_URL = http://localhost:8203, url, fixed', OF_DB],
    ],
    [
      'for a build',
      'build:\n  args:\n    A_URL: http://localhost:8203',
      ['A_URL = http://localhost:8203, url, fixed', OF_DB],
    ],
    [
      'a URL of the host',
      'environment: ["A_URL=http://host.docker.internal:11434"]',
      ['A_URL = http://localhost:11434, url, hint', OF_DB],
    ],
    [
      'a URL of a service',
      'environment: [A_URL=http://db:5432/x]',
      ['A_URL = http://localhost:${DB_PORT}/x, url, hint', OF_DB],
    ],
    [
      'a URL of a usual port',
      'environment: [A_URL=postgres://db/x]',
      ['A_URL = postgres://localhost:${DB_PORT}/x, url, hint', OF_DB],
    ],
    ['a URL of a closed port', 'environment: [A_URL=http://db:1]', ['A_URL, url, hint', OF_DB]],
    ['the host of a service', 'environment: [DB_HOST=db]', ['DB_HOST = localhost, host, hint', OF_DB]],
    ['the port of a service', 'environment: [DB_PORT=5432]', [OF_DB]],
    ['a port of nothing in the file', 'environment: [PG_PORT=5433]', ['PG_PORT = 5433, hint', OF_DB]],
    [
      'a port that another publishes as its own',
      'environment: [A_PORT=5433]\nports: ["1:5433"]',
      ['<API_PORT> = 1, fixed, "Api"', OF_DB],
    ],
    [
      'its own under the same number',
      'environment: [A_PORT=7]\nports: ["7:7"]',
      ['A_PORT = 7, hint', '<API_PORT> = 7, fixed, "Api"', OF_DB],
    ],
    ['its own port', 'environment: [PORT=8000]', [OF_DB]],
    ['a password', 'environment: ["A_URL=postgres://u:pa55@db/x"]', [OF_DB]],
    ['a variable', 'environment: ["A_PORT=${A_PORT:-1}"]', ['A_PORT = 1, fallback', OF_DB]],
    ['one that is handed through', 'environment: [A_PORT, HOME]', ['A_PORT, hint', OF_DB]],
    ['one without a value', 'environment:\n  A_PORT:', ['A_PORT, hint', OF_DB]],
    ['a variable in a command', 'command: serve --port ${A_PORT:-1}', ['A_PORT = 1, fallback', OF_DB]],
    ['an escaped one', 'command: serve --port $${A_PORT:-1}', [OF_DB]],
    ['a URL that stands in', 'environment: ["X=${A_URL:-http://h:1}"]', ['A_URL = http://h:1, url, fallback', OF_DB]],
    [
      'a command on the host itself',
      'network_mode: host\ncommand: [uvicorn, "a:b", --port, "8611"]',
      ['<API_PORT> = 8611, fixed, http', OF_DB],
    ],
    [
      'a command of a service that publishes nothing',
      'command: serve -l 3000',
      ['<API_PORT> = 3000, hint, browser', OF_DB],
    ],
    [
      'a command of one that does',
      'command: serve -l 3000\nports: ["80:3000"]',
      ['<API_PORT> = 80, fixed, "Api"', OF_DB],
    ],
    ['what it goes to', 'command: sh -c "wait-on http://localhost:3000"', [OF_DB]],
    [
      'on the host itself',
      'network_mode: host\nenvironment: [PORT=8000, A_PORT=1]',
      ['<API_PORT> = 8000, fixed', 'A_PORT = 1, fixed', OF_DB],
    ],
  ])('%s', (_, fields, mentions) => {
    expect(ofService(fields, DB)).toEqual(mentions)
  })
})

describe('what comments say', () => {
  test('above and behind, and as sections', () => {
    const text = `services:
  # ---- Core ----
  # Backend API
  backend:
    ports:
      - "8203:8000"
      - "9229:9229"
  redis:
    image: redis
    ports:
      - 6379:6379 # sessions only

  # ---- Voice ----
  tts:
    ports:
      # Edge TTS
      - 8604:8604
`
    expect(inFile(text)).toEqual([
      '6:10 <BACKEND_PORT> = 8203, fixed, "Backend API" of Core',
      '7:10 <BACKEND_DEBUG_PORT> = 9229, fixed, "Backend API, debug" of Core',
      '11:9 <REDIS_PORT> = 6379, fixed, redis, "sessions only" of Core',
      '17:9 <TTS_PORT> = 8604, fixed, "Edge TTS" of Voice',
    ])
  })
})

test('one word behind a port says which of the ports it is', () => {
  const text =
    'services:\n  mail:\n    image: mailhog/mailhog\n    ports:\n      - "25:1025" # smtp\n      - "8025:8025" # web\n'
  expect(inFile(text).map((line) => line.replace(/.*?"/, ''))).toEqual(['MailHog, smtp"', 'MailHog, web"'])
})

describe('aliases, merge keys and other services', () => {
  test('merged ports are the services own', () => {
    const text = 'x-app: &app\n  ports: ["8203:8000"]\nservices:\n  api:\n    <<: *app\n    image: a\n'
    expect(inFile(text)).toEqual([`2:12 <API_PORT> = 8203, ${API}`])
  })

  test('an alias is one port', () => {
    const text = 'services:\n  a: {ports: &p ["1:1"]}\n  b: {ports: *p}\n'
    expect(withoutPlaces(inFile(text))).toEqual(['<A_PORT> = 1, fixed, "A service"'])
  })

  test('a service has the image of what it extends', () => {
    const text =
      'services:\n  base: {image: redis}\n  sessions: {extends: {service: base}, ports: ["1:6379"]}\n  b: {extends: base}'
    expect(withoutPlaces(inFile(text))).toEqual(['<SESSIONS_PORT> = 1, fixed, redis, "Redis cache"'])
  })
})

/** The stack that Portolan ships, as a team would have written it by hand. */
const STACK = `version: "3.8"
name: avatar-stack

x-restart: &restart
  restart: unless-stopped

services:
  # ===== Core =====
  backend:
    <<: *restart
    build: ./backend
    ports:
      - "\${BACKEND_PORT:-8203}:8203"
    environment:
      - REDIS_URL=redis://redis:6379/0
      - LLM_URL=http://llm:8611
      - MILVUS_HOST=milvus
      - MILVUS_PORT=19530
      - BACKEND_PORT=\${BACKEND_PORT:-8203}
      - OPENAI_API_KEY=\${OPENAI_API_KEY}
    depends_on: [redis, milvus]
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8203/health"]
  frontend:
    build:
      context: ./frontend
      args:
        REACT_APP_API_BASE_URL: http://localhost:8203/api
    ports:
      - "3000:80"
  # ===== AI =====
  llm:
    build: ./llm
    ports: ["8611:8611"]
    command: uvicorn main:app --host 0.0.0.0 --port 8611
  llm-original:
    build: ./llm
    ports: ["8610:8611"]
  rag:
    build: ./rag
    ports:
      - target: 8602
        published: 8602
  milvus:
    image: milvusdb/milvus:v2.4.0
    ports:
      - "9090:19530"
      - "9091:9091"
  # ===== Avatar =====
  avatar-manager-api:
    build: ./avatar
    ports: ["8607:8607"]
  avatar:
    build: ./avatar
    ports: ["8615-8624:8615-8624"]
  live-server:
    build: ./live
    ports: ["8606:8606"]
  # ===== Voice =====
  tts:
    build: ./tts
    ports: ["8604:8604"] # Edge TTS (default)
  tts-tacotron:
    build: ./tts
    ports: ["8605:8604"]
  tts-sovits:
    build: ./tts
    ports: ["127.0.0.1:8608:8604"]
  tts-cosyvoice:
    build: ./tts
    ports: ["8609:8604"]
  # ===== Infrastructure =====
  redis:
    image: redis:7-alpine
    ports: ["6379:6379"]
    volumes: ["redis-data:/data"]
  ollama:
    image: ollama/ollama:latest
    ports: ["11434:11434"]
    deploy:
      resources:
        reservations:
          devices: [{driver: nvidia, count: 1, capabilities: [gpu]}]

volumes:
  redis-data:
`

test('a stack of fifteen services is read whole', () => {
  expect(inFile(STACK)).toEqual([
    '13:10 BACKEND_PORT = 8203, fallback, "Backend service" of Core',
    '15:19 REDIS_URL = redis://localhost:${REDIS_PORT}/0, url, hint of Core',
    '16:17 LLM_URL = http://localhost:${LLM_PORT}, url, hint of Core',
    '17:21 MILVUS_HOST = localhost, host, hint of Core',
    '19:22 BACKEND_PORT = 8203, fallback of Core',
    '28:33 REACT_APP_API_BASE_URL = http://localhost:8203/api, url, fixed of Core',
    '30:10 <FRONTEND_PORT> = 3000, fixed, browser, "Frontend service" of Core',
    '34:14 <LLM_PORT> = 8611, fixed, "Llm service" of AI',
    '38:14 <LLM_ORIGINAL_PORT> = 8610, fixed, "Llm original service" of AI',
    '43:20 <RAG_PORT> = 8602, fixed, "Rag service" of AI',
    '47:10 <MILVUS_PORT> = 9090, fixed, tcp, "Milvus vector database" of AI',
    '48:10 <MILVUS_METRICS_PORT> = 9091, fixed, http, "Milvus vector database, metrics" of AI',
    '52:14 <AVATAR_MANAGER_API_PORT> = 8607, fixed, "Avatar manager api" of Avatar',
    '55:14 <AVATAR_PORT> = 8615, fixed, "Avatar service, first of 10 ports" of Avatar',
    '58:14 <LIVE_SERVER_PORT> = 8606, fixed, "Live server" of Avatar',
    '62:14 <TTS_PORT> = 8604, fixed, "Edge TTS (default)" of Voice',
    '65:14 <TTS_TACOTRON_PORT> = 8605, fixed, "Tts tacotron service" of Voice',
    '68:24 <TTS_SOVITS_PORT> = 8608, fixed, "Tts sovits service" of Voice',
    '71:14 <TTS_COSYVOICE_PORT> = 8609, fixed, "Tts cosyvoice service" of Voice',
    '75:14 <REDIS_PORT> = 6379, fixed, redis, "Redis cache" of Infrastructure',
    '79:14 <OLLAMA_PORT> = 11434, fixed, http, "Ollama service" of Infrastructure',
  ])
})

describe('which files are read', () => {
  test.each([
    'docker-compose.yml',
    'compose.yaml',
    'docker-compose.dev.yml',
    'deploy/compose.override.yaml',
    'docker-compose-gpu.yml',
  ])('%s', (path) => {
    expect(compose.handles(path)).toBe(true)
  })

  test.each(['compose.ts', 'docker-compose.yml.bak', 'my-compose.yml', 'composer.json'])('not %s', (path) => {
    expect(compose.handles(path)).toBe(false)
  })
})

describe('a file that is no compose file', () => {
  const KIB = 1 << 10
  test.each([
    ['broken YAML', 'services:\n  a:\n   ports: ["1:1"\n  b: {'],
    ['no mapping', '- services'],
    ['services that are a list', 'services:\n  - ports: ["1:1"]'],
    ['ports that are a text', 'services: {a: {ports: "1:1"}}'],
    ['a cycle of merge keys', 'services:\n  a: &a\n    <<: *a\n    ports: *a'],
    ['a cycle of extensions', 'services: {a: {extends: a}, b: {extends: {service: [x]}}}'],
    ['names of the language', 'services: {__proto__: {image: [redis]}, constructor: null}'],
    ['an alias of nothing', 'services: *none'],
    [
      'laughs',
      `a0: &a0 [x]\n${Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`).join('\n')}\nservices: {a: {ports: *a30}}`,
    ],
    ['aliases', `x: &a ["1:1"]\nservices: {a: {ports: [${'*a,'.repeat(20 * KIB)}]}}`],
    ['merge keys', `x: &a {b: 1}\nservices: {a: {<<: [${'*a,'.repeat(20 * KIB)}]}}`],
    ['depth', `services: ${'{a: '.repeat(20 * KIB)}`],
    ['open brackets', `services: ${'['.repeat(50 * KIB)}`],
    ['colons', `services: {a: {ports: ["${'1:'.repeat(100 * KIB)}"]}}`],
    ['references', `services: {a: {command: "${'${A:-'.repeat(40 * KIB)}"}}`],
    ['a longer text than anyone writes', `services: {a: {ports: ["1:1"]}}\n${'#'.repeat(KIB * KIB - 40)}`],
    ['zeros', `services:${'\0'.repeat(100 * KIB)}`],
  ])('%s says nothing', (_, text) => {
    expect(inFile(text)).toEqual([])
  })

  test('many services are read to the last', () => {
    const text = `services:\n${Array.from({ length: 2000 }, (_, n) => `  a${n}: {ports: ["${n + 1}:80"]}\n`).join('')}`
    expect(inFile(text)).toHaveLength(2000)
  })
})
