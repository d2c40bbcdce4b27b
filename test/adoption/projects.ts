import type { Files } from '../support/project.js'

/** A stranger's project, and what is in use in it. */
export interface Stranger {
  readonly title: string
  readonly files: Files
  /** The values of its ports, by name. */
  readonly ports: Readonly<Record<string, number>>
  /** Some of its URLs and hosts. */
  readonly addresses: Readonly<Record<string, string>>
  /** The schema that it gets, or has. */
  readonly schema: string
  /** Its files that are changed, beside those that are new. */
  readonly changed: readonly string[]
  /** What its places disagree about. */
  readonly conflicts: readonly string[]
}

const PORTS_CONFIG = `"""Ports of the stack. Change them here, and in docker-compose.yml, and in .env!"""
import os

# === Core services ===
HOST = os.getenv("STACK_HOST", "localhost")
BACKEND_PORT = int(os.getenv("BACKEND_PORT", 8203))  # Backend API
FRONTEND_PORT = 3000  # React application

# === AI ===
LLM_PORT = 8611  # LLM service (optimized)
LLM_PORT_ORIGINAL = 8610  # LLM service (original)
RAG_PORT = 8602  # RAG service

# === Infrastructure ===
REDIS_PORT = 6379

BACKEND_URL = f"http://localhost:{BACKEND_PORT}"


ALL_PORTS = {
    "backend": BACKEND_PORT,
    "frontend": FRONTEND_PORT,
    "llm": LLM_PORT,
    "llm_old": LLM_PORT_ORIGINAL,
    "rag": RAG_PORT,
    "redis": REDIS_PORT,
}


def get_backend_url(host="localhost"):
    return f"http://{host}:{BACKEND_PORT}"


def get_llm_url(host: str = "localhost", use_optimized: bool = True) -> str:
    """The LLM service; the original one on request."""
    port = LLM_PORT if use_optimized else LLM_PORT_ORIGINAL
    return f"http://{host}:{port}"


def get_redis_url(host="localhost"):
    return f"redis://{host}:{REDIS_PORT}"
`

export const PYTHON_REACT_COMPOSE: Stranger = {
  title: 'Python services, a React frontend and Compose',
  files: {
    'ports_config.py': PORTS_CONFIG,
    'backend/requirements.txt': 'fastapi\n',
    'backend/main.py': `import os
import uvicorn
from ports_config import BACKEND_PORT, RAG_PORT

RAG_URL = os.getenv("RAG_URL", "http://localhost:8602")

if __name__ == "__main__":
    uvicorn.run("main:app", host="0.0.0.0", port=BACKEND_PORT)
`,
    'tests/test_ports.py': `import unittest

import ports_config


class PortsTest(unittest.TestCase):
    def test_ports(self):
        self.assertEqual(ports_config.BACKEND_PORT, 8203)
        self.assertEqual(ports_config.ALL_PORTS["llm_old"], 8610)

    def test_urls(self):
        self.assertEqual(ports_config.get_backend_url(), "http://localhost:8203")
        self.assertEqual(ports_config.get_backend_url("10.0.0.1"), "http://10.0.0.1:8203")
        self.assertEqual(ports_config.get_llm_url("10.0.0.1"), "http://10.0.0.1:8611")
        self.assertEqual(ports_config.get_llm_url(use_optimized=False), "http://localhost:8610")
        self.assertEqual(ports_config.get_redis_url(host="redis"), "redis://redis:6379")
`,
    'frontend/package.json': `{
  "name": "frontend",
  "scripts": { "start": "react-scripts start", "build": "react-scripts build" },
  "dependencies": { "react": "^18.0.0", "react-scripts": "5.0.1" }
}
`,
    'frontend/.env': 'PORT=3000\nREACT_APP_API_BASE_URL=http://localhost:8203/api\n',
    'frontend/src/api.js': `export const API = process.env.REACT_APP_API_BASE_URL || 'http://localhost:8203/api'
`,
    'docker-compose.yml': `services:
  backend:
    build: ./backend
    ports:
      - "8203:8203"
  redis:
    image: redis:7
    ports: ['6379:6379']
  ollama:
    image: ollama/ollama
    ports:
      - 11434:11434
`,
    '.env': 'OPENAI_API_KEY=sk-not-a-real-one\nPYTHONPATH=./backend\n',
    '.env.production': 'REACT_APP_API_BASE_URL=https://app.example.com/api\n',
    '.gitignore': '.env\nnode_modules/\n__pycache__/\n',
    'README.md': 'Start everything, then open http://localhost:3000\n',
  },
  ports: {
    BACKEND_PORT: 8203,
    FRONTEND_PORT: 3000,
    LLM_PORT: 8611,
    LLM_PORT_ORIGINAL: 8610,
    RAG_PORT: 8602,
    REDIS_PORT: 6379,
    OLLAMA_PORT: 11434,
  },
  addresses: {
    BACKEND_URL: 'http://localhost:8203',
    RAG_URL: 'http://localhost:8602',
    LLM_URL: 'http://localhost:8611',
    LLM_URL_ORIGINAL: 'http://localhost:8610',
    REDIS_URL: 'redis://localhost:6379',
    REACT_APP_API_BASE_URL: 'http://localhost:8203/api',
  },
  schema: 'schema/index.json',
  changed: ['.gitignore'],
  conflicts: [],
}

const MONOREPO: Stranger = {
  title: 'a monorepo of Node packages in workspaces',
  files: {
    'package.json': `{
  "name": "shop",
  "private": true,
  "workspaces": ["apps/*", "packages/*"],
  "scripts": {
    "dev": "npm-run-all --parallel dev:*",
    "dev:web": "npm run dev -w apps/web",
    "dev:api": "npm run dev -w apps/api"
  },
  "devDependencies": { "typescript": "^5.6.0", "prettier": "^3.0.0" }
}
`,
    '.prettierrc': '{ "singleQuote": true, "printWidth": 90 }\n',
    'tsconfig.json': '{ "compilerOptions": { "strict": true } }\n',
    'apps/web/package.json': `{
  "name": "@shop/web",
  "scripts": { "dev": "next dev -p 3100", "build": "next build" },
  "dependencies": { "next": "^14.0.0" }
}
`,
    'apps/web/.env.development': 'NEXT_PUBLIC_API_URL=http://localhost:4000/graphql\n',
    'apps/web/lib/client.ts': "export const url = process.env.NEXT_PUBLIC_API_URL ?? 'http://localhost:4000/graphql'\n",
    'apps/admin/package.json': `{
  "name": "@shop/admin",
  "scripts": { "dev": "vite --port 5174" },
  "devDependencies": { "vite": "^5.0.0" }
}
`,
    'apps/api/package.json': '{ "name": "@shop/api", "scripts": { "dev": "tsx watch src/main.ts" } }\n',
    'apps/api/src/main.ts': `import { createServer } from 'node:http'

const port = Number(process.env.PORT || 4000)
const redis = process.env.REDIS_URL ?? 'redis://localhost:6379'
createServer().listen(port, () => console.log(port, redis))
`,
    'packages/worker/package.json': '{ "name": "@shop/worker", "main": "src/index.js" }\n',
    'packages/worker/src/index.js': `const metrics = parseInt(process.env.METRICS_PORT || '9464', 10)
module.exports = { metrics, port: process.env.PORT || 4100 }
`,
    'docker-compose.yml': `services:
  redis:
    image: redis:7-alpine
    ports: ["6379:6379"]
`,
    '.gitignore': 'node_modules\ndist\n.env*.local\n',
  },
  ports: {
    WEB_PORT: 3100,
    ADMIN_PORT: 5174,
    API_PORT: 4000,
    WORKER_PORT: 4100,
    METRICS_PORT: 9464,
    REDIS_PORT: 6379,
  },
  addresses: {
    NEXT_PUBLIC_API_URL: 'http://localhost:4000/graphql',
    REDIS_URL: 'redis://localhost:6379',
  },
  schema: 'schema/index.ts',
  changed: ['package.json'],
  conflicts: [],
}

const DJANGO_VITE: Stranger = {
  title: 'Django with a Vite frontend',
  files: {
    'manage.py':
      '#!/usr/bin/env python\nimport os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n',
    'requirements.txt': 'django\n',
    Procfile: 'web: gunicorn site.wsgi --bind 0.0.0.0:8000\nworker: celery -A site worker\n',
    'site/settings.py': `import os

DEBUG = True
SECRET_KEY = "django-insecure-1234"
INSTALLED_APPS = ["django.contrib.admin"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ.get("POSTGRES_HOST", "localhost"),
        "PORT": os.environ.get("POSTGRES_PORT", "5432"),
        "PASSWORD": os.environ.get("POSTGRES_PASSWORD", "hunter2"),
    }
}
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "redis://localhost:6379/0")
FRONTEND_URL = os.environ.get("FRONTEND_URL", "http://localhost:5173")
EMAIL_PORT = 1025
`,
    'frontend/package.json': `{
  "name": "frontend",
  "type": "module",
  "scripts": { "dev": "vite --port 5173", "build": "tsc && vite build" },
  "devDependencies": { "vite": "^5.0.0", "typescript": "^5.0.0" }
}
`,
    'frontend/tsconfig.json': '{}\n',
    'frontend/.env': 'VITE_API_URL=http://localhost:8000/api\n',
    'frontend/src/api.ts': "export const api = import.meta.env.VITE_API_URL ?? 'http://localhost:8000/api'\n",
    '.env': 'POSTGRES_PORT=5433\nPOSTGRES_PASSWORD=hunter2\nDATABASE_URL=postgres://app:hunter2@localhost:5433/app\n',
    '.env.example': 'POSTGRES_PORT=5432\nPOSTGRES_PASSWORD=\n',
    '.gitignore': '.env\n',
  },
  ports: { POSTGRES_PORT: 5433, WEB_PORT: 8000, FRONTEND_PORT: 5173, EMAIL_PORT: 1025 },
  addresses: {
    POSTGRES_HOST: 'localhost',
    FRONTEND_URL: 'http://localhost:5173',
    CELERY_BROKER_URL: 'redis://localhost:6379/0',
    VITE_API_URL: 'http://localhost:8000/api',
  },
  schema: 'schema/index.json',
  changed: ['.gitignore'],
  conflicts: [],
}

const ONLY_COMPOSE: Stranger = {
  title: 'nothing but Compose',
  files: {
    'compose.yaml': `name: shop
services:
  web:
    image: nginx:1.27
    ports:
      - "\${WEB_PORT:-8080}:80"
    depends_on: [api]
  api:
    image: ghcr.io/shop/api:latest
    ports:
      - target: 8000
        published: "8203"
  db:
    image: postgres:16
    ports:
      - "127.0.0.1:5433:5432"
    environment:
      POSTGRES_PASSWORD: hunter2
  cache:
    image: redis:7
  workers:
    image: ghcr.io/shop/worker:latest
    ports:
      - "9100-9103:9100-9103"
`,
    '.env': 'WEB_PORT=8090\n',
  },
  ports: { WEB_PORT: 8090, API_PORT: 8203, POSTGRES_PORT: 5433, WORKERS_PORT: 9100 },
  addresses: {},
  schema: 'schema/index.json',
  changed: [],
  conflicts: [],
}

export const CONVICT: Stranger = {
  title: 'a plain convict project',
  files: {
    'package.json':
      '{\n\t"name": "api",\n\t"version": "1.0.0",\n\t"scripts": {\n\t\t"start": "node server.js"\n\t},\n\t"dependencies": {\n\t\t"convict": "^6.2.4"\n\t}\n}\n',
    'config/index.js': `const convict = require('convict')

const config = convict({
  env: { doc: 'The environment', format: ['production', 'development', 'test'], default: 'development', env: 'NODE_ENV' },
  port: { doc: 'The port to bind', format: 'port', default: 8080, env: 'PORT', arg: 'port' },
  db: {
    host: { doc: 'Database host', format: String, default: 'localhost', env: 'DB_HOST' },
    port: { doc: 'Database port', format: 'port', default: 5432, env: 'DB_PORT' },
    password: { doc: 'Password', format: String, default: '', env: 'DB_PASSWORD', sensitive: true },
  },
})
config.validate({ allowed: 'strict' })
module.exports = config
`,
    'server.js': `const config = require('./config')
require('http').createServer((_, res) => res.end('ok')).listen(config.get('port'))
`,
    '.env': 'DB_PORT=5433\n',
    '.gitignore': 'node_modules\n.env.local\n.env.*.local\n',
  },
  ports: { PORT: 8080, DB_PORT: 5433 },
  addresses: {},
  schema: 'config/index.js',
  changed: ['package.json'],
  conflicts: [],
}

const RAILS: Stranger = {
  title: 'Rails with a Procfile and a Compose override',
  files: {
    Gemfile: "source 'https://rubygems.org'\ngem 'rails'\n",
    'Procfile.dev':
      'web: bin/rails server -p 3000\nwebpack: bin/webpack-dev-server --port 3035\nworker: bundle exec sidekiq\n',
    'config/puma.rb': 'port ENV.fetch("PORT", 3000)\n',
    'config/environments/development.rb': `Rails.application.configure do
  config.cache_store = :redis_cache_store, { url: ENV.fetch("REDIS_URL", "redis://localhost:6379/0") }
end
`,
    Dockerfile: 'FROM ruby:3.3\nEXPOSE 3000\nCMD ["bin/rails", "server", "-b", "0.0.0.0"]\n',
    'docker-compose.yml': `services:
  db:
    image: postgres:16
    environment: { POSTGRES_PASSWORD: hunter2 }
    ports: ["5432:5432"]
  redis:
    image: redis:7
    ports: ["6379:6379"]
  mail:
    image: mailhog/mailhog
    ports:
      - "1025:1025" # smtp
      - "8025:8025" # web
  web:
    build: .
    command: bundle exec rails s -p 3000 -b 0.0.0.0
    ports: ["3000:3000"]
    environment:
      SENTRY_URL: https://sentry.io/api
`,
    'docker-compose.override.yml': 'services:\n  db:\n    ports: !override\n      - "5433:5432"\n',
    '.env': 'REDIS_URL=redis://localhost:6379/1\nSECRET_KEY_BASE=sk-not-a-real-one\n',
    '.gitignore': '/.env\n',
  },
  ports: {
    WEB_PORT: 3000,
    WEBPACK_PORT: 3035,
    POSTGRES_PORT: 5433,
    REDIS_PORT: 6379,
    MAILHOG_SMTP_PORT: 1025,
    MAILHOG_PORT: 8025,
  },
  addresses: { REDIS_URL: 'redis://localhost:6379/1' },
  schema: 'schema/index.json',
  changed: ['.gitignore'],
  conflicts: ['POSTGRES_PORT'],
}

export const STRANGERS: readonly Stranger[] = [
  PYTHON_REACT_COMPOSE,
  MONOREPO,
  DJANGO_VITE,
  ONLY_COMPOSE,
  CONVICT,
  RAILS,
]
