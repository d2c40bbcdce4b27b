/** What a piece of code says, as far as it can be told without running it; each knows the offset where it begins. */
export type Expression =
  | { readonly is: 'number'; readonly value: number; readonly at: number }
  | { readonly is: 'text'; readonly parts: readonly (string | Expression)[]; readonly at: number }
  /** A name, or names joined by dots: `Ports.BACKEND`. */
  | { readonly is: 'name'; readonly name: string; readonly at: number }
  | { readonly is: 'call'; readonly of: Expression; readonly given: readonly Given[]; readonly at: number }
  /** `of["key"]` */
  | { readonly is: 'item'; readonly of: Expression; readonly key: Expression; readonly at: number }
  /** The first, or where that says nothing the other. */
  | { readonly is: 'either'; readonly first: Expression; readonly other: Expression; readonly at: number }
  | ({ readonly is: 'choice'; readonly asked: Expression; readonly yes: Expression; readonly no: Expression } & At)
  | ({ readonly is: 'sum'; readonly sign: '+' | '-' | '*'; readonly left: Expression; readonly right: Expression } & At)
  | { readonly is: 'table'; readonly entries: readonly Entry[]; readonly at: number }
  | { readonly is: 'list'; readonly items: readonly Expression[]; readonly at: number }
  /** What is not understood, with what is in it. */
  | { readonly is: 'other'; readonly within: readonly Expression[]; readonly at: number }

interface At {
  readonly at: number
}

/** What is handed to a call. */
export interface Given {
  /** Null where it is told by its place alone. */
  readonly name: string | null
  readonly value: Expression
}

export interface Entry {
  readonly key: string
  readonly value: Expression
  readonly at: number
}

/** Those directly in an expression, in the order in which they stand. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.is) {
    case 'text':
      return expression.parts.filter((part) => typeof part !== 'string')
    case 'call':
      return [expression.of, ...expression.given.map(({ value }) => value)]
    case 'item':
      return [expression.of, expression.key]
    case 'either':
      return [expression.first, expression.other]
    case 'choice':
      return [expression.asked, expression.yes, expression.no]
    case 'sum':
      return [expression.left, expression.right]
    case 'table':
      return expression.entries.map(({ value }) => value)
    case 'list':
      return expression.items
    case 'other':
      return expression.within
    default:
      return []
  }
}

/** A text that stands as it is; null for every other expression. */
export function plainText(expression: Expression | undefined): string | null {
  if (expression?.is !== 'text') return null
  return expression.parts.every((part) => typeof part === 'string') ? expression.parts.join('') : null
}
