import { describe, expect, test } from 'vitest'
import { project, write } from '../support/project.js'
import { runBuilt } from '../support/run.js'
import { ended, starts, watching } from '../support/watching.js'

const port = (env: string, number: number, facts: object = {}) => ({
  doc: env,
  format: 'port',
  default: number,
  env,
  ...facts,
})

const SCHEMA = {
  slot: { doc: 'Slot', format: 'portolan:slot', env: 'STACK_SLOT', default: 0, stride: 200, count: 10 },
  backend: port('BACKEND_PORT', 8203, { public: true, maker: 'port' }),
  avatar: port('AVATAR_BASE_PORT', 8615, { count: 10, maker: 'port' }),
  redis: port('REDIS_PORT', 6379, { shift: false, maker: 'port' }),
}

const copy = (slot: number) => project({ 'schema/index.json': SCHEMA, '.env.local': `STACK_SLOT=${slot}\n` })
const SHOWN = 'echo $BACKEND_PORT $REACT_APP_BACKEND_PORT $AVATAR_BASE_PORT $AVATAR_BASE_PORT_LAST $REDIS_PORT'

describe('a command in a copy of the stack', () => {
  test('is given its ports, with what goes with them', () => {
    const shown = (...flags: string[]) => runBuilt(copy(3), ['exec', ...flags, '--', 'sh', '-c', SHOWN]).stdout
    expect(shown()).toBe('8803 8803 9215 9224 6379\n')
    expect(shown('--set', 'STACK_SLOT=2')).toBe('8603 8603 9015 9024 6379\n')
    expect(shown('--only', 'AVATAR_BASE_PORT')).toBe('9215 9224\n')
  })

  test('moves to the ports and the containers of another slot when that is edited', async () => {
    const root = copy(3)
    const words = ['sh', '-c', 'echo got $BACKEND_PORT ${COMPOSE_PROJECT_NAME##*-}; exec sleep 600']
    const command = watching(root, words)
    await command.says('got 8803')
    write(root, { '.env.local': 'STACK_SLOT=4\n' })
    await command.says('got 9003')
    expect(starts(await ended(command))).toEqual(['8803 s3', '9003 s4'])
  })
})
