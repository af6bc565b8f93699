import { onlyRunOf, PolicyElement, readPolicyNodes } from '../../lib/policy';

const policies = (xml: string): PolicyElement[] =>
  readPolicyNodes(xml).flatMap((node) => (node.kind === 'element' ? [node] : []));

const FORWARD = '<forward-request />';
const POOL = '<set-backend-service backend-id="pool" />';

test.each([
  ['a retry around one forward', FORWARD, undefined],
  ['the pool set before it', `${POOL}${FORWARD}`, undefined],
  ['a retry of something else within it', `<retry condition="@(true)"><send-request /></retry>${FORWARD}`, undefined],
  ['a retry that forwards within it', `<retry condition="@(true)">${FORWARD}</retry>`, 'nests retries'],
  ['... deeper', `<choose><when><retry>${FORWARD}</retry></when></choose>${FORWARD}`, 'nests retries'],
  ['the pool set after it', `${FORWARD}${POOL}`, 'switches backends'],
  ['a forward that may come in addition', `<choose><when>${FORWARD}</when></choose>${FORWARD}`, 'forwards again'],
])('%s', (_, xml, reason) => {
  const retried = policies(xml);
  expect(onlyRunOf(retried, retried)).toBe(reason);
});

test('without a retry, two forwards are one too many', () => {
  expect(onlyRunOf(undefined, policies(FORWARD))).toBeUndefined();
  expect(onlyRunOf(undefined, policies(FORWARD + FORWARD))).toBe('forwards again');
});
