import { describe, expect, test } from 'vitest'
import { nginx } from '../../../src/adoption/sources/nginx.js'
import { mentionsIn } from './found.js'

const inServer = (text: string) =>
  withoutPlaces(mentionsIn(nginx, 'nginx.conf', `server { listen 80; ${text} }`)).slice(1)
const withoutPlaces = (lines: readonly string[]) => lines.map((line) => line.replace(/^\S+ /, ''))

describe('what an nginx configuration says', () => {
  test.each([
    ['listen [::]:443 ssl;', ['<NGINX_HTTPS_PORT> = 443, hint, browser']],
    ['listen 443 quic;', ['<NGINX_UDP_PORT> = 443, hint, udp']],
    ['listen 127.0.0.1:8080;', ['<NGINX_8080_PORT> = 8080, hint, browser']],
    ['listen [::]:80 default_server;', ['<NGINX_PORT> = 80, hint, browser']],
    ['listen ${NGINX_PORT};', ['NGINX_PORT, hint']],
    ['listen unix:/run/x.sock;', []],
    ['location /api/ { proxy_pass http://127.0.0.1:8203; }', ['<API_PORT> = 8203, hint, http']],
    ['location / { proxy_pass http://127.0.0.1:8203/; }', ['<PORT_8203> = 8203, hint, http']],
    ['location / { proxy_pass http://frontend:3000/; }', ['<FRONTEND_PORT> = 3000, hint, http']],
    ['location ^~ /tts { set $up http://tts-sovits:8608; proxy_pass $up; }', ['<TTS_SOVITS_PORT> = 8608, hint, http']],
    ['location / { proxy_pass http://${HOST}:${BACKEND_PORT}; }', ['BACKEND_PORT, hint']],
    ['location ~ \\.php$ { fastcgi_pass php:9000; }', ['<PHP_PORT> = 9000, hint, tcp']],
    ['location / { grpc_pass grpc://[::1]:50051; }', ['<PORT_50051> = 50051, hint, http']],
    ['location / { proxy_pass https://api.example.com:8443; }', []],
    ['location / { proxy_pass http://backend; proxy_pass http://$host:8203$uri; }', []],
    ['# listen 81;\n server_name "a;listen 82;" b:83;', []],
  ])('%s', (text, mentions) => {
    expect(inServer(text)).toEqual(mentions)
  })

  test('a server on this machine is called there, one of another name is not', () => {
    const text = 'upstream llm { server 127.0.0.1:8611; server llm-original:8610; }'
    expect(nginx.mentions(text, 'nginx.conf').map(({ name, isCalled = false }) => [name, isCalled])).toEqual([
      ['LLM_PORT', true],
      ['LLM_ORIGINAL_PORT', false],
    ])
  })

  test('upstreams name their servers, and a place is that of the number', () => {
    const text = `upstream llm_backend { # both
  server 127.0.0.1:8611;
  server llm-original:8610 backup;
}
server {
  # For pages
  listen 80;
  location / { proxy_pass http://llm_backend; }
}
`
    expect(mentionsIn(nginx, 'deploy/nginx/default.conf', text)).toEqual([
      '2:20 <LLM_PORT> = 8611, hint, http',
      '3:23 <LLM_ORIGINAL_PORT> = 8610, hint, http',
      '7:10 <NGINX_PORT> = 80, hint, browser, "For pages"',
    ])
  })

  test.each([
    'nginx.conf',
    'nginx.dev.conf',
    'nginx/default.conf',
    'nginx.conf.template',
    'sites-enabled/app',
    'x.conf',
  ])('%s is read', (path) => {
    expect(nginx.handles(path)).toBe(true)
  })

  test.each(['redis.conf', 'supervisord.conf'])('%s of another program says nothing', (path) => {
    expect(mentionsIn(nginx, path, 'port 6379\nbind 0.0.0.0\n[program:web]\ncommand=serve -l 3000\n')).toEqual([])
  })

  test.each(['"', "'\\", '"\\', '{', '}', 'server{', 'a ', '${', '\\', 'proxy_pass http://a:', ':', 'listen 1:'])(
    'bait of %s is read to its end',
    (bait) => {
      const text = `server { listen ${bait.repeat((1 << 18) / bait.length)}`
      expect(mentionsIn(nginx, 'nginx.conf', text)).toEqual([])
    },
  )
})
