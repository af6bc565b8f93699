import { durationText, element } from './dom.js';
import { lanesOf, outcomeOf, sequence } from './lanes.js';

/** The rows of exchanges. A row is recreated only if its exchange changed. */
export class ExchangeRows {
  #list;
  #clock;
  #rows = new Map();
  #backends = '';

  constructor(list, clock) {
    this.#list = list;
    this.#clock = clock;
  }

  show({ exchanges, backends, pools }) {
    const ordered = orderOf(pools, backends);
    const key = JSON.stringify(ordered);
    if (key !== this.#backends) this.#rows.clear();
    this.#backends = key;
    const rows = new Map();
    for (const exchange of exchanges) rows.set(exchange.id, this.#row(exchange, ordered));
    this.#rows = rows;
    let index = 0;
    for (const { node } of rows.values()) {
      if (this.#list.children[index] !== node) this.#list.insertBefore(node, this.#list.children[index] ?? null);
      index++;
    }
    while (this.#list.childElementCount > index) this.#list.lastElementChild.remove();
  }

  /** Updates the exchanges in progress. */
  tick() {
    for (const row of this.#rows.values()) {
      if (row.exchange.outcome === 'in progress') row.draw(row.exchange, this.#clock.now);
    }
  }

  #row(exchange, ordered) {
    const key = JSON.stringify(exchange);
    const known = this.#rows.get(exchange.id);
    // A restarted gateway numbers exchanges from the start again.
    const row = known?.exchange.at === exchange.at ? known : new ExchangeRow(exchange, ordered, this.#clock);
    if (row.key !== key) row.draw(exchange, this.#clock.now);
    row.key = key;
    return row;
  }
}

class ExchangeRow {
  #ordered;
  #text = element('p', { class: 'visually-hidden' });
  #sequence = element('div', { class: 'sequence' });
  #result = element('div', { class: 'result' });
  #errors = element('ul', { class: 'errors', 'aria-hidden': 'true' });
  key;
  exchange;
  node;

  constructor({ method, path, at }, ordered, clock) {
    this.#ordered = ordered;
    const time = element('time', { title: `${at} s after the gateway started` }, clock.timeOfDay(at));
    const request = element(
      'div',
      { class: 'client' },
      element('span', { class: 'request', title: `${method} ${path}` }, element('b', {}, method), ` ${path}`),
      time,
    );
    const drawing = element('div', { class: 'drawing', 'aria-hidden': 'true' }, request, this.#sequence, this.#result);
    this.node = element('li', { class: 'exchange' }, this.#text, drawing, this.#errors);
  }

  draw(exchange, now) {
    this.exchange = exchange;
    const { at, duration, attempts, furtherAttempts, outcome, status, errors } = exchange;
    const took = duration ?? Math.max(0, now - at);
    const count = attempts.length + furtherAttempts;
    this.node.dataset.outcome = outcome === 'answered' ? outcomeOf(status) : outcome;
    this.#text.textContent = inWords(exchange);
    const lanes = lanesOf(exchange, this.#ordered);
    const longest = Math.max(...lanes.map((name) => name.length));
    this.#sequence.style.setProperty('--lines-wide', Math.ceil(longest / WIDE));
    this.#sequence.style.setProperty('--lines-narrow', Math.ceil(longest / NARROW));
    this.#sequence.replaceChildren(...sequence(exchange, lanes, took));
    this.#result.replaceChildren(
      element('b', {}, outcome === 'answered' ? String(status) : outcome === 'client left' ? 'left' : '…'),
      element('span', {}, durationText(took)),
      element('span', {}, count === 0 ? 'no attempts' : count === 1 ? '1 attempt' : `${count} attempts`),
    );
    this.#errors.replaceChildren(...errors.map((error) => element('li', {}, error)));
  }
}

/** The number of characters of a name that fit on a line, next to wide lanes and narrow lanes. */
const WIDE = 20;
const NARROW = 11;

/** Returns the names of backends in the order in which pools use them. */
function orderOf(pools, backends) {
  const inPools = pools.flatMap(({ groups }) => groups.flatMap(({ backends: names }) => names));
  return [...new Set([...inPools, ...backends.map(({ name }) => name)])];
}

/** Describes the row for screen readers. */
function inWords({ method, path, outcome, status, duration, attempts, furtherAttempts, errors }) {
  const tried = attempts.map((attempt) => {
    const result = attempt.duration === null ? 'in progress' : (attempt.status ?? attempt.reason);
    const time = attempt.duration === null ? '' : ` after ${durationText(attempt.duration)}`;
    return `${attempt.backend}: ${result}${time}`;
  });
  if (furtherAttempts > 0) tried.push(`and ${furtherAttempts} more`);
  const end =
    outcome === 'in progress'
      ? 'In progress.'
      : outcome === 'client left'
        ? `The client disconnected after ${durationText(duration)}.`
        : `The client received ${status} after ${durationText(duration)}.`;
  const failed = errors.map((error) => ` ${error}`).join('');
  return `${method} ${path}. ${tried.length === 0 ? 'No attempt' : tried.join(', ')}. ${end}${failed}`;
}
