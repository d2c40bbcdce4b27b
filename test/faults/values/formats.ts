import type { Leaf } from '../../../src/model.js'

/** A format that docs/values.md tells of. */
export interface Told {
  readonly leaf: Leaf
  /** What a text comes to that it takes. Default: the text itself. */
  readonly read?: (text: string) => unknown
}

/** The formats that are columns of the page, with defaults that no text of the page comes to. */
export const COLUMNS: Readonly<Record<string, Told>> = {
  port: { leaf: { format: 'port', default: 4242 } },
  int: { leaf: { format: 'int', default: 4242 } },
  nat: { leaf: { format: 'nat', default: 4242 } },
  Number: { leaf: { format: Number, default: 42.42 } },
  Boolean: { leaf: { format: Boolean, default: null, nullable: true } },
}

/** The others, by what the page calls them. */
export const OTHER_FORMATS: Readonly<Record<string, Told>> = {
  'port with allowZero, or of the default 0': {
    leaf: { format: 'port', default: 4242, allowZero: true },
    read: Number,
  },
  'port with a count of 10': { leaf: { format: 'port', default: 4242, count: 10 }, read: Number },
  port_or_windows_named_pipe: {
    leaf: { format: 'port_or_windows_named_pipe', default: '\\\\.\\pipe\\none' },
    read: (text) => (/^[0-9]+$/.test(text) ? Number(text) : text),
  },
  windows_named_pipe: { leaf: { format: 'windows_named_pipe', default: '\\\\.\\pipe\\none' } },
  integer: { leaf: { format: 'integer', default: 4242 }, read: Number },
  'none, and a default that is a number': { leaf: { default: 42.42 }, read: Number },
  'none, and a default that is a boolean': {
    leaf: { default: true },
    read: (text) => /^(?:true|1|yes|on)$/i.test(text),
  },
  'a list of numbers: [1, 8203, 0.5]': { leaf: { format: [1, 8203, 0.5], default: 1 }, read: Number },
  "a list of texts: ['on', 'null', '8203']": { leaf: { format: ['on', 'null', '8203'], default: 'null' } },
  'portolan:url, of url()': { leaf: { format: 'portolan:url', default: 'http://none', maker: 'url' } },
  'portolan:host, of host()': { leaf: { format: 'portolan:host', default: 'none', maker: 'host' } },
  Object: { leaf: { format: Object, default: { none: 1 } }, read: JSON.parse },
  'none, and a default that is an object': { leaf: { default: {} }, read: JSON.parse },
  'none, and a default that is a list': { leaf: { default: [4242] }, read: JSON.parse },
  Array: { leaf: { format: Array, default: ['none'] }, read: (text) => text.split(',') },
  RegExp: { leaf: { format: RegExp, default: /none/ }, read: (text) => new RegExp(text) },
  'String, of text()': { leaf: { format: String, default: 'none', maker: 'text' } },
  '*': { leaf: { format: '*', default: 'none' } },
  'none, and a default that is a text': { leaf: { default: 'none' } },
}

/** Those of `convict-format-with-validator`, which convict alone judges. */
export const PACKAGE_FORMATS: Readonly<Record<string, Leaf>> = {
  ipaddress: { format: 'ipaddress', default: '192.0.2.1' },
  email: { format: 'email', default: 'nobody@example.org' },
  url: { format: 'url', default: 'http://example.org' },
}
