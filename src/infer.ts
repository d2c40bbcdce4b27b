import type { Value } from './model.js'

type Num = 'port' | 'nat' | 'int' | 'integer' | 'Number' | NumberConstructor
type Text = 'String' | StringConstructor | 'url' | 'email' | 'ipaddress' | 'portolan:url' | 'portolan:host'

type Widen<D> = D extends string
  ? string
  : D extends number
    ? number
    : D extends boolean
      ? boolean
      : D extends null | undefined
        ? Value
        : D extends readonly unknown[]
          ? readonly unknown[]
          : D

type OfFormat<F, D> = F extends readonly (infer Choice)[]
  ? Choice
  : F extends Num
    ? number
    : F extends 'Boolean' | BooleanConstructor
      ? boolean
      : F extends Text
        ? string
        : F extends 'Array' | ArrayConstructor
          ? readonly unknown[]
          : F extends 'Object' | ObjectConstructor
            ? Readonly<Record<string, unknown>>
            : F extends 'RegExp' | 'regexp' | RegExpConstructor
              ? RegExp
              : // biome-ignore lint/suspicious/noExplicitAny: an assertion has to be about its own parameter
                F extends ((value: any) => asserts value is infer Asserted)
                ? Asserted
                : Widen<D>

type Format<Node> = Node extends { readonly format: infer F } ? F : undefined
type Nullable<Node> = Node extends { readonly nullable: true } ? null : never

type ValueOf<Node> = Node extends { readonly default: infer D }
  ? OfFormat<Format<Node>, D> | Nullable<Node>
  : Widen<Node>

type NameOf<Node, Path extends string> = Node extends { readonly env: infer Env extends string } ? Env : Path

type IsLeaf<Node> = Node extends { readonly default: unknown }
  ? true
  : Node extends readonly unknown[] | string | number | boolean | null | undefined
    ? true
    : Node extends object
      ? keyof Node extends never
        ? true
        : false
      : true

type Join<Path extends string, Key extends string> = Path extends '' ? Key : `${Path}.${Key}`

/** Every leaf as a pair of its name and its value's type. */
type Leaves<Group, Path extends string = ''> = {
  [Key in Exclude<keyof Group & string, '$stack'>]: IsLeaf<Group[Key]> extends true
    ? [NameOf<Group[Key], Join<Path, Key>>, ValueOf<Group[Key]>]
    : Leaves<Group[Key], Join<Path, Key>>
}[Exclude<keyof Group & string, '$stack'>]

type FromPairs<Pair extends [string, unknown]> = { readonly [P in Pair as P[0]]: P[1] }

type IsAny<T> = 0 extends 1 & T ? true : false

/**
 * The type of the configuration that a schema describes: a read-only property for each setting, by its environment
 * variable or, without one, its path. A schema whose names TypeScript cannot see (JSON, `any`, a convict instance, an
 * object not declared `as const`) gives `Record<string, Value>`.
 */
export type Config<Schema> =
  IsAny<Schema> extends true
    ? Readonly<Record<string, Value>>
    : Schema extends { getProperties(): unknown }
      ? Readonly<Record<string, Value>>
      : Leaves<Schema> extends infer Pair extends [string, unknown]
        ? string extends Pair[0]
          ? Readonly<Record<string, Value>>
          : FromPairs<Pair>
        : Readonly<Record<string, Value>>
