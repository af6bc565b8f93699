/** An expression of the Terraform language. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
  | Call
  | { readonly kind: 'name'; readonly name: string }
  /** Names separated by dots, parsed as one reference. */
  | { readonly kind: 'reference'; readonly steps: readonly string[] }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
  | Splat
  /** The item that a splat visits. */
  | { readonly kind: 'item' }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | Binary
  | Conditional
  | For
  /** The directive `%{ for }` of a template. */
  | { readonly kind: 'each'; readonly loop: For };

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  /** Whether the last argument, before `...`, is a list of arguments. */
  readonly isExpanded: boolean;
}

export interface Splat {
  readonly kind: 'splat';
  readonly of: Expression;
  /** The steps after `[*]` or `.*`, applied to `item`. */
  readonly each: Expression;
}

export type UnaryOperator = '!' | '-';
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export interface Binary {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Conditional {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

export interface For {
  readonly kind: 'for';
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
  /** The key of an object's item; undefined for a list. */
  readonly key?: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
  /** Whether the items with one key make a list, after `...`. */
  readonly isGrouped: boolean;
}

/** Thrown for text that is not an expression, or is not supported. */
export class TemplateError extends Error {}

/** Thrown for a template that Terraform is certain to refuse. */
export class UnbalancedTemplate extends TemplateError {}

/** Thrown for text that is not an expression. */
export class InvalidExpression extends TemplateError {}
