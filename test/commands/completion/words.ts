import { run } from '../../support/run.js'

/** What may stand at the end of a command line, whose words a space parts: what the shell is to do, and the candidates. */
export async function offered(root: string, line: string): Promise<{ todo: string; words: string[]; rows: string[] }> {
  const { stdout } = await run(root, ['completion', 'bash', '--', ...line.split(' ')])
  const [todo = '', ...rows] = stdout.trimEnd().split('\n')
  return { todo, rows, words: rows.map((row) => row.split('\t')[0] as string) }
}

/** A stack with all that a shell can be asked for, of a stranger's making. */
export const HOSTILE_NAMES = {
  backtick: 'q\'uo"te`touch pwned`',
  command: 'a$(touch pwned)b',
  colons: 'c:o:l',
  breaks: 'plain;x&y|z>w',
  home: '~root',
  glob: '*',
}

/** Names that no shell is told. */
export const UNTOLD_NAMES = ['new\nline', 'esc\u001b[31m', 'tab\there', '-rf', '--json', 'bidi\u202e']

const leaf = { format: 'String', default: '' }

export const FILES = {
  'schema/index.json': {
    core: {
      backend: { doc: 'Backend: the API', format: 'port', default: 8203, env: 'BACKEND_PORT' },
      level: { doc: 'First line\u001b[31m\nsecond', format: ['low', 'high'], default: 'low', env: 'LEVEL' },
      cache: { format: 'Boolean', default: true, env: 'CACHE' },
      pin: { format: ['1234', '4321'], default: '1234', env: 'PIN', sensitive: true },
    },
    'we ird': Object.fromEntries(Object.values(HOSTILE_NAMES).map((name) => [name, leaf])),
    ...Object.fromEntries(UNTOLD_NAMES.map((name) => [name, leaf])),
    $stack: { targets: { env: 'ports.env', python: 'ports_config.py' } },
  },
  '.env': 'BACKEND_PORT=this is no port\nPIN=4321\n',
  '.env.production': '',
  '.env.staging.local': '',
  'my file.txt': '',
  'my folder/x': '',
}
