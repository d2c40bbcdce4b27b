/**
 * Options of a child process which Node does not print: with `NODE_DEBUG=child_process` it would tell the whole environment
 * of the child, secrets included.
 */
export const untold = { [Symbol.for('nodejs.util.inspect.custom')]: () => '(not shown)' }
