import fc from 'fast-check';

const STRING = fc.constantFrom('""', '"a"', '"b-c"', '"A"', '"1"', '"2.5"', '"true"', '"é"', '"a,b,c"', '"${"x"}y"');
const NUMBER = fc.constantFrom('0', '1', '2', '3', '10', '2.5', '0.1', '(-1)', '1e3');
const LITERAL = fc.oneof(STRING, NUMBER, fc.constantFrom('true', 'false', 'null'));
const BINARY = fc.constantFrom('==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', '&&', '||');

/** Functions by their number of arguments, with a plausible kind of each. */
const CALLS: readonly (readonly [name: string, ...args: readonly ('text' | 'number' | 'list' | 'object' | 'any')[]])[] =
  [
    ...['upper', 'lower', 'trimspace', 'strrev', 'title', 'chomp', 'base64encode', 'md5'].map(
      (name) => [name, 'text'] as const,
    ),
    ...['ceil', 'floor', 'abs'].map((name) => [name, 'number'] as const),
    ...['tostring', 'tonumber', 'tobool', 'length', 'jsonencode', 'can'].map((name) => [name, 'any'] as const),
    ...[
      'reverse',
      'distinct',
      'flatten',
      'compact',
      'sort',
      'sum',
      'alltrue',
      'anytrue',
      'tolist',
      'toset',
      'length',
    ].map((name) => [name, 'list'] as const),
    ...['keys', 'values', 'tomap'].map((name) => [name, 'object'] as const),
    ['split', 'text', 'text'],
    ['join', 'text', 'list'],
    ['trimprefix', 'text', 'text'],
    ['trim', 'text', 'text'],
    ['substr', 'text', 'number', 'number'],
    ['replace', 'text', 'text', 'text'],
    ['format', 'text', 'any'],
    ['max', 'number', 'number'],
    ['pow', 'number', 'number'],
    ['range', 'number', 'number'],
    ['contains', 'list', 'any'],
    ['index', 'list', 'any'],
    ['element', 'list', 'number'],
    ['slice', 'list', 'number', 'number'],
    ['chunklist', 'list', 'number'],
    ['concat', 'list', 'list'],
    ['setunion', 'list', 'list'],
    ['setintersection', 'list', 'list'],
    ['setsubtract', 'list', 'list'],
    ['setproduct', 'list', 'list'],
    ['zipmap', 'list', 'list'],
    ['merge', 'object', 'object'],
    ['lookup', 'object', 'text', 'any'],
    ['coalesce', 'any', 'any'],
    ['coalescelist', 'list', 'list'],
    ['try', 'any', 'any'],
  ];

type Kinds = Record<'text' | 'number' | 'list' | 'object' | 'any', string>;

const { any } = fc.letrec<Kinds>((tie) => {
  const deep = { maxDepth: 4, withCrossShrink: true };
  const calls = CALLS.map(([name, ...args]) =>
    fc.tuple(...args.map((kind) => tie(kind))).map((values) => `${name}(${values.join(', ')})`),
  );
  const conditional = fc
    .tuple(tie('any'), tie('any'), tie('any'))
    .map(([condition, then, otherwise]) => `(${condition} ? ${then} : ${otherwise})`);
  const operation = fc.tuple(tie('any'), BINARY, tie('any')).map(([left, sign, right]) => `(${left} ${sign} ${right})`);
  const arithmetic = fc
    .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%'), tie('number'))
    .map(([left, sign, right]) => `(${left} ${sign} ${right})`);
  const list = fc.array(tie('any'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`);
  const loop = fc
    .tuple(fc.oneof(tie('list'), tie('object')), fc.constantFrom('x', 'k', '"${k}-x"', '[x]', 'x == k', '{ a = x }'))
    .map(([collection, value]) => `[for k, x in ${collection} : ${value}]`);
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'), { maxKeys: 2 }).map(
    (entries) =>
      `{ ${Object.entries(entries)
        .map(([name, value]) => `${name} = ${value}`)
        .join(', ')} }`,
  );
  const grouped = tie('list').map((collection) => `{ for i, x in ${collection} : i => x... }`);
  return {
    text: fc.oneof(
      deep,
      STRING,
      tie('any'),
      tie('any').map((value) => `"<\${${value}}>"`),
    ),
    number: fc.oneof(deep, NUMBER, arithmetic, tie('any')),
    list: fc.oneof(
      deep,
      fc.array(LITERAL, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      list,
      loop,
    ),
    object: fc.oneof(deep, fc.constantFrom('{}', '{ a = 1 }', '{ a = "x", b = 2 }'), object, grouped),
    any: fc.oneof(deep, LITERAL, ...calls, operation, conditional, tie('list'), tie('object')),
  };
});

/** Expressions without references, most of which have a value. */
export const EXPRESSION = any;
