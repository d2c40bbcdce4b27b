import { type Data, dataIn, objectIn } from '../project/json-object.js'
import type { Style } from './module.js'

const USUAL: Style = { quote: "'", end: '', indent: '  ', width: 120 }
const PRETTIER: Style = { quote: '"', end: ';', indent: '  ', width: 80 }

/** How a project writes modules, by the formatter that it has; in a usual way where it has none. */
export function styleIn(texts: ReadonlyMap<string, string>): Style {
  const biome = dataIn(texts.get('biome.json') ?? texts.get('biome.jsonc'))
  if (biome !== null) return ofBiome(biome)
  const manifest = dataIn(texts.get('package.json')) ?? {}
  const prettier = dataIn(texts.get('.prettierrc') ?? texts.get('.prettierrc.json')) ?? objectIn(manifest.prettier)
  if (prettier !== null) return ofPrettier(prettier)
  return 'prettier' in { ...objectIn(manifest.devDependencies), ...objectIn(manifest.dependencies) } ? PRETTIER : USUAL
}

function ofPrettier({ singleQuote, semi, tabWidth, useTabs, printWidth }: Data): Style {
  return {
    quote: singleQuote === true ? "'" : '"',
    end: semi === false ? '' : ';',
    indent: indentOf(useTabs === true, tabWidth),
    width: numberOr(printWidth, 80),
  }
}

function ofBiome({ formatter, javascript }: Data): Style {
  const { indentStyle, indentWidth, lineWidth } = objectIn(formatter) ?? {}
  const { quoteStyle, semicolons } = objectIn(objectIn(javascript)?.formatter) ?? {}
  return {
    quote: quoteStyle === 'single' ? "'" : '"',
    end: semicolons === 'asNeeded' ? '' : ';',
    indent: indentOf(indentStyle !== 'space', indentWidth),
    width: numberOr(lineWidth, 80),
  }
}

function indentOf(isTab: boolean, width: unknown): string {
  return isTab ? '\t' : ' '.repeat(numberOr(width, 2))
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 1 && value <= 400 ? Math.floor(value) : otherwise
}
