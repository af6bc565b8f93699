import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPRESSIONS_PAGE, withExpressions } from '../../scripts/expressions-docs';
import { supportedTypes, UNSUPPORTED_TYPES } from '../../simulator/expressions/library/catalogue';

const document = readFileSync(join(__dirname, '../..', EXPRESSIONS_PAGE), 'utf8');
const squeezed = (text: string): string => text.replace(/ +/g, ' ').replace(/-+/g, '-');

describe('docs/expressions.md', () => {
  test('lists what the library declares (npm run docs writes it)', () => {
    expect(squeezed(document)).toBe(squeezed(withExpressions(document)));
  });

  test('lists no type as supported and as not supported', () => {
    const supported = new Set(supportedTypes().map(({ name }) => name));
    expect(UNSUPPORTED_TYPES.filter((name) => supported.has(name))).toEqual([]);
  });

  test('leaves other documents unchanged', () => {
    expect(withExpressions('<!-- other -->\na\n<!-- end -->')).toBe('<!-- other -->\na\n<!-- end -->');
  });
});
