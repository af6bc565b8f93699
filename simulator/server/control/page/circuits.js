import { countdownText, element, setAttribute, setText } from './dom.js';

const MOST_PIPS = 8;

/** The circuit of a unit: closed with its counted failures, or open with the remaining time. */
export class CircuitRow {
  #clock;
  #circuit;
  #text = element('span', { class: 'circuit-text' });
  #detail = element('span', { class: 'circuit-detail' });
  #pips = element('span', { class: 'pips', 'aria-hidden': 'true' });
  #left = element('span', { class: 'left', 'aria-hidden': 'true' });
  #close;
  node = element('li', { class: 'circuit' });

  constructor(clock, unit, backend, isOnlyUnit, close) {
    this.#clock = clock;
    const name = isOnlyUnit ? 'Circuit' : `Unit ${unit}`;
    const title = isOnlyUnit
      ? `Close the circuit of ${backend} now`
      : `Close the circuits of ${backend} now, in all units`;
    this.#close = element(
      'button',
      { type: 'button', class: 'close', title, 'aria-label': title },
      isOnlyUnit ? 'Close circuit' : 'Close circuits',
    );
    this.#close.addEventListener('click', close);
    this.node.append(element('span', { class: 'unit' }, name), this.#text, this.#pips, this.#left, this.#detail);
  }

  setEnabled(isEnabled) {
    this.#close.disabled = !isEnabled;
  }

  show(circuit) {
    this.#circuit = circuit;
    const { state, failures, needed } = circuit;
    setAttribute(this.node, 'data-state', state);
    setText(this.#text, state === 'open' ? 'Open' : 'Closed');
    if (state !== 'open') this.#close.remove();
    else if (!this.#close.isConnected) this.node.append(this.#close);
    const pips = state === 'closed' && needed !== null && needed <= MOST_PIPS ? needed : 0;
    while (this.#pips.childElementCount > pips) this.#pips.lastElementChild.remove();
    while (this.#pips.childElementCount < pips) this.#pips.append(element('i'));
    [...this.#pips.children].forEach((pip, index) => pip.classList.toggle('full', index < failures));
    this.tick();
  }

  tick() {
    const { state, since, until, failures, needed } = this.#circuit;
    if (state === 'open') {
      const { now } = this.#clock;
      setText(this.#detail, until === null ? '' : `closes in ${countdownText(until - now)}`);
      const share = until === null || since === null ? 0 : (until - now) / (until - since);
      this.#left.style.setProperty('--left', Math.min(1, Math.max(0, share)).toFixed(3));
    } else {
      setText(this.#detail, needed === null ? countText(failures) : `${failures} of ${needed} failures`);
    }
  }
}

/** Describes the changes of circuits between two states. */
export function circuitChanges(before, after) {
  const stateOf = new Map(
    before.flatMap(({ name, circuits }) => circuits.map(({ unit, state }) => [`${unit} ${name}`, state])),
  );
  return after.flatMap(({ name, circuits }) =>
    circuits
      .filter(({ unit, state }) => stateOf.has(`${unit} ${name}`) && stateOf.get(`${unit} ${name}`) !== state)
      .map(({ unit, state }) => {
        const where = circuits.length > 1 ? ` in unit ${unit}` : '';
        return `The circuit of ${name}${where} is ${state}.`;
      }),
  );
}

function countText(failures) {
  return failures === 1 ? '1 failure' : `${failures} failures`;
}
