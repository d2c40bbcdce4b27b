// The program as it is where Node has no execve: it stays beside the command that it runs.
process.execve = undefined
require('../../dist/cjs/main.js')
