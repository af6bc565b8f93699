import './support/no-stack-traces';
import { Testing } from 'cdktf';
import fc from 'fast-check';
import { World } from './support/props';
import { ELSEWHERE, HIDDEN, IN_DOCUMENT, Loose, Place, URLS } from './support/secret-places';
import { SECRET, SECRET_URLS, TEXTS } from './support/secret-texts';
import { annotations } from './support/stack';

/** What is given where a secret may stand, whether it is taken or refused, is in no message of a construct. */

const wrapped: fc.Arbitrary<(value: string) => unknown> = fc.oneof(
  { weight: 8, arbitrary: fc.constant((value: string) => value) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<(value: string) => unknown>(
      (value) => [value],
      (value) => [[value]],
      (value) => ({ value }),
      (value) => () => value,
    ),
  },
);

/** Other faults, so that there is a message at all where the secret is taken. */
const rest = fc.constantFrom<Loose>({}, {}, { name: 'a b' }, { isTwice: true }, { acknowledge: [{ code: 'AF999' }] });

/** All that is said of a stack: the error of a construct, those of the whole stack, and its annotations. */
function saidOf(place: Place, value: unknown, given: Loose): string {
  const world = new World();
  const said: string[] = [];
  const attempt = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      said.push(error instanceof Error ? error.message : String(error));
    }
  };
  attempt(() => place(world, value as never, given));
  attempt(() => void Testing.synth(world.stack, true));
  attempt(() => said.push(...annotations(world.stack)));
  return said.join('\n');
}

function check(places: Readonly<Record<string, Place>>, texts: readonly string[]): void {
  let refused = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(places)),
      fc.constantFrom(...texts),
      wrapped,
      rest,
      (name, text, wrap, given) => {
        const said = saidOf(places[name], wrap(text), given);
        if (said.toLowerCase().includes(SECRET.toLowerCase())) throw new Error(`${name} is told: ${said}`);
        if (said.includes('main/Thing: ')) refused++;
        expect(said.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      },
    ),
    { numRuns: RUNS },
  );
  // Most of it is refused, and so there is something to tell.
  expect(refused).toBeGreaterThan(RUNS / 4);
}

const RUNS = 300;

test('in credentials, proxies, documents and policies', () => check(HIDDEN, [...TEXTS, ...SECRET_URLS]));

test('in an OpenAPI document', () => check(IN_DOCUMENT, [...TEXTS, ...SECRET_URLS]));

test('in URLs', () => check(URLS, [...TEXTS.filter((text) => !text.startsWith('https://')), ...SECRET_URLS]));

test('in any other place, what looks like one', () => {
  const lookingSo = SECRET_URLS.filter((text) => /^(?:https?|ftp):/.test(text));
  check(ELSEWHERE, [...lookingSo, `AccountName=a;AccountKey=${SECRET}==`, `Bearer ${SECRET}`, `a?code=${SECRET}`]);
});

test.each(Object.entries(HIDDEN).filter(([name]) => !/^credentials\[0\]$|policies[.]|[.]policies$/.test(name)))(
  '%s: what is refused is told by its kind',
  (_, place) => {
    expect(saidOf(place, `${SECRET}\u0000`, {})).toMatch(/^(?:main\/\w+:| ) [\w.[\]]+: a string of 14 characters; /m);
  },
);

test.each(['policies.inbound', 'policies.backend', 'operations[].policies'])(
  '%s: what is refused is told by its place',
  (name) => {
    expect(saidOf(HIDDEN[name], `${SECRET}\u0000`, {})).toMatch(
      / it is not valid policy XML: line 1, column 14: a char/,
    );
    expect(saidOf(HIDDEN[name], `<trace />\n${SECRET}`, {})).toMatch(/: line 2, column 1: text outside a policy; /);
    const expression = `<set-body>@("${SECRET}" + "&amp;")</set-body>`;
    expect(saidOf(HIDDEN[name], expression, {})).not.toContain(SECRET);
  },
);
