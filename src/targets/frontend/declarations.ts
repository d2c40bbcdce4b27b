import type { Resolved } from '../../model.js'
import { visible } from '../../text.js'
import { formOf } from './form.js'

/** The types of a module that exports these values. */
export function declarationsOf(exports: ReadonlyMap<string, Resolved>): string {
  const entries = [...exports].map(([name, resolved]) => ({ name, type: typeOf(resolved), doc: docOf(resolved) }))
  const constants = entries.flatMap(({ name, type, doc }) => [...doc, `export declare const ${name}: ${type}`])
  const properties = entries.flatMap(({ name, type, doc }) => [...doc, `readonly ${name}: ${type}`])
  const config = ['declare const config: {', ...properties.map((line) => `  ${line}`), '}']
  return [...constants, '', ...config, '', 'export default config', ''].join('\n')
}

function typeOf({ setting, text, value }: Resolved): string {
  const { type } = formOf(setting)
  return text === null || value === null ? `${type} | null` : type
}

/** What a setting means, as a comment of a line. */
export function docOf({ setting: { doc } }: Resolved): string[] {
  return doc === '' ? [] : [`/** ${visible(doc).replaceAll('*/', '*\\/')} */`]
}
