import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linkPackages, project, write } from '../support/project.js'
import { run } from '../support/run.js'

const CONVICT = `const convict = require('convict')
module.exports = convict({
  port: { doc: 'The API', format: 'port', default: 8080, env: 'PORT' },
})
`

describe('a project that has a convict schema', () => {
  const files = {
    'package.json': '{\n\t"name": "app",\n\t"scripts": {\n\t\t"start": "node ."\n\t}\n}\n',
    'src/config.js': CONVICT,
    '.gitignore': 'node_modules\n',
  }

  test('is only pointed at it', async () => {
    const root = project(files)
    linkPackages(root, 'convict')
    const { code } = await run(root, ['init', '--yes'])
    expect(code).toBe(0)
    expect(readFileSync(join(root, 'package.json'), 'utf8')).toBe(
      '{\n\t"name": "app",\n\t"scripts": {\n\t\t"start": "node .",\n\t\t"config": "config",\n' +
        '\t\t"config:check": "config check"\n\t},\n\t"portolan": {\n\t\t"schema": "src/config.js"\n\t}\n}\n',
    )
    expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe('node_modules\n.env.local\n.env.*.local\n')
    expect((await run(root, ['get', 'PORT'])).stdout).toBe('8080\n')
    const again = await run(root, ['init', '--yes'])
    expect(again.stdout).toContain('nothing to write: src/config.js is the schema')
  })
})

describe('a project without a port', () => {
  test('exit 2, and a starter of five lines that works as it is', async () => {
    const root = project({})
    const { code, stdout, stderr } = await run(root, ['init', '--yes'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    const starter = stderr.slice(stderr.indexOf('    import ')).replace(/^ {4}/gm, '')
    expect(starter.trimEnd().split('\n')).toHaveLength(5)
    write(root, { 'schema/index.ts': starter })
    expect((await run(root, ['get', 'BACKEND_PORT'])).stdout).toBe('8203\n')
  })
})
