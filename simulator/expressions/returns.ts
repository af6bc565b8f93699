import type { Position } from '../../lib/policy';
import { SyntaxFault } from './errors';
import { Syntax } from './syntax';

/** Returns the fault of a method whose end can be reached without a `return`, by the rules of the C# compiler. */
export function missingReturn(body: Syntax, end: Position): SyntaxFault | undefined {
  return completes(body) ? { reason: MISSING, position: end } : undefined;
}

/** Returns the faults of local functions and lambdas that return a value, but not on every path. */
export function missingReturnsWithin(syntax: Syntax): SyntaxFault[] {
  const body = syntax.fields.get('body');
  const isFunction = syntax.type === 'local_function_statement' && syntax.fields.get('type')?.text !== 'void';
  const returns = isFunction || (syntax.type === 'lambda_expression' && body !== undefined && returnsValue(body));
  const own =
    returns && body?.type === 'block' && completes(body) ? [{ reason: MISSING, position: body.position }] : [];
  return [...own, ...syntax.children.flatMap(missingReturnsWithin)];
}

const MISSING = 'not every path returns a value';

function returnsValue(syntax: Syntax): boolean {
  if (syntax.type === 'return_statement') return syntax.children.length > 0;
  return !/^(?:lambda_expression|local_function_statement)$/.test(syntax.type) && syntax.children.some(returnsValue);
}

/** Returns whether the end of the statement can be reached. */
function completes(statement: Syntax): boolean {
  switch (statement.type) {
    case 'return_statement':
    case 'throw_statement':
    case 'goto_statement':
    case 'break_statement':
    case 'continue_statement':
      return false;
    case 'block':
      return statement.children.every(completes);
    case 'if_statement': {
      const then = statement.fields.get('consequence');
      const otherwise = statement.fields.get('alternative');
      return !then || !otherwise || completes(then) || completes(otherwise);
    }
    case 'while_statement':
    case 'do_statement':
    case 'for_statement': {
      const condition = statement.fields.get('condition');
      const isEndless = condition ? condition.text === 'true' : statement.type === 'for_statement';
      return !isEndless || breaks(statement.fields.get('body'));
    }
    case 'using_statement':
    case 'checked_statement':
    case 'lock_statement': {
      const body = statement.fields.get('body') ?? statement.children[statement.children.length - 1];
      return completes(body);
    }
    case 'try_statement':
      return tryCompletes(statement);
    case 'switch_statement':
      return switchCompletes(statement);
    default:
      return true;
  }
}

function tryCompletes(statement: Syntax): boolean {
  const final = statement.children.find(({ type }) => type === 'finally_clause');
  if (final && !final.children.every(completes)) return false;
  const bodies = statement.children.flatMap((child) => {
    if (child.type === 'block') return [child];
    const body = child.type === 'catch_clause' ? child.fields.get('body') : undefined;
    return body ? [body] : [];
  });
  return bodies.some(completes);
}

function switchCompletes(statement: Syntax): boolean {
  const sections = statement.fields.get('body')?.children ?? [];
  const hasDefault = sections.some(({ tokens }) => tokens.includes('default'));
  return !hasDefault || sections.some((section) => section.children.some((child) => breaks(child)));
}

/** Returns whether the statement contains a `break` that leaves the surrounding loop or switch. */
function breaks(statement: Syntax | undefined): boolean {
  if (!statement) return false;
  if (statement.type === 'break_statement') return true;
  if (/^(while|do|for|foreach|switch|local_function)_statement$/.test(statement.type)) return false;
  return statement.children.some(breaks);
}
