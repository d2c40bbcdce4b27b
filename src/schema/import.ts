/**
 * Runs a module that is no part of this package, as Node does. In a file of its own, since V8's code of ours, which is
 * kept from one start to the next, can import nothing.
 * @param href its file as a URL
 */
export function importModule(href: string): Promise<Readonly<Record<string, unknown>>> {
  return import(href)
}
