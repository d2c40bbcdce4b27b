import { expect, test } from 'vitest'
import { isSchemaText, makesConfiguration } from '../../../src/adoption/project/schema-sign.js'

test.each([
  ["const convict = require('convict')\nmodule.exports = convict({})", true],
  ["module.exports = require('convict')({})", true],
  ["import configure from 'convict'\nexport default configure<Config>({})", true],
  ["import * as convict from 'convict'\nexport const c = convict.default({})", true],
  ["import { defineSchema } from 'portolan'\nexport default defineSchema({})", true],
  ["import convict from 'convict'\nconvict.addFormats({})", false],
  ["import { load } from 'portolan'\nload(schema)", false],
  ['convict({})', false],
  [`import c from 'convict'\n${'c<'.repeat(30_000)}`, false],
])('a module that makes a configuration is known by its text: %.60s', (text, is) => {
  expect(makesConfiguration(text)).toBe(is)
})

test('many things are called a schema', () => {
  expect(isSchemaText('{ "core": { "a": { "default": 1, "format": "port" } } }', 'schema/index.json')).toBe(true)
  expect(isSchemaText('{ "type": "object", "properties": {} }', 'schema/index.json')).toBe(false)
  expect(isSchemaText("import { z } from 'zod'\nexport default z.object({})", 'schema/index.ts')).toBe(false)
  expect(isSchemaText("import { port } from 'portolan'\nexport default {}", 'schema/index.ts')).toBe(true)
})
