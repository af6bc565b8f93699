import * as fc from 'fast-check';
import { functionAppFrom, processRequest } from '../src/process-request';

const PRIMARY = { siteName: 'func-primary', region: 'Sweden Central' };
const answer = (entries: unknown) => processRequest(JSON.stringify(entries), PRIMARY);
const withStatus = (respondsWithResultCode: unknown) =>
  answer([{ functionApp: 'func-primary', respondsWithResultCode }]);

test('the entry of this function app decides the status, wherever it stands', () => {
  const secondary = { functionApp: 'func-secondary', respondsWithResultCode: 200 };
  const primary = { functionApp: 'func-primary', respondsWithResultCode: 503 };
  const expected = { status: 503, jsonBody: { functionAppName: 'func-primary', region: 'Sweden Central' } };

  expect(answer([primary, secondary])).toEqual(expected);
  expect(answer([secondary, primary])).toEqual(expected);
});

test('the first of two entries for this function app counts', () => {
  const [first, second] = [418, 200].map((respondsWithResultCode) => ({
    functionApp: 'func-primary',
    respondsWithResultCode,
  }));
  expect(answer([first, second]).status).toBe(418);
});

test('any final status is answered with, and a body unless HTTP forbids one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), (status) => {
      const response = withStatus(status);
      expect(response.status).toBe(status);
      expect(response.jsonBody === undefined).toBe([204, 205, 304].includes(status));
    }),
    { examples: [[204], [205], [304], [200], [599]] },
  );
});

test.each([
  [199, '199'],
  [600, '600'],
  [101, '101'],
  [200.5, '200.5'],
  [-503, '-503'],
  ['503', 'string'],
  [undefined, 'undefined'],
  [null, 'object'],
  [[200], 'object'],
])('a status that is none is refused: %p', (status, received) => {
  expect(withStatus(status)).toEqual({
    status: 400,
    body: `respondsWithResultCode must be a whole number from 200 to 599; received ${received}`,
  });
});

test.each(['', 'func-primary', '[', '{}', 'null', '"func-primary"', '200', '[1]', '[null]', '[[]]'])(
  'what is no list of entries is refused: %p',
  (body) => expect(processRequest(body, PRIMARY)).toEqual({ status: 400, body: 'Invalid request body' }),
);

test.each([
  [[]],
  [[{}]],
  [[{ functionApp: 'func-secondary', respondsWithResultCode: 200 }]],
  [[{ functionApp: 'FUNC-PRIMARY', respondsWithResultCode: 200 }]],
])('a list without this function app is refused: %j', (entries) => {
  expect(answer(entries)).toEqual({ status: 400, body: 'No matching function app found in request' });
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(processRequest(body, PRIMARY).status).toBe(400);
    }),
  );
});

test('deep nesting is refused like anything else', () => {
  const nested = '['.repeat(200_000) + ']'.repeat(200_000);
  const asStatus = `[{"functionApp":"func-primary","respondsWithResultCode":${nested}}]`;
  expect([nested, asStatus].map((body) => processRequest(body, PRIMARY).status)).toEqual([400, 400]);
});

describe('who answers', () => {
  test('is read from the variables of Azure', () => {
    expect(functionAppFrom({ WEBSITE_SITE_NAME: 'func-primary', REGION_NAME: 'Sweden Central' })).toEqual(PRIMARY);
  });

  test.each([
    [{}, 'WEBSITE_SITE_NAME and REGION_NAME must be set'],
    [{ REGION_NAME: 'Sweden Central', WEBSITE_SITE_NAME: '' }, 'WEBSITE_SITE_NAME must be set'],
    [{ WEBSITE_SITE_NAME: 'func-primary' }, 'REGION_NAME must be set'],
  ])('is an error that names what is missing: %j', (env, message) => {
    expect(() => functionAppFrom(env)).toThrow(message);
  });
});
