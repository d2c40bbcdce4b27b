import type { Value } from '../model.js'

type Widen<Default> = Default extends string
  ? string
  : Default extends number
    ? number
    : Default extends boolean
      ? boolean
      : Default extends null | undefined
        ? Value
        : Default extends readonly unknown[]
          ? readonly unknown[]
          : Default extends object
            ? Readonly<Record<string, unknown>>
            : Value

/** convict splits a text at commas; a default is taken as it is. */
type List<Default> = Default extends readonly (infer Item)[]
  ? readonly ([Item] extends [never] ? string : Widen<Item> | string)[]
  : readonly string[]

/** A function that asserts nothing is one too, of `unknown`. */
// biome-ignore lint/suspicious/noExplicitAny: an assertion has to be about its own parameter
type Asserting<Asserted> = (value: any) => asserts value is Asserted

/** The values of the formats that have a name; a constructor goes by its own. */
interface ByName<Default> {
  port: number
  nat: number
  int: number
  integer: number
  Number: number
  Boolean: boolean
  String: string
  url: string
  email: string
  ipaddress: string
  'portolan:url': string
  'portolan:host': string
  'portolan:slot': number
  windows_named_pipe: string
  port_or_windows_named_pipe: number | string
  '*': Widen<Default> | string
  Array: List<Default>
  Object: Readonly<Record<string, unknown>>
  RegExp: RegExp
}

type NameOfConstructor<Form> = Form extends StringConstructor
  ? 'String'
  : Form extends NumberConstructor
    ? 'Number'
    : Form extends BooleanConstructor
      ? 'Boolean'
      : Form extends ArrayConstructor
        ? 'Array'
        : Form extends RegExpConstructor
          ? 'RegExp'
          : Form extends ObjectConstructor
            ? 'Object'
            : Form

type OfFormat<Form, Default> =
  NameOfConstructor<Form> extends infer Name
    ? Name extends keyof ByName<Default>
      ? ByName<Default>[Name]
      : Name extends readonly (infer Choice)[]
        ? Choice
        : Name extends Asserting<infer Asserted>
          ? unknown extends Asserted
            ? Widen<Default>
            : Asserted
          : Widen<Default>
    : never

type FormatOf<Leaf> = Leaf extends { readonly format: infer Form } ? Form : undefined

/** Null where a leaf may stay unset: where it is `nullable`, or its default is `undefined`. */
type Nullable<Leaf> = Leaf extends { readonly default: undefined }
  ? null
  : 'nullable' extends keyof Leaf
    ? true extends Leaf['nullable' & keyof Leaf]
      ? null
      : never
    : never

type ValueOf<Leaf> = Leaf extends { readonly default: infer Default }
  ? OfFormat<FormatOf<Leaf>, Default> | Nullable<Leaf>
  : Widen<Leaf>

/** The variable, or the path without one; any text where TypeScript knows only that there is a variable. */
type NameOf<Leaf, Path extends string> = Leaf extends { readonly env: infer Env extends string }
  ? Env extends ''
    ? Path
    : Env
  : Leaf extends { readonly env?: unknown }
    ? 'env' extends keyof Leaf
      ? string
      : Path
    : Path

type IsAny<T> = 0 extends 1 & T ? true : false

/** As convict has it: an object that is not empty and has no `default` is a group. */
type IsGroup<Node> = Node extends object
  ? Node extends { readonly default: unknown } | readonly unknown[] | ((...args: never) => unknown)
    ? false
    : keyof Node extends never
      ? false
      : true
  : false

/** What a schema says of one setting: its name, its path and the type of its value. */
type Entry = [name: string, path: string, value: unknown]

/** Stands for whatever TypeScript cannot see into. */
type Unseen = [name: string, path: string, value: Value]

type Join<Path extends string, Key extends string | number> = Path extends '' ? `${Key}` : `${Path}.${Key}`

type Keys<Group> = keyof Group & (string | number)

type Leaves<Group, Path extends string = ''> = {
  [Key in Keys<Group>]: Key extends '$stack' ? never : Below<Group[Key], Join<Path, Key>>
}[Keys<Group>]

type Below<Node, Path extends string> =
  IsAny<Node> extends true
    ? Unseen
    : [IsGroup<Node>] extends [false]
      ? [name: NameOf<Node, Path>, path: Path, value: ValueOf<Node>]
      : [IsGroup<Node>] extends [true]
        ? string extends keyof Node
          ? Unseen
          : Leaves<Node, Path>
        : Unseen

/** Every setting of a schema, as a union. */
type Entries<Schema> = Schema extends { getProperties(): unknown }
  ? Unseen
  : [Leaves<Schema>] extends [never]
    ? Unseen
    : Leaves<Schema>

/** What `set` may name: a setting by its variable or its path. Any text where TypeScript cannot see the names. */
export type SettingName<Schema> = Entries<Schema> extends infer E extends Entry ? E[0] | E[1] : string

/**
 * The type of the configuration that a schema describes: a read-only property for each setting, by its environment
 * variable or, without one, its path. A schema whose names TypeScript cannot see (JSON, `any`, a convict instance, an
 * object not declared `as const`) gives `Record<string, Value>`.
 */
export type Config<Schema> =
  Entries<Schema> extends infer E extends Entry
    ? string extends E[0]
      ? Readonly<Record<string, Value>>
      : { readonly [Each in E as Each[0]]: Each[2] }
    : never
