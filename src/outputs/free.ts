import { count, fromOne, listOf, nullOr, type Output, object, text } from './shape.js'

export const free: Output = {
  command: 'config free --json',
  shape: object({ ports: listOf(object({ name: nullOr(text), port: count, count: fromOne })) }),
}
