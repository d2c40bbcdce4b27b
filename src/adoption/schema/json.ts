import { defaultOf, type Outline, optionsOf } from './form.js'

const FORMATS = { port: 'port', url: 'portolan:url', host: 'portolan:host' } as const

/** A schema as data, which needs no package to be installed beside it. */
export function jsonSchemaText({ stack, groups }: Outline, indent: string): string {
  const members = groups.map(({ key, entries }) => {
    const settings = entries.map(({ key: name, finding }) => [
      name,
      {
        doc: finding.doc,
        format: FORMATS[finding.kind],
        default: defaultOf(finding),
        env: finding.name,
        maker: finding.kind,
        ...Object.fromEntries(optionsOf(finding)),
      },
    ])
    return [key, Object.fromEntries(settings)]
  })
  const options = Object.keys(stack).length === 0 ? [] : [['$stack', stack]]
  return `${JSON.stringify(Object.fromEntries([...options, ...members]), null, indent)}\n`
}
