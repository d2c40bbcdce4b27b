/** The offset of the first character that is no ASCII digit; 0 where all are. */
export function firstForeign(text: string): number {
  return Math.max(text.search(/[^0-9]/), 0)
}
