import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolveShared } from '../../src/load.js'
import type { Resolution } from '../../src/model.js'
import { openSchema } from '../../src/schema/index.js'
import { docs } from '../../src/targets/docs/index.js'
import { cut, visible } from '../../src/text.js'
import { HOSTILE, hostileText } from '../printers/hostile.js'
import { project } from '../support/project.js'
import { GUARD, holds, seed } from '../support/properties.js'
import { tablesIn } from '../targets/docs-tables.js'

const MARKUP = [
  ...['*', '**', '_', '__', '`', '``', '~~', '$', '[', '](x)', '![', '<b>', '</td>', '<!--', '-->', '|', '\\', '\\|'],
  ...['<!-- /portolan:ports -->', '&lt;', '&#60;', '&', '#', '{{', '{%', ' ', 'a', 'b', '日本', 'é', '\n', '\r\n', '.'],
  ...['https://a_b.de/_x_', 'www.a.b', 'a@b.de', 'javascript:x', '<script>alert(1)</script>', '```\n', '---\n'],
]
const markup = fc.array(fc.constantFrom(...MARKUP), { maxLength: 8 }).map((parts) => parts.join(''))
const text = fc.oneof(markup, hostileText)

/** How many ports a schema has: one a text that is tried. */
const PORTS = 20

/** What shared layers say of ports with such descriptions, in groups of such names. */
function resolutionOf(meanings: readonly string[], groups: readonly string[]): Resolution {
  const root = project({})
  const schema: Record<string, object> = {}
  for (const [index, doc] of meanings.entries()) {
    const group = groups[index % groups.length] ?? 'x'
    const leaf = { doc, format: 'port', default: 8000 + index, env: `P_${index}`, maker: 'port' }
    schema[group] = { ...schema[group], [`k${index}`]: leaf }
  }
  return resolveShared(openSchema(schema, root, [root], {}), { cwd: root, env: {}, platform: 'linux' }, {})
}

function rendered(resolution: Resolution, there: string | null): string {
  const request = { resolution, path: 'README.md', options: {}, current: () => there }
  return docs.render(request).files[0]?.text ?? ''
}

/** A text in one line, and cut where it is too long, as a reader is to see it. */
const readable = (doc: string) => cut(visible(doc.trim().replace(/\s+/g, ' ')), 160)

/** Names of groups: what no path and no prototype has. */
const group = text.filter((key) => !/^$|[.$]|^__/.test(key))
const tables = fc.tuple(
  fc.array(text, { minLength: PORTS, maxLength: PORTS }),
  fc.uniqueArray(group, { minLength: 1, maxLength: 3 }),
)

test('whatever a schema says of its ports is read in the tables as text', { timeout: GUARD }, async () => {
  await holds(
    fc.property(tables, ([meanings, groups]) => {
      const resolution = resolutionOf(meanings, groups)
      const wanted = Object.fromEntries(meanings.map((doc, index) => [`P_${index}`, readable(doc)]))
      const [inBlock = []] = tablesIn(rendered(resolution, '<!-- portolan:ports -->\n<!-- /portolan:ports -->\n'))
      expect(Object.fromEntries(inBlock.slice(1).map(([, name, , meaning]) => [name, meaning]))).toEqual(wanted)
      expect(inBlock.slice(1).map(([first]) => first)).toEqual(
        [...resolution.resolved.values()].map(({ setting }) => readable(setting.segments[0] ?? '')),
      )
      const page = tablesIn(rendered(resolution, null)).flatMap((table) => table.slice(1))
      expect(Object.fromEntries(page.map(([name, , meaning]) => [name, meaning]))).toEqual(wanted)
    }),
    PORTS,
  )
})

test('the values that a page states can be read out of it again', { timeout: GUARD }, async () => {
  await holds(
    fc.property(tables, ([meanings, groups]) => {
      const resolution = resolutionOf(meanings, groups)
      const wanted = Object.fromEntries(meanings.map((_, index) => [`P_${index}`, `${8000 + index}`]))
      for (const there of [null, '<!-- portolan:ports -->\n<!-- /portolan:ports -->\n']) {
        expect(Object.fromEntries(docs.valuesIn(rendered(resolution, there)))).toEqual(wanted)
      }
    }),
    PORTS,
  )
})

const line = fc.oneof(text, fc.constantFrom('```', '~~~', '    code', '- item', '| a | b |', '\ufeff', '<!-- note -->'))
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
/** Lines of somebody's Markdown, without a fence that is left open and without markers. */
const prose = fc
  .array(fc.tuple(line, lineEnd), { maxLength: 8 })
  .map((lines) => lines.map((parts) => parts.join('')).join(''))
  .filter((whole) => !/```|~~~|portolan:/.test(whole))

test('between markers a README changes, once, and nowhere else', { timeout: GUARD }, async () => {
  const meanings = [...HOSTILE, ...fc.sample(text, { seed, numRuns: 50 })]
  const resolution = resolutionOf(meanings, ['x'])
  await holds(
    fc.property(prose, prose, prose, lineEnd, (before, inside, after, end) => {
      // Together they would be one line break of another kind.
      fc.pre(end !== '\r' || ![inside, after].some((one) => one.startsWith('\n')))
      const [head, tail] = [`${before}${end}<!-- portolan:ports -->${end}`, `<!-- /portolan:ports -->${end}${after}`]
      const made = rendered(resolution, `${head}${inside}${end}${tail}`)
      expect(made.startsWith(head) && made.endsWith(tail)).toBe(true)
      const between = made.slice(head.length, made.length - tail.length).split(end)
      expect(between.filter((one) => one !== '' && !/^\| .* \|$/.test(one))).toEqual([])
      expect(between).toHaveLength(meanings.length + 5)
      expect(rendered(resolution, made)).toBe(made)
    }),
  )
})
