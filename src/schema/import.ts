/**
 * Runs a module that is no part of this package, as Node does. In a file of its own, since V8's code of ours, which is
 * kept from one start to the next, can import nothing.
 * @param id its file, as a URL or absolute, or the name of one of Node's own
 */
export function importModule(id: string): Promise<Readonly<Record<string, unknown>>> {
  return import(id)
}
