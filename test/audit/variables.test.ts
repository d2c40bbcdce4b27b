import { describe, expect, test } from 'vitest'
import { usageIn } from '../../src/audit/usage.js'
import { readsIn } from '../../src/audit/variables/index.js'

function namesIn(path: string, text: string): string[] {
  return usageIn(path, Buffer.from(text), [], new Set()).reads.map(({ name }) => name)
}

describe('code reads the variables that it asks the environment for', () => {
  test.each([
    ['a.js', 'process.env.X', 'X'],
    ['a.js', "process.env['X'] ?? process.env?.Y", 'X Y'],
    ['a.js', "const { X, Y: other = 'a', ...rest } = process.env", 'X Y'],
    ['a.ts', 'const {\n  X,\n  Y,\n}: Record<string, string> = process.env', 'X Y'],
    ['a.ts', 'fetch(`${process.env.API_URL}/x`)', 'API_URL'],
    ['a.tsx', 'import.meta.env.VITE_X + import.meta.env.MODE', 'VITE_X'],
    ['a.ts', "Deno.env.get('X')", 'X'],
    ['a.py', "os.environ['X']; os.environ.get('Y', 3000); os.getenv(\n  'Z')", 'X Y Z'],
    ['a.py', "if 'X' in os.environ: pass", 'X'],
    ['a.py', "'X' in os.environ['Y']", 'X Y'],
    ['a.rb', "ENV['X'] + ENV.fetch('Y', 1)", 'X Y'],
    ['A.java', 'System.getenv("X"); System.getenv().getOrDefault("Y", "1")', 'X Y'],
    ['a.go', 'os.Getenv("X"); v, ok := os.LookupEnv("Y")', 'X Y'],
    ['a.go', 'os.LookupEnv("X")', 'X'],
    ['a.go', 'Port int `env:"X" envDefault:"1"`', 'X'],
    ['a.rs', 'std::env::var("X")?; env!("Y"); option_env!("Z")', 'X Y Z'],
    ['a.php', "getenv('X') ?: $_ENV['Y'] ?: env('Z', 1)", 'X Y Z'],
    ['a.c', 'char *port = getenv("X");', 'X'],
    ['A.cs', 'Environment.GetEnvironmentVariable("X")', 'X'],
    ['a.ex', 'System.get_env("X")', 'X'],
    ['a.ps1', 'Write-Output $env:X', 'X'],
  ])('%s: %s', (path, text, names) => {
    expect(namesIn(path, text)).toEqual(names.split(' '))
  })

  test.each([
    ['a setting of a variable', 'a.js', "process.env.X = '1'"],
    ['a setting of a variable in Python', 'a.py', "os.environ['X'] = '1'"],
    ['a comment', 'a.js', '// process.env.X\n/* process.env.Y */'],
    ['a comment in Python', 'a.py', '# os.environ["X"]'],
    ['some other env', 'a.js', 'config.env.X; env.Y; this.env["Z"]'],
    ['methods of the environment', 'a.js', 'process.env.hasOwnProperty(name)'],
    ['variables of the system', 'a.js', 'process.env.PATH; process.env.NODE_ENV; process.env.npm_package_version'],
    ['prose', 'a.md', '`process.env.X` and ${Y}'],
  ])('%s is no read', (_, path, text) => {
    expect(namesIn(path, text)).toEqual([])
  })

  test('a comparison is a read, and // in a URL begins no comment', () => {
    expect(namesIn('a.js', "const u = 'http://x'; if (process.env.X === 'a') y(process.env.Z)")).toEqual(['X', 'Z'])
  })
})

describe('a script reads what it expands and does not set itself', () => {
  test.each([
    ['curl "http://localhost:$X/${Y}"', 'X Y'],
    ['PORT=${X:-8203}\nserve "$PORT"', 'X'],
    ['export X="${X:-8203}"\nserve "$X"', 'X X'],
    [': "${X:=8203}"', 'X'],
    ['docker run -e X=$X image', 'X'],
    ['list="$list $X"', 'X'],
    ['for i in $X; do echo "$i"; done', 'X'],
    ['while read -r line name; do echo "$line $name $X"; done', 'X'],
    ['f() { local a=1 b; echo "$a $b $1 $@ $# $? $$ $X"; }', 'X'],
    ['export A B=2; declare -r C=3; echo $A $B $C $X', 'X'],
    ['awk \'{ print $Y }\' "$X"', 'X'],
    ['echo \\$Y "\\${Y}" # $Y\necho $X', 'X'],
    ["cat <<'END'\n$Y don't\nEND\necho $X", 'X'],
    ["cat <<END\nisn't it $X # no\nEND", 'X'],
    ['echo "it\'s $X"', 'X'],
    ['echo $HOME $RANDOM $GITHUB_SHA $http_proxy $X', 'X'],
  ])('%s', (text, names) => {
    expect(namesIn('run.sh', text)).toEqual(names.split(' '))
  })

  test('a script is known by its first line, and a Procfile and scripts of package.json are read', () => {
    expect(namesIn('bin/start', '#!/usr/bin/env bash\necho $X')).toEqual(['X'])
    expect(namesIn('Procfile', 'web: serve -l $X')).toEqual(['X'])
    expect(namesIn('package.json', '{ "scripts": { "start": "serve -l $X" } }')).toEqual(['X'])
  })
})

describe('what is filled in by another program', () => {
  test('Compose reads what it interpolates, fallbacks too; $$ and comments are left alone', () => {
    expect(namesIn('docker-compose.yml', 'ports: ["${X:-${Y}}:$Z"] # $A\ncommand: echo $$B $${C}')).toEqual([
      'X',
      'Y',
      'Z',
    ])
    expect(namesIn('values.yaml', 'a: ${X}')).toEqual([])
  })

  test('a Dockerfile reads what neither ARG nor ENV name', () => {
    expect(namesIn('Dockerfile', 'ARG A=1\nENV B=$A\nEXPOSE ${B}\nCMD serve -l $X')).toEqual(['X'])
  })

  test('a template of nginx reads capitals', () => {
    expect(namesIn('default.conf.template', 'listen ${X};\n# ${Y}\nproxy_set_header Host $host;')).toEqual(['X'])
  })

  test('a Makefile reads what it does not set, in make and in the shell below it', () => {
    expect(namesIn('Makefile', 'A ?= 1\nrun: # $(B)\n\tserve $(A) $(X) $${Y} $(shell date) $@ $$i\n')).toEqual([
      'X',
      'Y',
      'i',
    ])
  })
})

test('a read tells line and column from 1', () => {
  expect(readsIn('a.js', Buffer.from('/* ☃ */\n\n  run(process.env.X)\n'))).toEqual([
    { name: 'X', line: 3, column: 19 },
  ])
})

test.each([
  ['/*'.repeat(250_000), 'a.js'],
  ['"'.repeat(500_000), 'a.js'],
  ['{'.repeat(500_000), 'a.js'],
  ['`${'.repeat(200_000), 'a.ts'],
  ['$'.repeat(500_000), 'a.sh'],
  ['\'"'.repeat(250_000), 'a.sh'],
  ['A='.repeat(250_000), 'a.sh'],
  ['$X env '.repeat(70_000), 'a.sh'],
  ['"${A:-'.repeat(80_000), 'a.sh'],
  ['export '.repeat(70_000), 'a.sh'],
  ['<<A\n'.repeat(100_000), 'a.sh'],
  ['process.env['.repeat(40_000), 'a.js'],
  [' '.repeat(500_000), 'Makefile'],
  ['{ a, '.repeat(100_000), 'a.js'],
])('half a megabyte of one mark is read in no time: %#', (text, path) => {
  expect(readsIn(path, Buffer.from(`env $\n${text}`))).toBeInstanceOf(Array)
})
