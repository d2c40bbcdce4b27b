import type { Value } from './model.js'

type Num = 'port' | 'nat' | 'int' | 'integer' | 'Number' | NumberConstructor
type Text =
  | 'String'
  | StringConstructor
  | 'url'
  | 'email'
  | 'ipaddress'
  | 'portolan:url'
  | 'portolan:host'
  | 'windows_named_pipe'

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

type OfFormat<Form, Default> = Form extends readonly (infer Choice)[]
  ? Choice
  : Form extends Num
    ? number
    : Form extends 'Boolean' | BooleanConstructor
      ? boolean
      : Form extends Text
        ? string
        : Form extends '*'
          ? Widen<Default> | string
          : Form extends 'port_or_windows_named_pipe'
            ? number | string
            : Form extends 'Array' | ArrayConstructor
              ? List<Default>
              : Form extends 'Object' | ObjectConstructor
                ? Readonly<Record<string, unknown>>
                : Form extends 'RegExp' | RegExpConstructor
                  ? RegExp
                  : Form extends Asserting<infer Asserted>
                    ? unknown extends Asserted
                      ? Widen<Default>
                      : Asserted
                    : Widen<Default>

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
