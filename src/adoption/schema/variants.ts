import type { Variants } from '../../model.js'
import type { Finding } from '../finding.js'

/** What the schema takes for a URL of a host and a port. */
const OF_PORT = /^[a-z][a-z0-9+.-]*:\/\/(?:[\w.-]+|\$\{\w+\}):\$\{\w+\}(?:[/?#]|$)/i
const PARAMETER = /^[a-z_][a-z0-9_]*$/

/** The URLs that functions of the project choose between by what is true or false; one choice of each. */
export function variantsIn(findings: readonly Finding[]): Variants {
  const urls = new Set(findings.filter(({ text }) => OF_PORT.test(text)).map(({ name }) => name))
  const variants = new Map<string, Variants[string]>()
  for (const { name, claims } of findings) {
    for (const { variant } of claims) {
      if (variant === undefined || variants.has(variant.of) || !PARAMETER.test(variant.parameter)) continue
      const { of, parameter, when } = variant
      if (name === of || !urls.has(name) || !urls.has(of)) continue
      variants.set(of, { [parameter]: when ? { true: name, false: of } : { true: of, false: name } })
    }
  }
  return Object.fromEntries(variants)
}
