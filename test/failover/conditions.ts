import fc from 'fast-check';

/** A condition on the response, as the grammar of C# has it. */
type Condition =
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'comparison'; readonly left: Operand; readonly operator: Operator; readonly right: Operand }
  | { readonly kind: 'not' | 'parentheses'; readonly operand: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

type Operand = 'response' | 'status' | 'status?' | 'null' | number;
type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=';

const EQUALITY: readonly Operator[] = ['==', '!='];
const ANY_OPERATOR: readonly Operator[] = [...EQUALITY, '<', '<=', '>', '>='];

const statusCode = fc.oneof(fc.integer({ min: 198, max: 601 }), fc.constantFrom(0, 200, 429, 500, 502, 503, 599));
const value = fc.oneof(fc.constantFrom<Operand>('status', 'status?', 'status'), statusCode);

/** Both ways round. */
function comparison(
  left: fc.Arbitrary<Operand>,
  operators: readonly Operator[],
  right: fc.Arbitrary<Operand>,
): fc.Arbitrary<Condition> {
  return fc.tuple(left, fc.constantFrom(...operators), right, fc.boolean()).map(([a, operator, b, turned]) => ({
    kind: 'comparison',
    left: turned ? b : a,
    operator,
    right: turned ? a : b,
  }));
}

/** Conditions of the kind that a retry has. */
export const condition = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    comparison(fc.constantFrom('status', 'status?'), ANY_OPERATOR, statusCode),
    comparison(fc.constantFrom('response', 'status?'), EQUALITY, fc.constant('null')),
    comparison(value, ANY_OPERATOR, value),
    fc.record({ kind: fc.constant('boolean' as const), value: fc.boolean() }),
    fc.record({ kind: fc.constantFrom('not', 'parentheses'), operand: tie('condition') }),
    fc.record({ kind: fc.constantFrom('and', 'or'), left: tie('condition'), right: tie('condition') }),
  ),
})).condition;

const TEXTS = { response: 'context.Response', status: 'context.Response.StatusCode' };
const operandText = (operand: Operand): string => {
  if (operand === 'status?') return 'context.Response?.StatusCode';
  return operand === 'response' || operand === 'status' ? TEXTS[operand] : `${operand}`;
};

const BINDING = { or: 0, and: 1, comparison: 2, not: 3, parentheses: 4, boolean: 4 };

/** The condition's tokens, in parentheses where what it stands in binds tighter. */
function tokensOf(condition: Condition, tightness = 0): string[] {
  if (BINDING[condition.kind] < tightness) return ['(', ...tokensOf(condition), ')'];
  switch (condition.kind) {
    case 'boolean':
      return [`${condition.value}`];
    case 'comparison':
      return [operandText(condition.left), condition.operator, operandText(condition.right)];
    case 'not':
      return ['!', ...tokensOf(condition.operand, BINDING.not)];
    case 'parentheses':
      return ['(', ...tokensOf(condition.operand), ')'];
    case 'and':
      return [...tokensOf(condition.left, BINDING.and), '&&', ...tokensOf(condition.right, BINDING.and)];
    case 'or':
      return [...tokensOf(condition.left), '||', ...tokensOf(condition.right)];
  }
}

/** The condition as a policy has it, with these blanks between its tokens, in turn. */
export function textOf(condition: Condition, blanks: readonly string[] = [' ']): string {
  const spaced = tokensOf(condition).map((token, index) => `${token}${blanks[index % blanks.length]}`);
  return `@(${blanks[0]}${spaced.join('')})`;
}

/** What the condition reads of a response that there is not. */
export class NullReference extends Error {}

/** What C# makes of the condition for a status code, or for no response; throws a `NullReference` as it would. */
export function evaluate(condition: Condition, statusCode: number | null): boolean {
  switch (condition.kind) {
    case 'boolean':
      return condition.value;
    case 'parentheses':
      return evaluate(condition.operand, statusCode);
    case 'not':
      return !evaluate(condition.operand, statusCode);
    case 'and':
      return evaluate(condition.left, statusCode) && evaluate(condition.right, statusCode);
    case 'or':
      return evaluate(condition.left, statusCode) || evaluate(condition.right, statusCode);
    case 'comparison': {
      const [a, b] = [condition.left, condition.right].map((operand) => valueOf(operand, statusCode));
      return compare(a ?? null, condition.operator, b ?? null);
    }
  }
}

function valueOf(operand: Operand, statusCode: number | null): number | null {
  switch (operand) {
    case 'null':
      return null;
    case 'response':
      return statusCode === null ? null : NaN;
    case 'status':
      if (statusCode === null) throw new NullReference('there is no response');
      return statusCode;
    case 'status?':
      return statusCode;
    default:
      return operand;
  }
}

/** C#'s lifted comparisons: null equals null alone, and is neither less nor greater than anything. */
function compare(a: number | null, operator: Operator, b: number | null): boolean {
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  if (a === null || b === null) return false;
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}
