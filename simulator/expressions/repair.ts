import { Syntax } from './syntax';

/**
 * Corrects the syntax trees that the grammar parses differently from C#.
 *
 * - After a cast, the grammar parses `(T)a.M<U>(x)` as `((T)a.M < U) > (x)`. In C#, a name and a type in `<` and `>`
 *   before a parenthesis are a generic call.
 * - The grammar parses `a + b?.c` as `(a + b)?.c`, although `?.` has a higher precedence than any operator.
 */
export function repaired(syntax: Syntax): Syntax {
  const call = syntax.type === 'binary_expression' ? genericCall(syntax) : undefined;
  const receiver = receiverOf(syntax);
  return rotated(call ?? (receiver ? linkedTo(syntax, receiver, receiver) : syntax));
}

/** Moves a link of a chain to the last operand of the expression before it. */
function linkedTo(link: Syntax, receiver: Syntax, to: Syntax): Syntax {
  const operand = lastOperand(to);
  return operand ? rotated(changed(to, operand, linkedTo(link, receiver, operand))) : changed(link, receiver, to);
}

function lastOperand(syntax: Syntax): Syntax | undefined {
  switch (syntax.type) {
    case 'cast_expression':
      return syntax.fields.get('value');
    case 'prefix_unary_expression':
      return syntax.children[0];
    case 'binary_expression':
      return syntax.fields.get('right');
    default:
      return undefined;
  }
}

const LEVELS = ['??', '||', '&&', '|', '^', '&', '== !=', '< > <= >= is as', '<< >> >>>', '+ -', '* / %'].map((level) =>
  level.split(' '),
);

function levelOf({ type, tokens }: Syntax): number {
  if (!/^(?:binary|is|is_pattern|as)_expression$/.test(type)) return LEVELS.length;
  return LEVELS.findIndex((level) => level.includes(tokens[0] ?? 'is'));
}

/** Without the parentheses, `(a && b?.c) == d` is `a && (b?.c == d)`. */
function rotated(syntax: Syntax): Syntax {
  const left = syntax.fields.get('left') ?? syntax.fields.get('expression');
  const inner = left?.type === 'binary_expression' ? left.fields.get('right') : undefined;
  if (!left || !inner || levelOf(syntax) === LEVELS.length || levelOf(left) >= levelOf(syntax)) return syntax;
  return changed(left, inner, rotated(changed(syntax, left, inner)));
}

function genericCall(syntax: Syntax): Syntax | undefined {
  const comparison = syntax.fields.get('left');
  const right = syntax.fields.get('right');
  if (syntax.tokens[0] !== '>' || comparison?.type !== 'binary_expression' || comparison.tokens[0] !== '<')
    return undefined;
  const cast = comparison.fields.get('left');
  const argument = comparison.fields.get('right');
  const callee = cast?.fields.get('value');
  if (cast?.type !== 'cast_expression' || callee?.type !== 'member_access_expression' || !right || !argument)
    return undefined;
  const name = callee.fields.get('name');
  if (!name || !/^(?:identifier|generic_name|member_access_expression)$/.test(argument.type)) return undefined;
  const list = made(argument, 'type_argument_list', [argument]);
  const method = changed(callee, name, made(name, 'generic_name', [name, list]));
  return withCall(right, (call) => changed(cast, callee, call), method);
}

/**
 * Turns the leftmost parenthesized expression of the right side into the arguments of the call, and casts its chain.
 */
function withCall(right: Syntax, castAround: (call: Syntax) => Syntax, method: Syntax): Syntax | undefined {
  if (right.type === 'binary_expression') {
    const left = right.fields.get('left');
    const call = left && withCall(left, castAround, method);
    return left && call && changed(right, left, call);
  }
  const chain = chained(right, method);
  return chain && castAround(chain);
}

function chained(link: Syntax, method: Syntax): Syntax | undefined {
  if (link.type === 'parenthesized_expression') {
    const list = made(
      link,
      'argument_list',
      link.children.map((child) => made(child, 'argument', [child])),
    );
    return {
      ...made(method, 'invocation_expression', [method, list]),
      fields: new Map([
        ['function', method],
        ['arguments', list],
      ]),
    };
  }
  const before = receiverOf(link);
  const call = before && chained(before, method);
  return before && call && changed(link, before, call);
}

function receiverOf(link: Syntax): Syntax | undefined {
  switch (link.type) {
    case 'member_access_expression':
    case 'element_access_expression':
      return link.fields.get('expression');
    case 'conditional_access_expression':
      return link.fields.get('condition');
    case 'invocation_expression':
      return link.fields.get('function');
    default:
      return undefined;
  }
}

function made(like: Syntax, type: string, children: readonly Syntax[]): Syntax {
  return { ...like, type, children, tokens: [], fields: new Map() };
}

function changed(parent: Syntax, from: Syntax, to: Syntax): Syntax {
  return {
    ...parent,
    children: parent.children.map((child) => (child === from ? to : child)),
    fields: new Map([...parent.fields].map(([name, child]) => [name, child === from ? to : child])),
  };
}
