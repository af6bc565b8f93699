import { redactPath } from '../../lib/messages';
import type { ExchangeResult, SimulationResult } from '../engine/results';
import { opens, unitOf } from './openings';
import type { Scenario } from './scenario';
import { answerOf, duration } from './wording';
import { shortened } from '../common/listing';
import { errorText } from '../engine/policy-error-text';

/** Larger diagrams are unreadable, and Mermaid does not support them. */
const MOST_EXCHANGES = 20;

const LONGEST_ERROR = 300;

/** Formats the result as a Mermaid sequence diagram of the client, the gateway and each called or scripted backend. */
export function formatMermaid(scenario: Scenario, result: SimulationResult): string {
  const { exchanges } = result;
  const shown = exchanges.slice(0, MOST_EXCHANGES);
  const called = shown.flatMap(({ attempts }) => attempts.map(({ backend }) => backend));
  const participants = new Map(
    [...new Set([...scenario.backends.keys(), ...called])].map((backend, index) => [backend, `backend${index + 1}`]),
  );
  const left = exchanges.length - shown.length;
  return [
    'sequenceDiagram',
    ...(scenario.description ? [`    title ${escaped(scenario.description)}`] : []),
    '    participant client as Client',
    `    participant gateway as ${escaped(scenario.apiManagement)}`,
    ...[...participants].map(([backend, id]) => `    participant ${id} as ${escaped(backend)}`),
    ...shown.flatMap((exchange, number) =>
      exchangeLines(scenario, exchange, number, unitOf(exchange, result), participants),
    ),
    ...(left > 0 ? [`    Note over client,gateway: ${left} more requests are not shown`] : []),
    '',
  ].join('\n');
}

function exchangeLines(
  { requests }: Scenario,
  exchange: ExchangeResult,
  number: number,
  unit: number | undefined,
  participants: ReadonlyMap<string, string>,
): string[] {
  const { method = '', path = '' } = requests[number] ?? {};
  const lines = [
    `Note over client: at ${duration(exchange.at)}`,
    `client->>gateway: ${escaped(`${method} ${redactPath(path)}`)}`,
  ];
  exchange.attempts.forEach((attempt, index) => {
    const id = participants.get(attempt.backend);
    const answer =
      attempt.status === null ? `--xgateway: ${escaped(answerOf(attempt))}` : `-->>gateway: ${attempt.status}`;
    lines.push(`gateway->>${id}: attempt ${index + 1}`, `${id}${answer}`);
    if (attempt.opensUntil !== undefined) lines.push(`Note over ${id}: circuit ${opens(attempt.opensUntil, unit)}`);
  });
  const { status, duration: took, errors } = exchange;
  for (const error of errors) lines.push(`Note over gateway: ${escaped(shortened(errorText(error), LONGEST_ERROR))}`);
  lines.push(`gateway-->>client: ${status}${took === 0 ? '' : ` after ${duration(took)}`}`);
  // Each exchange has its own background.
  return ['    rect rgba(128, 128, 128, 0.1)', ...lines.map((line) => `        ${line}`), '    end'];
}

/** Escapes text for Mermaid: special characters become entities. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} _./?=,'()+*-]/gu, (character) => `#${character.codePointAt(0)};`);
}
