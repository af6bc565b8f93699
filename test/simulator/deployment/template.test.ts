import fc from 'fast-check';
import { Environment, Evaluator, formatSteps } from '../../../simulator/deployment/terraform/evaluator';
import { Json, Unresolved } from '../../../simulator/deployment/value';

const KNOWN = new Map<string, Json>([
  ['a.b.id', '/x/y/z'],
  ['a.b-c.name', 'n'],
  ['local.list', ['p', 'q']],
  ['local.number', 3],
]);
const ENVIRONMENT: Environment = {
  refer: (steps) => KNOWN.get(formatSteps(steps)) ?? new Unresolved(`${formatSteps(steps)} is not known`),
};

function evaluate(text: Json): unknown {
  const value = new Evaluator(ENVIRONMENT).evaluate(text);
  return value instanceof Unresolved ? { unresolved: value.reason } : value;
}

describe('templates', () => {
  test.each<[string, unknown]>([
    ['plain', 'plain'],
    ['', ''],
    ['$ { $', '$ { $'],
    ['$${x} %%{y}', '${x} %{y}'],
    ['${a.b.id}', '/x/y/z'],
    ['${ a.b-c.name }!', 'n!'],
    ['<${a.b.id}/${a.b-c["name"]}>', '</x/y/z/n>'],
    ['${local.number}', 3],
    ['${local.number}s', '3s'],
    ['${local.list}', ['p', 'q']],
    ['${["a", {b = "c"}][1].b}', 'c'],
    ['${{"k": local.number}}', { k: 3 }],
    ['${split("/", a.b.id)[2]}', 'y'],
    ['${element(split("/", a.b.id), 5)}', 'x'],
    ['${join("-", local.list)}', 'p-q'],
    ['${upper(lower("aB"))}${trimspace(" c ")}', 'ABc'],
    ['${replace("a.b.c", ".", "$")}', 'a$b$c'],
    ['${format("%s-%d%%", "a", 3)}', 'a-3%'],
    ['${concat(local.list, ["r"])}', ['p', 'q', 'r']],
    ['${"quoted \\"${a.b-c.name}\\" \\u00e9 $${x}"}', 'quoted "n" é ${x}'],
    ['${true}', true],
    ['${null}', null],
    ['${ /* why */ 1.5 // because\n }', 1.5],
  ])('%j', (text, value) => {
    expect(evaluate(text)).toEqual(value);
  });

  test.each([
    ['${a.b.c}', 'a.b.c is not known'],
    ['x${a.b.c}y', 'a.b.c is not known'],
    ['${split("/", a.b.c)[2]}', 'a.b.c is not known'],
    ['${local.list[5]}', 'local.list[5] is not known'],
    ['${[1][1]}', 'a value has no [1]'],
    ['x${local.list}', 'a template contains a value that is not a string'],
    ['${none("a")}', "Terraform has no function none (did you mean 'one'?)"],
    ['${1 +}', 'the expression ${1 +} is not supported'],
    ['${a.b.*.id}', 'a.b is not known'],
    ['${', 'the expression ${ is not supported'],
    ['${"', 'a quotation mark is not closed'],
    ['%{ if true }x', 'the directive %{ if } of a template has no counterpart'],
    [`\${${'('.repeat(60)}1${')'.repeat(60)}}`, 'an expression is nested deeper than 50'],
  ])('what is not certain is not guessed: %.40s', (text, reason) => {
    expect(evaluate(text)).toEqual({ unresolved: reason });
  });

  test('any text stands as it is once it is escaped', () => {
    const piece = fc.oneof(fc.constantFrom('$', '%', '{', '}', '${', '%{', '$${', '"', '\\', '\n'), fc.string());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        expect(evaluate(text.replace(/([$%])\{/g, '$1$1{'))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('any text is evaluated, or told to be unresolved', () => {
    const piece = fc.constantFrom(
      '${',
      '}',
      'a',
      '.',
      '[',
      ']',
      '(',
      ')',
      '"',
      '"/"',
      'split',
      ',',
      '1',
      ' ',
      '{',
      '=',
      '%{',
      '\\',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(() => evaluate(pieces.join(''))).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });

  test('a text that doubles with every step is not grown for ever', () => {
    const environment: Environment = {
      refer: ([, name]) =>
        name === 0 ? 'x' : evaluator.evaluate(`\${l[${Number(name) - 1}]}\${l[${Number(name) - 1}]}`),
    };
    const memo = new Map<string, ReturnType<Environment['refer']>>();
    const evaluator = new Evaluator({
      refer: (steps) => {
        const known = memo.get(formatSteps(steps)) ?? environment.refer(steps);
        memo.set(formatSteps(steps), known);
        return known;
      },
    });
    expect(evaluator.evaluate('${l[60]}')).toEqual(new Unresolved('a string exceeds 4194304 characters'));
  });

  test.each([
    ['${replace(a.long, "x", a.long)}', 'a string exceeds 4194304 characters'],
    ['${replace(a.long, "", a.long)}', 'a string exceeds 4194304 characters'],
    ['${join(a.long, a.list)}', 'a string exceeds 4194304 characters'],
    ['${format("%s%s%s%s%s", a.long, a.long, a.long, a.long, a.long)}', 'a string exceeds 4194304 characters'],
    ['${concat(a.list, a.list, a.list)}', 'a list exceeds 100000 items'],
  ])('neither is what %s gives', (text, reason) => {
    const values = new Map<string, Json>([
      ['a.long', 'x'.repeat(1_000_000)],
      ['a.list', new Array<Json>(50_000).fill('x')],
    ]);
    const evaluator = new Evaluator({ refer: (steps) => values.get(formatSteps(steps)) ?? null });
    expect(evaluator.evaluate(text)).toEqual(new Unresolved(reason));
  });

  test('many texts do not grow together for ever', () => {
    const evaluator = new Evaluator({ refer: () => 'x'.repeat(4_000_000) });
    const texts = Array.from({ length: 50 }, (_, n) => evaluator.evaluate(`\${a.b}${n}`));
    expect(texts.filter((text) => text instanceof Unresolved)).toHaveLength(17);
  });

  test('a chain that is too long is given up', () => {
    const evaluator: Evaluator = new Evaluator({
      refer: ([, name]) => evaluator.evaluate(`\${l[${Number(name) + 1}]}`),
    });
    expect(evaluator.evaluate('${l[0]}')).toEqual(new Unresolved('it has more than 300 steps'));
  });
});
