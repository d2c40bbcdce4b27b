import { describe, expect, test } from 'vitest'
import { dockerfile } from '../../../src/adoption/sources/dockerfile.js'
import { mentionsIn } from './found.js'

const inFile = (text: string, path = 'backend/Dockerfile') => mentionsIn(dockerfile, path, text)

describe('what a Dockerfile says', () => {
  test.each([
    ['EXPOSE 8000', ['1:8 <BACKEND_PORT> = 8000, hint of backend']],
    [
      'expose 8000/tcp 5000/udp',
      ['1:8 <BACKEND_PORT> = 8000, hint of backend', '1:17 <BACKEND_5000_PORT> = 5000, hint, udp of backend'],
    ],
    ['EXPOSE 8615-8624', ['1:8 <BACKEND_PORT> = 8615, hint of backend']],
    ['# The API\nEXPOSE 8000', ['2:8 <BACKEND_PORT> = 8000, hint, "The API" of backend']],
    ['EXPOSE $BACKEND_PORT', ['1:8 BACKEND_PORT, hint of backend']],
    ['ENV BACKEND_PORT=8203', ['1:18 BACKEND_PORT = 8203, fallback of backend']],
    ['ENV BACKEND_PORT 8203', ['1:18 BACKEND_PORT = 8203, fallback of backend']],
    ['ARG BACKEND_PORT="8203"', ['1:19 BACKEND_PORT = 8203, fallback of backend']],
    ['ENV A=b \\\n    A_URL=http://h:1', ['2:11 A_URL = http://h:1, url, fallback of backend']],
    ['ENV PORT=8000', ['1:10 <BACKEND_PORT> = 8000, hint of backend']],
    ['CMD ["uvicorn", "app:app", "--port", "8203"]', ['1:39 <BACKEND_PORT> = 8203, hint, http of backend']],
    ['CMD uvicorn app:app --port ${BACKEND_PORT:-8203}', ['1:28 BACKEND_PORT = 8203, fallback of backend']],
    [
      'ENV API_KEY=abc\nENV DB_URL=postgres://u:pa55@h/db\nEXPOSE 0 70000 x\nRUN serve --port 80\nCMD ["node", "x.js"]',
      [],
    ],
    ['EXPOSE', []],
  ])('%s', (text, mentions) => {
    expect(inFile(text)).toEqual(mentions)
  })

  test.each([
    ['Dockerfile', '<PORT_8000>'],
    ['docker/Dockerfile', '<PORT_8000>'],
    ['Dockerfile.tts', '<TTS_PORT>'],
    ['docker/rag.Dockerfile', '<RAG_PORT>'],
    ['services/llm/Dockerfile.dev', '<LLM_PORT>'],
  ])('a port of %s is called %s', (path, name) => {
    expect(inFile('EXPOSE 8000', path)[0]).toContain(`1:8 ${name} = 8000`)
  })

  test.each(['EXPOSE 1 ', 'ENV A="', 'CMD ["', '\\', 'ENV A ', `ENV A x${' '.repeat(1 << 18)}`, 'ENV ${A:-'])(
    'bait of %s is read to its end',
    (bait) => {
      const text = `FROM x\nENV ${bait.repeat(Math.ceil((1 << 18) / bait.length))}`
      expect(inFile(text).filter((line) => !line.includes('hint'))).toEqual([])
    },
  )
})
