import { mostForwards, certainForwards, PolicyElement, readPolicyNodes, switchesBackend } from '../../lib/policy';

const read = (text: string): PolicyElement[] => readPolicyNodes(text).filter((node) => node.kind === 'element');

const FORWARD = '<forward-request />';
const set = (id: string): string => `<set-backend-service backend-id="${id}" />`;
const when = (condition: string, then: string, otherwise = ''): string =>
  `<choose><when condition="${condition}">${then}</when>${otherwise && `<otherwise>${otherwise}</otherwise>`}</choose>`;
const COUNT = '<set-variable name="n" value="@(1)" />';

describe('whether a retry switches backends by itself', () => {
  test.each([
    ['nothing set', FORWARD, false],
    ['the pool, chosen again', set('pool') + FORWARD, false],
    ['the pool of a region', when('@(context.Deployment.Region == "a")', set('a'), set('b')) + FORWARD, false],
    ['by a header', set('@(context.Request.Headers.GetValueOrDefault("x","a"))') + FORWARD, false],
    ['after a failure', when('@(context.Response.StatusCode == 503)', set('b')) + FORWARD, true],
    ['after an error', when('@(context.LastError != null)', set('b')) + FORWARD, true],
    ['otherwise than after a failure', when('@(context.Response == null)', COUNT, set('b')) + FORWARD, true],
    ['by a variable that each attempt sets', COUNT + set('@((string)context.Variables["n"])') + FORWARD, true],
    ['by a variable that stays', set('@((string)context.Variables["n"])') + FORWARD, false],
    [
      'by a variable that stays, beside one that does not',
      COUNT + set('@((string)context.Variables["m"])') + FORWARD,
      false,
    ],
    [
      'by a variable whose name is known only then',
      COUNT + set('@((string)context.Variables[(string)context.Variables["m"]])') + FORWARD,
      true,
    ],
    [
      'by a variable, read another way',
      COUNT + set('@(context.Variables.GetValueOrDefault<string>("n"))') + FORWARD,
      true,
    ],
    ['by chance', set('@(new Random().Next(2) == 0 ? "a" : "b")') + FORWARD, true],
    ['once it has forwarded', FORWARD + set('b'), true],
    ['for one header here, for another there', when('@(true)', set('a') + FORWARD, set('b') + FORWARD), false],
    ['in a nested retry', `<retry condition="@(true)" count="1" interval="1">${FORWARD}${set('b')}</retry>`, true],
    [
      'a URL of its own',
      '<set-backend-service base-url="@($&quot;https://{context.Elapsed}&quot;)" />' + FORWARD,
      true,
    ],
  ])('%s', (_, text, expected) => {
    expect(switchesBackend(read(text))).toBe(expected);
  });

  test('fragments are looked into where they are known', () => {
    const retry = read(`<include-fragment fragment-id="f" />${FORWARD}`);
    expect(switchesBackend(retry)).toBe(false);
    const fragment = read(when('@(context.Response.StatusCode == 503)', set('b')));
    expect(
      switchesBackend(retry, ({ name, children }) =>
        name === 'include-fragment' ? fragment : children.filter((child) => child.kind === 'element'),
      ),
    ).toBe(true);
  });
});

test.each([
  ['one', FORWARD, 1, 1],
  ['two', FORWARD + FORWARD, 2, 2],
  ['perhaps one', when('@(true)', FORWARD), 0, 1],
  ['one or the other', when('@(true)', FORWARD, FORWARD), 1, 1],
  ['one, and perhaps another', FORWARD + when('@(true)', FORWARD), 1, 2],
  ['a retry, run once', `<retry condition="@(true)" count="3" interval="1">${FORWARD}</retry>`, 1, 1],
  ['none', '<trace source="a" />', 0, 0],
])('forwards, certain and at the most: %s', (_, text, certain, most) => {
  expect(certainForwards(read(text))).toBe(certain);
  expect(mostForwards(read(text))).toBe(most);
});
