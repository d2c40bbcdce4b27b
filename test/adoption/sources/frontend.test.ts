import { describe, expect, test } from 'vitest'
import { frontend } from '../../../src/adoption/sources/frontend.js'
import { foundBy } from './found.js'

function found(text: string, path = 'frontend/src/config.js'): string[] {
  return foundBy(frontend, text, path)
}

const LINES: readonly (readonly [string, readonly string[]])[] = [
  ['const url = process.env.REACT_APP_API_BASE_URL', ['REACT_APP_API_BASE_URL - hint']],
  [
    "const API = process.env.REACT_APP_API_URL || 'http://localhost:8203/api'",
    ['REACT_APP_API_URL http://localhost:8203/api fallback'],
  ],
  [
    'export const api = import.meta.env.VITE_API_URL ?? `http://localhost:8203`',
    ['VITE_API_URL http://localhost:8203 fallback'],
  ],
  [
    "const { VITE_API_URL = 'http://localhost:8203', MODE } = import.meta.env",
    ['VITE_API_URL http://localhost:8203 fallback'],
  ],
  ["process.env['NEXT_PUBLIC_WS_URL'] || 'ws://localhost:8606'", ['NEXT_PUBLIC_WS_URL ws://localhost:8606 fallback']],
  [
    "const API = process.env.REACT_APP_API_URL || 'https://api.example.com'",
    ['REACT_APP_API_URL https://api.example.com fallback'],
  ],
  ["const title = import.meta.env.VITE_TITLE || 'Mine'", []],
  ["const BACKEND_URL = 'http://localhost:8203'", ['BACKEND_URL http://localhost:8203 fixed']],
  ["export const API_BASE_URL: string = 'http://localhost:8203/api'", ['API_BASE_URL http://localhost:8203/api fixed']],
  ["export default { TTS_URL: 'http://localhost:8604', timeout: 3000 }", ['TTS_URL http://localhost:8604 fixed']],
  ["const BACKEND_URL = 'http://localhost:' + BACKEND_PORT", ['BACKEND_URL http://localhost:${BACKEND_PORT} fixed']],
  [
    'const HOST = process.env.REACT_APP_HOST || "localhost"; const URLS = { tts: `http://${HOST}:8604` }',
    ['REACT_APP_HOST localhost fallback', 'TTS_URL? http://${REACT_APP_HOST}:8604 fixed'],
  ],
  ["const DOCS_URL = 'https://docs.example.com'", []],
  ["const url = 'http://localhost:8203/users/1'", []],
  ['const BACKEND_URL = `${window.location.protocol}//x`', []],
  [
    '<p>Don\'t</p>; const x = process.env.REACT_APP_TTS_URL || "http://localhost:8604"',
    ['REACT_APP_TTS_URL http://localhost:8604 fallback'],
  ],
]

describe('the code of a page', () => {
  test.each(LINES)('%s', (text, mentions) => {
    expect(found(text)).toEqual(mentions)
  })

  test('a hand-made configuration is read with its comments and sections, for the browser', () => {
    const text = `
// Services
/* ---- API ---- */
const BACKEND_URL = process.env.REACT_APP_BACKEND_URL || 'http://localhost:8203' // Backend API

const config = {
  BACKEND_URL,
  // ---- Speech ----
  /** Edge TTS */
  TTS_URL: 'http://localhost:8604',
  retries: 3000,
}
export default config
`
    expect(frontend.mentions(text, 'frontend/src/config.js')).toEqual([
      {
        name: 'REACT_APP_BACKEND_URL',
        isNamed: true,
        kind: 'url',
        text: 'http://localhost:8203',
        weight: 'fallback',
        doc: 'Backend API',
        group: 'API',
        role: 'browser',
        place: { path: 'frontend/src/config.js', line: 4, column: 33 },
      },
      {
        name: 'TTS_URL',
        isNamed: true,
        kind: 'url',
        text: 'http://localhost:8604',
        weight: 'fixed',
        doc: 'Edge TTS',
        group: 'Speech',
        role: 'browser',
        place: { path: 'frontend/src/config.js', line: 10, column: 3 },
      },
    ])
  })

  test('a single-file component is read between its script tags', () => {
    const text = `<template><p title="x">it's</p></template>\n<script setup lang="ts">\nconst API_URL = 'http://localhost:8203'\n</script>\n`
    expect(found(text, 'web/src/App.vue')).toEqual(['API_URL http://localhost:8203 fixed'])
  })
})

describe("a bundler's configuration", () => {
  test('tells where its own server listens and what it hands on', () => {
    const text = `export default defineConfig(({ mode }) => {
  return { server: { port: 5173, proxy: { '/api': { target: 'http://localhost:8203' }, '/ws': 'ws://localhost:8606' } } }
})`
    expect(found(text, 'frontend/vite.config.ts')).toEqual([
      'FRONTEND_PORT? 5173 fixed',
      'API_URL? http://localhost:8203 hint',
      'WS_URL? ws://localhost:8606 hint',
    ])
  })

  test('webpack has its dev server', () => {
    expect(found('module.exports = { devServer: { port: 8081, hot: true } }', 'admin/webpack.config.js')).toEqual([
      'ADMIN_PORT? 8081 fixed',
    ])
  })
})
