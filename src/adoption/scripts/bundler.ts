import type { Entry, Expression } from '../../syntax/expression.js'
import type { Listen } from '../constants/module.js'

const CONFIG =
  /(?:^|\/)(?:vite|vitest|webpack|rspack|rsbuild|vue|svelte|astro|farm|craco)\.config(?:\.[\w-]+)*\.[cm]?[jt]s$/

/** Whether a file tells a bundler where its own server listens, and where that hands on what it is asked. */
export function isBundlerConfig(path: string): boolean {
  return CONFIG.test(path)
}

/** `server: { port: 5173, proxy: { '/api': 'http://localhost:8203' } }`, `devServer: { ... }` */
export function bundlerUsesOf(expression: Expression): readonly Listen[] {
  if (expression.is !== 'table') return []
  return expression.entries.flatMap(({ key, value }) => {
    if ((key !== 'server' && key !== 'devServer') || value.is !== 'table') return []
    const port = value.entries.find((entry) => entry.key === 'port')
    const proxy = value.entries.find((entry) => entry.key === 'proxy')
    const own: Listen[] =
      port === undefined ? [] : [{ value: port.value, name: 'port', weight: 'fixed', role: 'browser' }]
    return [...own, ...(proxy?.value.is === 'table' ? proxy.value.entries.flatMap(proxied) : [])]
  })
}

/** Named by the path that is handed on: `/api` is of `API_URL`. */
function proxied({ key, value }: Entry): Listen[] {
  const target = value.is === 'table' ? value.entries.find((entry) => entry.key === 'target')?.value : value
  return target === undefined
    ? []
    : [{ value: target, name: `${key.replace(/[^\w/-]/g, '')}_url`, weight: 'hint', role: null }]
}
