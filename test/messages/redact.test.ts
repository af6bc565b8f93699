import fc from 'fast-check';
import { redact, redactName, redactPath, redactUrl, redactUrls, shownText, textOfLength } from '../../lib/messages';

const KEY = 'Zk3v9Q-0aB_cD1eF2gH3iJ4kL5mN6oP7qR8sT9uV0wX1yZ2AzFu==';

describe('a URL', () => {
  test.each([
    ['https://orders.example.com', 'https://orders.example.com'],
    ['http://localhost:7071/api/orders', 'http://localhost:7071/api/orders'],
    ['ftp://orders.example.com', 'ftp://orders.example.com'],
    ['https://me:pw@orders.example.com/a', 'https://...@orders.example.com/a'],
    ['https://pw@orders.example.com', 'https://...@orders.example.com'],
    ['http:\\\\me:pw@orders.example.com', 'http:\\\\...@orders.example.com'],
    ['https://orders.example.com/a?code=pw&b', 'https://orders.example.com/a?code=...&...'],
    ['https://orders.example.com?pw', 'https://orders.example.com?...'],
    ['https://orders.example.com?pw==&pw=', 'https://orders.example.com?...&...'],
    ['https://orders.example.com?', 'https://orders.example.com?'],
    ['https://orders.example.com#access_token=pw', 'https://orders.example.com#...'],
    ['https://orders.example.com/?a=1#pw', 'https://orders.example.com/?a=...#...'],
    ['https://orders.example.com/a;key=pw/b', 'https://orders.example.com/.../b'],
    ['https://orders.example.com/0123456789abcdef0123456789abcdef', 'https://orders.example.com/...'],
    ['https://orders.example.com/{id} ', 'https://orders.example.com/{id} '],
    ['https://orders.example.com?0123456789abcdef0123456789abcdef=1', 'https://orders.example.com?...'],
  ])('%s is shown as %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
    expect(redactUrl(shown)).toBe(shown);
  });

  test.each([
    ['no URL', 'orders.example.com'],
    ['a key', KEY],
    ['nothing', ''],
    ['a URL without slashes, which may have a user', 'http:me:pw@orders'],
    ['a password with a slash', 'http://me:1/pw@orders'],
    ['a password with a question mark', 'http://me:1?pw@orders'],
    ['a password with an @', 'http://me:p@w@orders'],
    ['a connection string', 'Endpoint=sb://orders.servicebus.windows.net/;SharedAccessKey=pw'],
    ['text round a URL', 'see https://me:pw@orders'],
    ['a port that is none', 'https://me:pw'],
  ])('%s is not shown', (_, text) => {
    expect(redactUrl(text)).toBeUndefined();
  });

  test('is shown without its user and its values, whatever they are', () => {
    const secret = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).map((text) => `pw${text}pw`);
    const around = fc.constantFrom('', '/a', '/a/b', ':8080', '/@', '/x@y');
    fc.assert(
      fc.property(secret, around, (given, place) => {
        for (const url of [
          `https://me:${given}@host${place}`,
          `https://${given}@host${place}`,
          `https://host${place}?code=${given}`,
          `https://host${place}?${given.replaceAll('=', '')}`,
          `https://host${place}#${given}`,
          `https://${encodeURIComponent(given)}:x@host${place}`,
        ]) {
          expect(redactUrl(url) ?? '').not.toContain('pw');
          // Within a sentence, a URL ends with its word.
          if (!/[\s"'<>]/.test(given)) expect(redactUrls(`at ${url}: no`)).not.toContain('pw');
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a text from the input', () => {
  test.each([
    ['orders-west', 'orders-west'],
    ['a_name_of_many_words_2', 'a_name_of_many_words_2'],
    ['/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg', undefined],
    ['What is this?', 'What is this?'],
    ['/orders?code=pw', '/orders?code=...'],
    ['https://me:pw@orders', 'https://...@orders'],
    ['me:pw@orders', null],
    [KEY, null],
    ['0123456789abcdef0123456789abcdef', null],
    ['a'.repeat(40), undefined],
    ['Bearer pw', null],
    ['Authorization: Basic cHc6cHc', null],
    ['AccountName=orders;AccountKey=pw', null],
    ['eyJhbGciOiJIUzI1NiJ9.e30.c2ln', null],
  ])('%s is shown as %s', (text, shown) => {
    expect(redact(text)).toBe(shown === null ? undefined : (shown ?? text));
    expect(redactName(text)).toBe(shown === null ? '...' : (shown ?? text));
  });

  test('is told by its length where it is hidden, and cut where it is long', () => {
    expect(shownText('orders')).toBe('"orders"');
    expect(shownText('"\u001b')).toBe('"\\"\\u001b"');
    expect(shownText(KEY)).toBe('a string of 53 characters');
    expect(shownText('x'.repeat(101))).toBe(`"${'x'.repeat(100)}"... (101 characters)`);
    expect(shownText('xyz', 2)).toBe('"xy"... (3 characters)');
    expect([textOfLength(''), textOfLength('a')]).toEqual(['an empty string', 'a string of 1 character']);
  });

  test('a path keeps the names in its query', () => {
    expect(redactPath('/orders/a=b?page=2&subscription-key=pw&pw')).toBe(
      '/orders/a=b?page=...&subscription-key=...&...',
    );
    expect(redactPath('/orders')).toBe('/orders');
  });

  test('URLs within a sentence are shown without their secrets', () => {
    expect(redactUrls("file 'https://me:pw@a/b?code=pw': none, as in http://localhost:7071")).toBe(
      "file 'https://...@a/b?code=...': none, as in http://localhost:7071",
    );
    expect(
      redactUrls(
        'b (http://localhost:1) at http://localhost:1: no, see http://localhost:1/a?b=pw, or http://localhost:1/a?b=...',
      ),
    ).toBe(
      'b (http://localhost:1) at http://localhost:1: no, see http://localhost:1/a?b=..., or http://localhost:1/a?b=...',
    );
    expect(redactUrls('/tmp/a=b/cdk.tf.json: no such file')).toBe('/tmp/a=b/cdk.tf.json: no such file');
  });
});
