import { element, PolicyNode, readPolicyNodes, spacedTexts } from '../../lib/policy';

const spacedIn = (source: string): string[] => readPolicyNodes(source).flatMap((node: PolicyNode) => spacedTexts(node));

test.each([
  ['an attribute', '<a b="x y" />', ['x y']],
  ['a text', '<a> x\ty </a>', [' x\ty ']],
  ['the strings of an expression', '<a b="@(c == "x y" || d == "z")" />', ['"x y"']],
  ['a verbatim string', '<a>@(@"x ""y""\n")</a>', ['@"x ""y""\n"']],
  ['an interpolated string, with its expressions', '<a>@($"{a + b} c")</a>', ['$"{a + b} c"']],
  ['a character', "<a>@(x == ' ')</a>", ["' '"]],
  ['a line comment, which ends with its line', '<a>@{ // x\n return 1; }</a>', ['// x\n']],
  ['text beside an expression', '<a b="x @(c)" />', ['x ']],
  ['nested elements, in order', '<a b="1 2"><c>3 4</c><d e="5 6" /></a>', ['1 2', '3 4', '5 6']],
])('white space has a meaning in %s', (_, source, expected) => {
  expect(spacedIn(source)).toEqual(expected);
});

test.each([
  ['between elements', '<a>\n  <b />\n</a>'],
  ['between the tokens of an expression', '<a b="@(c && d /* e f */ || g("h") )" />'],
  ['around an expression', '<a>\n  @("b")\n</a>'],
  ['in a comment', '<a><!-- b c --></a>'],
  ['that only looks like it', '<a b="\u00a0" />'],
])('white space %s has none', (_, source) => {
  expect(spacedIn(source)).toEqual([]);
  expect(spacedTexts(element('a'))).toEqual([]);
});
