import { Syntax } from './syntax';

/**
 * Puts right what the grammar reads otherwise than C#: after a cast, `(T)a.M<U>(x)` comes as `((T)a.M < U) > (x)`.
 * Where a name and a type in `<` and `>` stand before a bracket, C# reads a generic call.
 */
export function repaired(syntax: Syntax): Syntax {
  if (syntax.type === 'binary_expression') return genericCall(syntax) ?? syntax;
  return outOfCast(syntax) ?? syntax;
}

/** Casts that were put right: what follows belongs within them. */
const loose = new WeakSet<Syntax>();

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
  return withCall(
    right,
    (call) => {
      const result = changed(cast, callee, call);
      loose.add(result);
      return result;
    },
    method,
  );
}

/** Puts the call where the bracket stands on the left of what follows, and the cast around the chain that it begins. */
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

/** `((T)x)?.y` is `(T)(x?.y)` where the brackets were not written. */
function outOfCast(link: Syntax): Syntax | undefined {
  const cast = receiverOf(link);
  const value = cast?.fields.get('value');
  if (!cast || !value || !loose.has(cast)) return undefined;
  const result = changed(cast, value, changed(link, cast, value));
  loose.add(result);
  return result;
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
