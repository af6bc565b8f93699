import fc from 'fast-check';
import { call, NUMBER_TOKEN, TEXT_TOKEN } from './world';

/** Pieces that something on the way to Azure takes for more than text. */
export const NASTY = fc.constantFrom(
  ...[
    '"',
    "'",
    '\\',
    '$',
    '%',
    '${',
    '%{',
    '$${',
    '%%{',
    '}',
    '{{x}}',
    '${var.x}',
    '%{ if true }',
    '@',
    '@(',
    '@{',
    ')',
  ],
  ...[
    '<',
    '>',
    '&',
    '&amp;',
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
    '<a/>',
    '</value>',
    '//',
    '/*',
    ',',
    ' ',
    '\n',
    '\t',
    '\r',
  ],
  ...['é', '😀', '\u200b', '\ufeff', 'a', 'Z', '0', '-', '_', '.', '1e5', TEXT_TOKEN],
);

/** Any text that reaches Azure as it is: no control characters, no halves of surrogate pairs. */
export function goodText(maxLength: number): fc.Arbitrary<string> {
  return fc
    .oneof(
      fc.array(NASTY, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 }),
    )
    .filter((text) => Buffer.byteLength(text) <= maxLength);
}

export const wildText = fc.oneof(
  fc
    .array(fc.oneof(NASTY, fc.constantFrom('\0', '\u001b', '\u007f', '\ud800', '\udfff', '\uffff')), { maxLength: 8 })
    .map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 5 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('', ' ', '-', '__proto__', 'a'.repeat(81), 'a'.repeat(300), 'é'.repeat(301), 'x'.repeat(100_000)),
);

const wildNumber = fc.constantFrom(
  ...[
    NaN,
    Infinity,
    -Infinity,
    -1,
    -0,
    0,
    0.5,
    1.1,
    5e-324,
    1e21,
    2 ** 53,
    31,
    51,
    101,
    199,
    600,
    10_001,
    NUMBER_TOKEN,
  ],
);

/** What a caller in JavaScript may give by mistake. */
export const junk = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, false, {}, [], [null], [[]], 'text', 7, new Date(0), () => 'text'),
  call('stack'),
  call('service', fc.constant('apim')),
  call('pool'),
  call('seconds', fc.constant(5)),
);

export const anyWild = fc.oneof(wildText, wildNumber, junk);

export interface Prop {
  readonly valid: fc.Arbitrary<unknown>;
  readonly wild: fc.Arbitrary<unknown>;
}

export function required(valid: fc.Arbitrary<unknown>, ...edges: fc.Arbitrary<unknown>[]): Prop {
  const wild = { weight: 1, arbitrary: anyWild };
  return { valid, wild: fc.oneof(wild, ...edges.map((arbitrary) => ({ weight: 2, arbitrary }))) };
}

export function optional(valid: fc.Arbitrary<unknown>, ...edges: fc.Arbitrary<unknown>[]): Prop {
  return required(fc.option(valid, { nil: undefined, freq: 3 }), ...edges);
}

export type Shape = Readonly<Record<string, Prop>>;

/** Props, and which of them were spoiled: all others are valid. */
export interface Props {
  readonly props: Readonly<Record<string, unknown>>;
  readonly spoiled: readonly string[];
}

/** All props valid, or one or two of some of them spoiled. */
export function propsOf(shape: Shape, some: readonly string[] = Object.keys(shape)): fc.Arbitrary<Props> {
  const valid = fc.record(Object.fromEntries(Object.entries(shape).map(([name, prop]) => [name, prop.valid])));
  const wild = (name: string): fc.Arbitrary<[string, unknown]> => shape[name].wild.map((value) => [name, value]);
  const names = fc.subarray([...some], { minLength: 1, maxLength: Math.min(2, some.length) });
  return fc
    .oneof({ weight: 2, arbitrary: fc.constant<string[]>([]) }, { weight: 5, arbitrary: names })
    .chain((spoiled) => fc.tuple(valid, fc.tuple(...spoiled.map(wild))))
    .map(([props, spoiled]) => ({
      props: { ...props, ...Object.fromEntries(spoiled) },
      spoiled: spoiled.map(([name]) => name),
    }));
}

/** The same within props, where faults are named by the outer one: now and then one of them is spoiled. */
export function settings(shape: Shape): {
  readonly valid: fc.Arbitrary<unknown>;
  readonly spoiled: fc.Arbitrary<unknown>;
} {
  const valid = fc.record(Object.fromEntries(Object.entries(shape).map(([name, prop]) => [name, prop.valid])));
  return { valid, spoiled: propsOf(shape).map(({ props }) => props) };
}

export function name(pattern: RegExp, ...edges: string[]): Prop {
  return required(fc.oneof(fc.stringMatching(pattern), fc.constant(TEXT_TOKEN)), fc.constantFrom(...edges));
}

export function wholeNumber(least: number, most: number): Prop {
  const valid = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: least, max: most }) },
    { weight: 1, arbitrary: fc.constantFrom(least, most) },
    { weight: 1, arbitrary: fc.constant(NUMBER_TOKEN) },
  );
  return required(valid, fc.constantFrom(least - 1, most + 1, least + 0.5));
}

export function orNone({ valid, wild }: Prop): Prop {
  return { valid: fc.option(valid, { nil: undefined, freq: 3 }), wild };
}

export const LONGEST = 1_000_000;

export function duration(mostSeconds: number): Prop {
  const valid = fc.oneof(
    call('seconds', fc.oneof(fc.integer({ min: 1, max: mostSeconds }), fc.constant(NUMBER_TOKEN))),
    call('minutes', fc.integer({ min: 1, max: Math.floor(mostSeconds / 60) })),
    call('minutes', fc.constantFrom(0.1, 2.3, 4.1)),
  );
  const edge = fc.tuple(fc.constantFrom('milliseconds', 'seconds', 'minutes', 'hours'), fc.oneof(wildNumber, junk));
  return required(
    valid,
    edge.map(([unit, amount]) => ({ call: unit, args: [amount] })),
  );
}

export const flag = optional(fc.boolean());

export const acknowledge = optional(
  fc.array(fc.record({ code: fc.constantFrom('AF001', 'AF002', 'AF004', 'AF106'), reason: fc.constant('known') })),
  fc.constantFrom([{ code: 'AF999', reason: 'known' }], [{ code: 'toString', reason: 'known' }], [{ code: 'AF001' }]),
);

export const SERVICE_NAME = /^[0-9a-zA-Z-]{1,50}$/;
// An underscore first is allowed, too, but not where the name of a named value begins with it.
export const BACKEND_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9_-]{0,40}[a-zA-Z0-9_])?$/;
export const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,20}[A-Za-z]$/;
