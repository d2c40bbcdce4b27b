/** By its byte order mark. */
const ENCODINGS: ReadonlyMap<number, string> = new Map([
  [0xfffe, 'utf-16le'],
  [0xfeff, 'utf-16be'],
])

/** Whether a text begins with the byte order mark of UTF-16, as what PowerShell writes does. */
export function isUtf16(bytes: Buffer): boolean {
  return encodingOf(bytes) !== undefined
}

/** The UTF-8 of a text that says that it is UTF-16; any other as it is. */
export function utf8Of(bytes: Buffer): Buffer {
  const encoding = encodingOf(bytes)
  return encoding === undefined ? bytes : Buffer.from(new TextDecoder(encoding).decode(bytes))
}

function encodingOf(bytes: Buffer): string | undefined {
  return bytes.length < 2 ? undefined : ENCODINGS.get(bytes.readUInt16BE())
}
