import { describe, expect, test } from 'vitest'
import { commandText, maskedWords, shortCommandText, wordsOf } from '../../src/command-line/masked.js'

const shown = (argv: readonly string[], ...secrets: string[]) => commandText(maskedWords(argv, secrets))

describe('what a command says that may be a secret is masked', () => {
  test.each([
    [['redis-server', '--requirepass', 'hunter2', '--port', '7000'], 'redis-server --requirepass ******** --port 7000'],
    [['x', '--password', 'two words'], 'x --password ********'],
    [['x', '--api-key=k', '--apiKey', 'k'], 'x --api-key=******** --apiKey ********'],
    [['x', '-token', 'k', '--auth-token', 'k'], 'x -token ******** --auth-token ********'],
    [['env', 'DB_PASSWORD=a b', 'x'], 'env DB_PASSWORD=******** x'],
    [['x', 'postgres://me:a@b@host:5432/db'], 'x postgres://me:********@host:5432/db'],
    [['x', 'postgres://me:a/b@host'], 'x postgres://me:********@host'],
    [['x', 'redis://:hunter2@host'], 'x redis://:********@host'],
    [['x', 'http://h/?user=me&access_token=abc&n=1'], 'x http://h/?user=me&access_token=********&n=1'],
    [['x', 'Server=h;Password=abc;Port=1'], 'x Server=h;Password=********;Port=1'],
    [['sh', '-c', 'redis-server --requirepass hunter2'], 'sh -c "redis-server --requirepass ********"'],
    [['worker --token abc --port 1'], 'worker --token ******** --port 1'],
    [['/usr/bin/mysql', '-psecret1', '--port', '1'], '/usr/bin/mysql -p******** --port 1'],
    [['redis-cli', '-a', 'secret2', '-p', '1'], 'redis-cli -a ******** -p 1'],
    [['curl', '-u', 'me:secret3', 'http://h'], 'curl -u me:******** http://h'],
    [['x', '-H', 'Authorization: Bearer abc'], 'x -H "Authorization: Bearer ********"'],
    [['sh', '-c', 'A=1 PASSWORD="two words" x --port 1'], 'sh -c "A=1 PASSWORD=******** x --port 1"'],
    [['sh', '-c', "x --password 'two words' -y"], 'sh -c "x --password ******** -y"'],
    [['sh', '-c', 'cd /a && PASSWORD=a,b x'], 'sh -c "cd /a && PASSWORD=******** x"'],
    [['x', '--password', '-Abc123', '--port', '1'], 'x --password ******** --port 1'],
    [['x', '--secretKey', 'k', '--session-key', 'k'], 'x --secretKey ******** --session-key ********'],
    [['x', '--in={"password":"two words","port":1}'], 'x --in={"password":********,"port":1}'],
    [['x', '--env=TOKEN=abc'], 'x --env=TOKEN=********'],
    [['x', '-H', 'X-Api-Key: abc'], 'x -H "X-Api-Key: ********"'],
    [['/usr/bin/mysql', '-psecret1', '--port', '1'], '/usr/bin/mysql -p******** --port 1'],
    [['redis-cli', '-a', 'secret2', '-p', '1'], 'redis-cli -a ******** -p 1'],
    [['curl', '-u', 'me:secret3', 'http://h'], 'curl -u me:******** http://h'],
    [['x', '-H', 'Authorization: token abc'], 'x -H "Authorization: token ********"'],
  ])('%j', (argv, text) => {
    expect(shown(argv)).toBe(text)
  })

  test('a known secret with white space, also where a title or the system parts it', () => {
    expect(shown(['serve correct horse (staple) on *:80'], 'correct horse (staple)')).toBe('serve ******** on *:80')
    expect(shown(['x', '--in=correct', 'horse', 'y'], 'correct horse')).toBe('x --in=******** y')
    expect(shown(['x', 'correct horse'], 'correct horse')).toBe('x ********')
  })

  test.each(['a', 'a.', '-a', '-a.', 'a://', 'a://u:', 'a=', '--a ', 'a="', '@a://u:', 'bearer ', 'a: ', '_'])(
    'a command of megabytes made of %j takes a moment',
    (text) => {
      const start = Date.now()
      maskedWords(['x', text.repeat(2 ** 21 / text.length)], ['declared-secret', 'two words'])
      expect(Date.now() - start).toBeLessThan(2000)
    },
  )

  test('a known secret anywhere, the longest first; a short one as a whole word alone', () => {
    expect(shown(['x', 'abcdef', '--in=abcd'], 'abcdef', 'abcd')).toBe('x ******** --in=********')
    expect(shown(['abc', 'b'], 'b')).toBe('abc ********')
  })
})

describe('what is no secret stays', () => {
  test.each([
    [['node', 'server.js', '--port', '8203'], 'node server.js --port 8203'],
    [['nginx: master process nginx -c x.conf'], 'nginx: master process nginx -c x.conf'],
    [['x', '--keys', 'a', '--no-auth', '--quiet'], 'x --keys a --no-auth --quiet'],
    [['x', 'http://localhost:8203/a'], 'x http://localhost:8203/a'],
    [['x', 'ssh://git@host:22'], 'x ssh://git@host:22'],
  ])('%j', (argv, text) => {
    expect(shown(argv)).toBe(text)
  })
})

test('words are told apart, and nothing steers the terminal', () => {
  expect(commandText(['x', '', 'a b', '\u001b[0m', '\ud800'])).toBe('x "" "a b" \\u001b[0m \\ud800')
})

test.each([
  [['/usr/bin/python3', '-m', 'x'], 'python3 -m x'],
  [['C:\\Redis\\redis-server.exe'], 'redis-server.exe'],
  [['nginx: master process /usr/sbin/nginx'], 'nginx: master process /usr/sbin/nginx'],
])('%j without folders', (argv, text) => {
  expect(shortCommandText(wordsOf(argv))).toBe(text)
})
