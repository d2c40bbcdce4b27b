import { defineSchema, host, port, slot, url } from 'portolan'

/** The stack: every service, its port, and the URLs made of it. To change a port, change its number here. */
export default defineSchema({
  $stack: {
    targets: {
      python: 'examples/stack/ports_config.py',
      frontend: {
        path: 'examples/stack/frontend/src/config.js',
        env: 'import.meta.env',
        values: {
          BACKEND_URL: 'BACKEND_URL',
          LIPSYNC_MANAGER_URL: 'LIVE_SERVER_URL',
          WEBRTC_URL: 'AVATAR_URL',
          TTS_URL: 'TTS_URL',
        },
      },
      compose: 'examples/stack/docker-compose.yml',
      nftables: 'examples/stack/firewall/portolan.nft',
      docs: ['examples/stack/PORTS.md', 'README.md'],
    },
    variants: {
      LLM_URL: { use_optimized: { true: 'LLM_URL', false: 'LLM_URL_ORIGINAL' } },
      TTS_PORT: {
        model: {
          edgeTTS: 'TTS_PORT',
          tacotron: 'TTS_TACOTRON_PORT',
          sovits: 'TTS_SOVITS_PORT',
          cosyvoice: 'TTS_COSYVOICE_PORT',
        },
      },
    },
  },
  core: {
    host: host('STACK_HOST', 'localhost', 'Host that the services are reached at'),
    slot: slot('STACK_SLOT', 'Which copy of the stack this is', { stride: 200, count: 10 }),
    backend: port('BACKEND_PORT', 8203, 'Backend API', { role: 'browser', outside: true, public: true }),
    frontend: port('FRONTEND_PORT', 3000, 'Frontend React application', { role: 'browser', outside: true }),
    backendUrl: url('BACKEND_URL', 'http://${STACK_HOST}:${BACKEND_PORT}', 'Backend API', { public: true }),
    apiBaseUrl: url('REACT_APP_API_BASE_URL', '${BACKEND_URL}/api', 'What the frontend calls'),
  },
  ai: {
    llm: port('LLM_PORT', 8611, 'LLM service (optimized)', { role: 'http' }),
    llmOriginal: port('LLM_PORT_ORIGINAL', 8610, 'LLM service (original)', { role: 'http' }),
    rag: port('RAG_PORT', 8602, 'RAG service', { role: 'http' }),
    milvus: port('MILVUS_PORT', 9090, 'Milvus vector database', { role: 'tcp' }),
    llmUrl: url('LLM_URL', 'http://${STACK_HOST}:${LLM_PORT}', 'LLM service (optimized)'),
    llmUrlOriginal: url('LLM_URL_ORIGINAL', 'http://${STACK_HOST}:${LLM_PORT_ORIGINAL}', 'LLM service (original)'),
    ragUrl: url('RAG_URL', 'http://${STACK_HOST}:${RAG_PORT}', 'RAG service'),
  },
  avatar: {
    manager: port('AVATAR_MANAGER_API_PORT', 8607, 'Avatar Manager API', {
      role: 'http',
      service: 'avatar_manager',
    }),
    base: port('AVATAR_BASE_PORT', 8615, 'First port of the avatar instances', {
      role: 'browser',
      outside: true,
      public: true,
      count: 10,
    }),
    live: port('LIVE_SERVER_PORT', 8606, 'Live Server', { role: 'browser', outside: true, public: true }),
    managerUrl: url('AVATAR_MANAGER_URL', 'http://${STACK_HOST}:${AVATAR_MANAGER_API_PORT}', 'Avatar Manager API'),
    url: url('AVATAR_URL', 'http://${STACK_HOST}:${AVATAR_BASE_PORT}', 'First avatar instance', {
      public: true,
    }),
    liveUrl: url('LIVE_SERVER_URL', 'http://${STACK_HOST}:${LIVE_SERVER_PORT}', 'Live Server', {
      public: true,
    }),
  },
  tts: {
    edge: port('TTS_PORT', 8604, 'Edge TTS (default)', { role: 'browser', outside: true, public: true }),
    tacotron: port('TTS_TACOTRON_PORT', 8605, 'Tacotron TTS', { role: 'http' }),
    sovits: port('TTS_SOVITS_PORT', 8608, 'SoVITS TTS', { role: 'http' }),
    cosyvoice: port('TTS_COSYVOICE_PORT', 8609, 'CosyVoice TTS', { role: 'http' }),
    url: url('TTS_URL', 'http://${STACK_HOST}:${TTS_PORT}', 'Edge TTS (default)', { public: true }),
    tacotronUrl: url('TTS_TACOTRON_URL', 'http://${STACK_HOST}:${TTS_TACOTRON_PORT}', 'Tacotron TTS'),
    sovitsUrl: url('TTS_SOVITS_URL', 'http://${STACK_HOST}:${TTS_SOVITS_PORT}', 'SoVITS TTS'),
    cosyvoiceUrl: url('TTS_COSYVOICE_URL', 'http://${STACK_HOST}:${TTS_COSYVOICE_PORT}', 'CosyVoice TTS'),
  },
  infrastructure: {
    redis: port('REDIS_PORT', 6379, 'Redis cache', { role: 'redis' }),
    ollama: port('OLLAMA_PORT', 11434, 'Ollama service', { role: 'http' }),
    redisUrl: url('REDIS_URL', 'redis://${STACK_HOST}:${REDIS_PORT}', 'Redis cache'),
    ollamaUrl: url('OLLAMA_URL', 'http://${STACK_HOST}:${OLLAMA_PORT}', 'Ollama service'),
  },
})
