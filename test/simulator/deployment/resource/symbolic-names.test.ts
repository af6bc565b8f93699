import { Evaluator } from '../../../../simulator/deployment/terraform/evaluator';
import { named, readable } from '../../../../simulator/deployment/resource/symbolic-names';
import { Unresolved, Value } from '../../../../simulator/deployment/value';

const KNOWN = new Map<string, Value>([['pw', 'hunter2']]);

/** Evaluates a template in which all variables but `var.pw` are not known. */
function name(text: string): string {
  const evaluator = new Evaluator({
    refer: (steps) => KNOWN.get(String(steps[1])) ?? new Unresolved('it is not known', steps.join('.')),
  });
  return named(evaluator.evaluate(text)) as string;
}

const HASH = '~[0-9a-f]{10}';

test.each([
  ['a-${var.n}', /^a-\$\{var\.n\}$/],
  ['${lower(var.n)}', /^\$\{lower\(var\.n\)\}$/],
  ['${random_pet.x.id}-${var.n}', /^\$\{random_pet\.x\.id\}-\$\{var\.n\}$/],
  ['Basic ${base64encode("${var.user}:${var.pw}")}', new RegExp(`^Basic \\$\\{base64encode\\(${HASH}\\)\\}$`)],
  ['a-${substr(sha1("${var.pw}-${var.user}"), 0, 6)}', new RegExp(`^a-\\$\\{substr\\(${HASH}\\)\\}$`)],
  ['${var.n ? var.pw : "b"}', new RegExp(`^\\$\\{if\\(${HASH}\\)\\}$`)],
  ['${var.n == var.pw}', new RegExp(`^\\$\\{\\(${HASH}\\)\\}$`)],
])('%s does not contain arguments of functions', (text, expected) => {
  expect(name(text)).toMatch(expected);
});

test.each([
  ['${md5("${var.n}1")}', '${md5("${var.n}2")}'],
  ['${var.n}', '${var.N}'],
  ['a-${uuid()}', 'a-${uuid()}'],
  ['a-${timestamp()}', 'a-${timestamp()}'],
  ['${md5("${var.n}1")}', '${md5("${var.N}1")}'],
])('the names %s and %s differ in any case', (one, other) => {
  expect(name(one).toLowerCase()).not.toBe(name(other).toLowerCase());
});

test.each(['${md5("${var.N}1")}', 'b-${var.N}', 'a-${plantimestamp()}'])('%s equals itself', (text) => {
  expect(name(text)).toBe(name(text));
});

test('a document keeps its characters', () => {
  expect(readable('@($"${a}")')).toBe('@($"${a}")');
});
