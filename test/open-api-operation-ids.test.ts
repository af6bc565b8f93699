import { operationsOf } from './support/open-api-operations';

describe('the ID of an operation', () => {
  const idsOf = (paths: object): string[] => Object.keys(operationsOf({ openapi: '3.0.1', paths })).sort();

  test.each([
    ['is that of the document', { '/a': { get: { operationId: 'List_all' } } }, ['List_all']],
    ['is made of method and path', { '/orders/{id}': { get: {} }, '/': { put: {} } }, ['get-orders-id', 'put']],
    ['is made if Azure does not allow it', { '/a': { get: { operationId: 'a.b' } } }, ['get-a']],
    ['is made if it is too long', { '/a': { get: { operationId: 'a'.repeat(81) } } }, ['get-a']],
    [
      'is made if it is not unique, whatever its case',
      { '/a': { get: { operationId: 'List' } }, '/b': { get: { operationId: 'list' } } },
      ['get-a', 'get-b'],
    ],
    [
      'has a suffix if paths differ only in other characters',
      { '/a-b': { get: {} }, '/a/b': { get: {} } },
      ['get-a-b-5eb2f0dd', 'get-a-b-7f0c6588'],
    ],
    [
      'has a suffix if another operation has it',
      { '/a': { get: {} }, '/b': { get: { operationId: 'get-a' } } },
      ['get-a', 'get-a-ea27e86b'],
    ],
  ])('%s', (_, paths, ids) => {
    expect(idsOf(paths)).toEqual(ids);
    expect(idsOf(Object.fromEntries(Object.entries(paths).reverse()))).toEqual(ids);
  });

  test('has at most 80 characters', () => {
    const [one, other] = ['x', 'y'].map((end) => `/${'long/'.repeat(40)}${end}`);
    const ids = idsOf({ [one]: { get: {} }, [other]: { get: {} } });
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^get(-long)+-lo-[\da-f]{8}$|^get[-long]+-[\da-f]{8}$/);
    for (const id of ids) expect(id).toHaveLength(80);
  });
});
