/** `127.0.0.1:8203`, `[::1]:8203` */
export function socketText(address: string, port: number | string): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
