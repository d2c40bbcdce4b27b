import type { Question } from '../question.js'
import { differencesIn } from './differences.js'
import { ofOtherSlot } from './other-slot.js'

export const dialect: Question = {
  name: 'dialect',
  summary: 'every reader of the .env files sees the same values',
  notes: [
    'Every value that these would not read alike, how each sees it, and a line that all read alike if there is one:',
    'dotenv 16, Create React App 5, Vite 7 and 8, Next 16, node --env-file, python-dotenv 1.2, Compose 2, bash.',
    'In another slot than 0, the ports of a file that all copies of the stack have: its readers know of no slot.',
    'Each file is read alone, as if nothing else set a variable. No command is run to see what it gives.',
    'Vite 8 and node --env-file read as this Node does. Compose 1 reads as python-dotenv does.',
    'A reference is told too, though `config exec` hands on its resolved value: dotenv and Node expand nothing.',
    'Left alone: what a reader loses by an earlier line that it cannot read, which is told at that line.',
  ],
  find: ({ resolution }) => [
    ...ofOtherSlot(resolution),
    ...resolution.envFiles.flatMap((file) => differencesIn(file, resolution)),
  ],
}
