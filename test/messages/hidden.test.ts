import {
  containsHidden,
  hide,
  printable,
  redactName,
  reveal,
  shownText,
  startDeployment,
  withoutHidden,
} from '../../lib/messages';

const LONG = `${'long-secret-'.repeat(20)}end`;

hide(['S3cr3tValue', 'dev', 'no', 'a"b<c>&d e/f', 'first line of a key\nsecond line of a key', LONG]);

test.each([
  ['a S3cr3tValue b', 'a ... b'],
  ['xs3cr3tvaluex', 'x...x'],
  ['of dev, and dev-1', 'of ..., and ...-1'],
  ['the device developed', 'the device developed'],
  ['no', 'no'],
  [JSON.stringify({ key: 'a"b<c>&d e/f' }), '{"key":"..."}'],
  ['<a b="a&quot;b&lt;c>&amp;d e/f" />', '<a b="..." />'],
  [`https://x/?code=${encodeURIComponent('a"b<c>&d e/f')}`, 'https://x/?code=...'],
  ['at second line of a key', 'at ...'],
  [`'${LONG.slice(0, 100)}'`, "'...'"],
])('%s is shown as %s', (text, shown) => {
  expect(withoutHidden(text)).toBe(shown);
  expect(containsHidden(text)).toBe(text !== shown);
});

test('JSON stays JSON, with the same names and numbers', () => {
  hide(['code', '1234']);
  const shown = withoutHidden(JSON.stringify({ code: 'the code 1234', line: 1234, S3cr3tValue: ['code'] }, null, 2));
  expect(JSON.parse(shown)).toEqual({ code: 'the ... ...', line: 1234, '...': ['...'] });
});

test('JSON stays JSON where an escape sequence ends in the first letter of a hidden text', () => {
  hide(['nab12']);
  const text = JSON.stringify({ text: 'x\nab12 y', key: 'nab12' });
  expect(JSON.parse(withoutHidden(text))).toEqual({ text: 'x\nab12 y', key: '...' });
});

test('what a message shows of an input text contains no hidden text', () => {
  expect(printable('a S3cr3tValue')).toBe('a ...');
  expect(redactName('S3cr3tValue')).toBe('...');
  expect(shownText('x-S3cr3tValue')).toBe('a string of 13 characters');
});

test('a text that is revealed is shown, also if it is hidden again', () => {
  hide(['not secret at all']);
  reveal('not secret at all');
  hide(['not secret at all']);
  expect(withoutHidden('it is not secret at all')).toBe('it is not secret at all');
});

test('a deployment reveals no text that another one hides', () => {
  hide(['hidden by the first']);
  startDeployment();
  reveal('hidden by the first');
  expect(withoutHidden('hidden by the first')).toBe('...');
  startDeployment();
  reveal('not hidden by the second');
  startDeployment();
  hide(['not hidden by the second']);
  expect(withoutHidden('not hidden by the second')).toBe('...');
});

test('lines that a hidden text has in common with what it is made of are shown', () => {
  const secret = 'the secret in a document';
  const document = `<policies>\n  <inbound>\n    <value>${secret}</value>\n  </inbound>\n</policies>`;
  hide([secret]);
  hide([document], [secret, ...document.split(secret)]);
  expect(withoutHidden(document)).toBe('...');
  expect(withoutHidden(`line 3: <value>${secret.toUpperCase()}!`)).toBe('line 3: <value>...!');
  const other = document.replace(secret, 'of another document');
  expect(withoutHidden(other)).toBe(other);
});

test('the lines and the start of a text that no other text shows are hidden', () => {
  const made = `${'made-of-a-secret-'.repeat(10)}\nanother line of it`;
  hide([made], [made.toUpperCase()]);
  expect(withoutHidden(`"${made.slice(0, 60)}"`)).toBe('"..."');
  expect(withoutHidden('at another line of it')).toBe('at ...');
});
