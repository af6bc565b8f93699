import { firstLines } from '../listing';
import type { AttemptResult, BreakerResult, ExchangeResult, SimulationResult } from '../results';
import { columns, type Column, type Row } from './columns';
import { openingBy, opens } from './openings';
import type { Scenario } from './scenario';
import { answerOf, duration, milliseconds, plain, runs, shortened } from './wording';

const WIDEST = 118;

/** Of more than these together, only the first and the last are shown. */
const FIRST_SHOWN = 15;
const LAST_SHOWN = 10;

/** The same answers in a row, from which on they are counted. */
const MOST_REPEATED = 3;

const WIDEST_ANSWERS = 24;

/** How many lines the attempts of one request may take. */
const MOST_LINES = 8;

const COLUMNS: readonly Column[] = [
  { caption: '#', align: 'right' },
  { caption: 'at', align: 'right' },
  { caption: 'request', widest: 40, narrowest: 14 },
  { caption: 'client gets' },
  { caption: 'backend', widest: 60, narrowest: 20 },
  { caption: 'its answers', widest: WIDEST_ANSWERS },
  { caption: 'its circuit' },
];

/** The result as a table for people, with what the circuits did, what was expected and what was assumed. */
export function formatTable(scenario: Scenario, result: SimulationResult, unmet: readonly string[]): string {
  const { exchanges, breakers } = result;
  return [
    titleLines(scenario),
    columns(COLUMNS, exchangeRows(scenario, result), WIDEST),
    ...(exchanges.length > 1 ? [[summary(exchanges)]] : []),
    ['Circuits', ...indented(circuitLines(breakers))],
    ...(scenario.expect.length > 0 ? [expectationLines(scenario, unmet)] : []),
    assumptionLines(result),
  ]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function titleLines({ apiManagement, description = '' }: Scenario): string[] {
  const words = plain(description).split(' ').filter(Boolean);
  return wrapped([`${plain(apiManagement)}${words.length > 0 ? ':' : ''}`, ...words], WIDEST);
}

function exchangeRows({ requests }: Scenario, { exchanges, breakers }: SimulationResult): Row[] {
  return firstAndLast(
    exchanges.map((exchange, number) => ({ exchange, number })),
    (left) => `... ${left} requests left out ...`,
    ({ exchange, number }): Row => {
      const { method = '', path = '', region } = requests[number] ?? {};
      const lines = attemptLines(exchange, breakers);
      return [
        [String(number)],
        [duration(exchange.at)],
        [plain(`${method} ${path}${region === undefined ? '' : ` in ${region}`}`)],
        [clientGets(exchange)],
        ...[0, 1, 2].map((column) => lines.map((line) => line[column])),
      ];
    },
  );
}

function clientGets({ status, duration: took }: ExchangeResult): string {
  return `${status} ${milliseconds(took) === 0 ? 'at once' : `in ${duration(took)}`}`;
}

type AttemptLine = readonly [backend: string, answers: string, circuit: string];

/** A line for each backend that the attempts went to, one after the other. */
function attemptLines({ attempts }: ExchangeResult, breakers: readonly BreakerResult[]): AttemptLine[] {
  if (attempts.length === 0) return [['none', '', '']];
  const lines = runs(attempts, ({ backend, breaker }) => `${breaker} ${backend}`)
    .reduce(joinTripping, [])
    .flatMap((run) => linesOf(run, breakers));
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), [`... ${attempts.length} attempts`, '', '']];
}

/** The attempt that opens the circuit belongs to those before it. */
function joinTripping(all: AttemptResult[][], run: AttemptResult[]): AttemptResult[][] {
  const last = all.at(-1);
  if (last && last[0].backend === run[0].backend && last.at(-1)?.breaker === 'closed') last.push(...run);
  else all.push([...run]);
  return all;
}

function linesOf(run: readonly AttemptResult[], breakers: readonly BreakerResult[]): AttemptLine[] {
  const answers = wrapped(
    runs(run, answerOf).flatMap((same) => {
      const answer = answerOf(same[0]);
      return same.length > MOST_REPEATED ? [`${same.length} x ${answer}`] : same.map(() => answer);
    }),
    WIDEST_ANSWERS,
  );
  return answers.map((text, n) => [
    n === 0 ? plain(run[0].backend) : '',
    text,
    n === 0 ? circuitOf(run, breakers) : '',
  ]);
}

/** Words in lines of this width; a word that is longer is cut. */
function wrapped(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words.map((each) => shortened(each, width))) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** What the attempts did to the backend's circuit. */
function circuitOf(run: readonly AttemptResult[], breakers: readonly BreakerResult[]): string {
  const opening = openingBy(run, breakers);
  if (opening) return opens(opening);
  return run.at(-1)?.breaker === 'open' ? 'is open' : '';
}

/** As in `3 requests: 200 for 2, 503 for 1; 6 attempts`. */
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

function circuitLines(breakers: readonly BreakerResult[]): string[] {
  if (breakers.length === 0) return ['none opened'];
  const shown = firstAndLast<BreakerResult, BreakerResult | number>(
    breakers,
    (left) => left,
    (breaker) => breaker,
  );
  const width = Math.max(...shown.map((item) => (typeof item === 'number' ? 0 : duration(item.at).length)));
  return shown.map((item) => {
    if (typeof item === 'number') return `... ${item} left out ...`;
    const does = item.state === 'open' ? opens(item) : 'closes';
    const unit = item.unit === undefined ? '' : `, on unit ${item.unit}`;
    return `${duration(item.at).padStart(width)}  ${plain(item.backend)} ${does}${unit}`;
  });
}

function expectationLines({ expect }: Scenario, unmet: readonly string[]): string[] {
  const failed = new Set(unmet.map((line) => line.split(':')[0])).size;
  if (failed === 0) return ['Expectations', ...indented([`${expect.length} of ${expect.length} met`])];
  return ['Expectations not met', ...indented(firstLines(unmet).map(plain))];
}

function assumptionLines({ assumptions }: SimulationResult): string[] {
  const entries = Object.entries(assumptions);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return [
    'Assumed, where API Management is not documented',
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
