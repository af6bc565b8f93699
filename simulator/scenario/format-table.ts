import { printable, redactPath } from '../../lib/messages';
import { firstLines, shortened } from '../common/listing';
import type { AttemptResult, BreakerResult, ExchangeResult, SimulationResult } from '../engine/results';
import { columns, type Column, type Row } from './columns';
import { opens, unitOf } from './openings';
import type { Scenario } from './scenario';
import { answerOf, duration, runs } from './wording';
import { errorText } from '../engine/policy-error-text';

const WIDEST = 118;

/** If there are more items, only the first and the last are shown. */
const FIRST_SHOWN = 15;
const LAST_SHOWN = 10;

/** More consecutive equal responses than this are shown as a count. */
const MOST_REPEATED = 3;

const WIDEST_ANSWERS = 24;

/** The maximum number of lines for the attempts of a request. */
const MOST_LINES = 8;

const COLUMNS: readonly Column[] = [
  { caption: '#', align: 'right' },
  { caption: 'at', align: 'right' },
  { caption: 'request', widest: 40, narrowest: 14 },
  { caption: 'client receives' },
  { caption: 'backend', widest: 60, narrowest: 20 },
  { caption: 'responses', widest: WIDEST_ANSWERS },
  { caption: 'circuit' },
];

/** Formats the result as a table, with circuits, expectations and assumptions. */
export function formatTable(scenario: Scenario, result: SimulationResult, unmet: readonly string[]): string {
  const { exchanges, breakers } = result;
  return [
    titleLines(scenario),
    columns(COLUMNS, exchangeRows(scenario, result), WIDEST),
    ...(exchanges.length > 1 ? [[summary(exchanges)]] : []),
    ...errorLines(exchanges),
    ['Circuits', ...indented(circuitLines(breakers))],
    ...(scenario.expect.length > 0 ? [expectationLines(scenario, unmet)] : []),
    assumptionLines(result),
  ]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function titleLines({ apiManagement, description = '' }: Scenario): string[] {
  const words = printable(description.replace(/\s+/g, ' ')).split(' ').filter(Boolean);
  return wrapped([`${printable(apiManagement)}${words.length > 0 ? ':' : ''}`, ...words], WIDEST);
}

function exchangeRows({ requests }: Scenario, result: SimulationResult): Row[] {
  return firstAndLast(
    result.exchanges.map((exchange, number) => ({ exchange, number })),
    (left) => `... ${left} requests not shown ...`,
    ({ exchange, number }): Row => {
      const { method = '', path = '', region } = requests[number] ?? {};
      const lines = attemptLines(exchange, unitOf(exchange, result));
      return [
        [String(number)],
        [duration(exchange.at)],
        [printable(`${method} ${redactPath(path)}${region === undefined ? '' : ` in ${region}`}`)],
        [clientGets(exchange)],
        ...[0, 1, 2].map((column) => lines.map((line) => line[column])),
      ];
    },
  );
}

function clientGets({ status, duration: took }: ExchangeResult): string {
  return `${status} ${took === 0 ? 'at once' : `in ${duration(took)}`}`;
}

type AttemptLine = readonly [backend: string, answers: string, circuit: string];

/** Returns a line for each run of attempts on a backend. */
function attemptLines({ attempts }: ExchangeResult, unit: number | undefined): AttemptLine[] {
  if (attempts.length === 0) return [['none', '', '']];
  const lines = attempts.reduce(joinRun, []).flatMap((run) => linesOf(run, unit));
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), [`... ${attempts.length} attempts`, '', '']];
}

/** Groups consecutive attempts on a backend up to the one that opens its circuit, plus late attempts after it. */
function joinRun(all: AttemptResult[][], attempt: AttemptResult): AttemptResult[][] {
  const run = all.at(-1);
  const last = run?.at(-1);
  const isLate = attempt.breaker === 'open' && attempt.opensUntil === undefined;
  if (last?.backend === attempt.backend && (last.breaker === 'closed' || isLate)) run?.push(attempt);
  else all.push([attempt]);
  return all;
}

function linesOf(run: readonly AttemptResult[], unit: number | undefined): AttemptLine[] {
  const answers = wrapped(
    runs(run, answerOf).flatMap((same) => {
      const answer = answerOf(same[0]);
      return same.length > MOST_REPEATED ? [`${same.length} x ${answer}`] : same.map(() => answer);
    }),
    WIDEST_ANSWERS,
  );
  return answers.map((text, n) => [
    n === 0 ? printable(run[0].backend) : '',
    text,
    n === 0 ? circuitOf(run, unit) : '',
  ]);
}

/** Wraps words to lines of the given width; longer words are cut. */
function wrapped(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words.map((each) => shortened(each, width))) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Returns the effect of the attempts on the circuit of the backend. */
function circuitOf(run: readonly AttemptResult[], unit: number | undefined): string {
  const opening = run.find(({ opensUntil }) => opensUntil !== undefined);
  if (opening?.opensUntil !== undefined) return opens(opening.opensUntil, unit);
  return run.at(-1)?.breaker === 'open' ? 'is open' : '';
}

/** For example, `3 requests: 200 for 2, 503 for 1; 6 attempts`. */
function summary(exchanges: readonly ExchangeResult[]): string {
  const counts = new Map<number, number>();
  let attempts = 0;
  for (const { status, attempts: made } of exchanges) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
    attempts += made.length;
  }
  const statuses = [...counts].sort(([a], [b]) => a - b);
  const told = statuses.map(([status, count]) => `${status} for ${count === exchanges.length ? 'all' : count}`);
  return `${exchanges.length} requests: ${told.join(', ')}; ${attempts} attempt${attempts === 1 ? '' : 's'}`;
}

/** Lists each error once, with the affected requests. */
function errorLines(exchanges: readonly ExchangeResult[]): string[][] {
  const requests = new Map<string, number[]>();
  exchanges.forEach(({ errors }, number) => {
    for (const text of new Set(errors.map(errorText))) {
      const known = requests.get(text);
      if (known) known.push(number);
      else requests.set(text, [number]);
    }
  });
  if (requests.size === 0) return [];
  const shown = firstAndLast(
    [...requests],
    (left) => [`... ${left} not shown ...`],
    ([text, [first, ...others]]) => {
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      return wrapped(`request ${first}${more}: ${text}`.split(' ').filter(Boolean), WIDEST - 4);
    },
  );
  return [
    ['Policies that failed', ...shown.flatMap(([line, ...rest]) => [`  ${line}`, ...rest.map((l) => `    ${l}`)])],
  ];
}

function circuitLines(breakers: readonly BreakerResult[]): string[] {
  if (breakers.length === 0) return ['none opened'];
  const shown = firstAndLast<BreakerResult, BreakerResult | number>(
    breakers,
    (left) => left,
    (breaker) => breaker,
  );
  const width = Math.max(...shown.map((item) => (typeof item === 'number' ? 0 : duration(item.at).length)));
  return shown.map((item) => {
    if (typeof item === 'number') return `... ${item} not shown ...`;
    const on = item.unit === undefined ? '' : `, on unit ${item.unit}`;
    const does = item.state === 'open' ? opens(item.until, item.unit) : `closes${on}`;
    return `${duration(item.at).padStart(width)}  ${printable(item.backend)} ${does}`;
  });
}

function expectationLines({ expect }: Scenario, unmet: readonly string[]): string[] {
  const failed = new Set(unmet.map((line) => line.split(':')[0])).size;
  if (failed === 0) return ['Expectations', ...indented([`${expect.length} of ${expect.length} met`])];
  return ['Expectations not met', ...indented(firstLines(unmet).map(printable))];
}

function assumptionLines({ assumptions }: SimulationResult): string[] {
  const entries = Object.entries(assumptions);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return [
    'Assumptions about undocumented behavior of API Management',
    ...indented(entries.map(([name, value]) => `${name.padEnd(width)}  ${value === null ? 'none' : String(value)}`)),
  ];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${shortened(line, WIDEST - 2)}`);
}

function firstAndLast<T, R>(items: readonly T[], leftOut: (count: number) => R, shown: (item: T) => R): R[] {
  const left = items.length - FIRST_SHOWN - LAST_SHOWN;
  if (left <= 1) return items.map(shown);
  return [...items.slice(0, FIRST_SHOWN).map(shown), leftOut(left), ...items.slice(-LAST_SHOWN).map(shown)];
}
