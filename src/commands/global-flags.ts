import type { Flag } from './command.js'

/** The flags that every verb takes, before or after it. */
export const globalFlags: readonly Flag[] = [
  {
    name: 'root',
    value: 'DIR',
    summary: 'the folder with the schema and the .env files; otherwise the nearest upward',
  },
  { name: 'mode', value: 'MODE', summary: 'reads .env.MODE too; otherwise PORTOLAN_MODE, else NODE_ENV' },
  {
    name: 'set',
    value: 'NAME=value',
    summary: 'a value, taken as it is, that beats every layer; may be repeated',
  },
  { name: 'json', summary: 'prints JSON, problems included' },
  { name: 'reveal', summary: 'shows secrets' },
  { name: 'help', summary: 'explains the verb' },
  { name: 'version', summary: 'prints the version' },
]
