import { durationText, element } from './dom.js';

/** Up to this number of backends, each backend has a lane in every row, so that all rows look the same. */
const MOST_LANES = 4;

/** Returns the backends with a lane, in the order in which a pool uses them. */
export function lanesOf({ attempts }, ordered) {
  const used = [...new Set(attempts.map(({ backend }) => backend))];
  const lanes = [...ordered, ...used.filter((backend) => !ordered.includes(backend))];
  if (lanes.length <= MOST_LANES) return lanes;
  const touched = lanes.filter((backend) => used.includes(backend));
  return touched.length > 0 ? touched : ['–'];
}

/**
 * Draws an exchange from left to right, with a width in proportion to its duration: a grid with a row for each lane,
 * and alternating columns for the waits and the attempts. A column is as wide as its duration, but not narrower than
 * its text if there is enough space.
 */
export function sequence(exchange, lanes, took) {
  const { attempts, furtherAttempts, outcome } = exchange;
  if (attempts.length === 0 && outcome !== 'in progress') {
    const text = outcome === 'client left' ? 'no backend was reached' : 'answered without a backend';
    return [element('div', { class: 'without' }, text)];
  }
  const end = exchange.at + took;
  const names = lanes.map((name) => element('span', { title: name }, name));
  const tracks = lanes.map((_, lane) => placed(element('i', { class: 'track' }), '1 / -1', lane + 1));
  const marks = [];
  const widths = [];
  let passed = exchange.at;
  attempts.forEach((attempt, index) => {
    const lane = lanes.indexOf(attempt.backend) + 1;
    const from = Math.max(passed, attempt.at);
    const to = attempt.duration === null ? end : Math.max(from, attempt.at + attempt.duration);
    const before = index === 0 ? undefined : lanes.indexOf(attempts[index - 1].backend) + 1;
    const mark = block(attempt);
    const count = attempts.length;
    widths.push(columnOf(from - passed, took, before === undefined ? '0px' : `min(0.9rem, 15cqi / ${count})`));
    widths.push(columnOf(to - from, took, `min(${mark.textContent.length}ch + 1.8rem, 75cqi / ${count})`));
    if (before !== undefined) marks.push(way(before, lane, 2 * index + 1, from - passed));
    marks.push(placed(mark, String(2 * index + 2), lane));
    const isLastOfLane = attempts.findLastIndex(({ backend }) => backend === attempt.backend) === index;
    if (attempt.breaker === 'open' && isLastOfLane) {
      const title = `The circuit of ${attempt.backend} is open`;
      const text = element('span', {}, 'circuit open');
      marks.push(placed(element('span', { class: 'opened', title }, text), `${2 * index + 3} / -1`, lane));
    }
    passed = to;
  });
  widths.push(columnOf(Math.max(0, end - passed), took, furtherAttempts > 0 ? 'min-content' : '0px'));
  if (furtherAttempts > 0) marks.push(placed(element('span', { class: 'further' }, `+ ${furtherAttempts}`), '-2', 1));
  const grid = element('div', { class: 'lanes' }, ...tracks, ...marks);
  grid.style.gridTemplateColumns = widths.join(' ');
  grid.style.gridTemplateRows = `repeat(${lanes.length}, var(--lane))`;
  return [element('div', { class: 'names' }, ...names), element('div', { class: 'room' }, grid)];
}

function columnOf(time, took, least) {
  const share = took > 0 ? (1000 * time) / took : 1000;
  return `minmax(${least}, ${Math.max(0.001, share).toFixed(3)}fr)`;
}

function block({ status, reason, duration, breaker, backend }) {
  const isRunning = duration === null;
  const outcome = isRunning ? 'in progress' : outcomeOf(status);
  const result = isRunning ? '…' : String(status ?? shortReason(reason));
  const time = isRunning ? '' : durationText(duration);
  const opened = breaker === 'open' ? ', circuit open' : '';
  const title = isRunning ? `${backend}: in progress` : `${backend}: ${status ?? reason} after ${time}${opened}`;
  return element(
    'span',
    { class: 'attempt', 'data-outcome': outcome, 'data-reason': status === null ? reason : undefined, title },
    element('b', {}, result),
    element('small', {}, time),
  );
}

/** Returns the appearance of a status. A client error is not a failure of a backend. */
export function outcomeOf(status) {
  return status === null || status >= 500 ? 'failed' : status >= 400 ? 'refused' : 'answered';
}

/** Draws the connection from one attempt to the next, with the wait if there is space. */
function way(from, to, column, wait) {
  const direction = from === to ? 'along' : from < to ? 'down' : 'up';
  const text = wait >= 0.05 ? element('span', {}, durationText(wait)) : undefined;
  const node = element('span', { class: 'way', 'data-direction': direction }, text);
  return placed(node, String(column), `${Math.min(from, to)} / ${Math.max(from, to) + 1}`);
}

const SHORT_REASONS = new Map([
  ['BackendConnectionFailure', 'no connection'],
  ['ClientConnectionFailure', 'disconnected'],
]);

function shortReason(reason) {
  return SHORT_REASONS.get(reason) ?? (reason ?? 'no response').toLowerCase();
}

function placed(node, column, row) {
  node.style.gridColumn = column;
  node.style.gridRow = String(row);
  return node;
}
