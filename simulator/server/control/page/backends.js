import { CircuitRow } from './circuits.js';
import { element, setAttribute, setText } from './dom.js';
import { groupUse } from './group-use.js';

const BEHAVIOURS = [
  ['as it is', 'As it is'],
  ['fails', 'Fails'],
  ['hangs', 'Hangs'],
  ['is slow', 'Is slow'],
];

/** The pools with their priority groups, and a card for each backend. */
export class BackendCards {
  #parent;
  #clock;
  #notify;
  #shape;
  #cards = new Map();
  #uses = [];
  #isEnabled = true;

  constructor(parent, clock, notify) {
    this.#parent = parent;
    this.#clock = clock;
    this.#notify = notify;
  }

  show(state) {
    const { pools, backends, service } = state;
    const shape = JSON.stringify([pools, backends.map(({ name, circuits }) => [name, circuits.length])]);
    if (shape !== this.#shape) this.#build(pools, backends);
    this.#shape = shape;
    for (const backend of backends) this.#cards.get(backend.name).show(backend);
    for (const { node, groups, index } of this.#uses) {
      const use = groupUse(groups, index, backends, service.units);
      setText(node, use);
      setAttribute(node, 'data-used', String(use !== ''));
    }
  }

  tick() {
    for (const card of this.#cards.values()) card.tick();
  }

  setEnabled(isEnabled) {
    this.#isEnabled = isEnabled;
    for (const card of this.#cards.values()) card.setEnabled(isEnabled);
  }

  #build(pools, backends) {
    const rest = new Map(backends.map((backend) => [backend.name, backend]));
    this.#cards.clear();
    this.#uses = [];
    const place = (name) => {
      const backend = rest.get(name);
      if (!backend) return element('p', { class: 'elsewhere' }, this.#cards.has(name) ? `${name} (see above)` : name);
      rest.delete(name);
      const card = new BackendCard(backend, this.#cards.size, this.#clock, this.#notify);
      card.setEnabled(this.#isEnabled);
      this.#cards.set(name, card);
      return card.node;
    };
    const sections = pools.map(({ name, groups }) =>
      element(
        'section',
        { class: 'pool', 'aria-label': `Pool ${name}` },
        element('h3', {}, element('span', {}, 'Pool '), name),
        ...groups.map(({ priority, backends: names }, index) => {
          const use = element('span', { class: 'use' });
          this.#uses.push({ node: use, groups, index });
          const title = priority === null ? 'Unknown priorities' : `Priority ${priority}`;
          return element('div', { class: 'group' }, element('h4', {}, title, use), ...names.map(place));
        }),
      ),
    );
    const others = [...rest.keys()].map(place);
    if (others.length > 0) {
      const title = pools.length > 0 ? 'Not in a pool' : 'Backends without a pool';
      sections.push(element('section', { class: 'pool', 'aria-label': title }, element('h3', {}, title), ...others));
    }
    this.#parent.replaceChildren(...sections);
  }
}

class BackendCard {
  #name;
  #notify;
  #rows = new Map();
  #origin = element('p', { class: 'origin' });
  #switch;
  #inputs = new Map();
  #pending = 0;
  #switched = Promise.resolve();
  #focused;
  node;

  constructor({ name, circuits }, number, clock, notify) {
    this.#name = name;
    this.#notify = notify;
    const close = () => this.#closeCircuits();
    for (const { unit } of circuits) {
      this.#rows.set(unit, new CircuitRow(clock, unit, name, circuits.length === 1, close));
    }
    const rows = [...this.#rows.values()].map(({ node }) => node);
    const id = `backend-${number}`;
    this.#switch = this.#behaviours(id);
    this.node = element(
      'article',
      { class: 'backend', 'aria-labelledby': id },
      element('div', { class: 'name' }, element('h5', { id }, name), this.#origin),
      rows.length > 0
        ? element('ul', { class: 'circuits' }, ...rows)
        : element('p', { class: 'circuits none' }, 'No circuit breaker'),
      this.#switch,
    );
  }

  show({ origin, behaviour, circuits }) {
    setText(this.#origin, origin ?? 'not mapped to a URL');
    for (const circuit of circuits) this.#rows.get(circuit.unit)?.show(circuit);
    if (this.#pending === 0) this.#check(behaviour);
  }

  tick() {
    for (const row of this.#rows.values()) row.tick();
  }

  /** A disabled switch loses the focus. It is restored, unless the focus has moved. */
  setEnabled(isEnabled) {
    const { activeElement, body } = document;
    if (this.#switch.contains(activeElement)) this.#focused = activeElement;
    this.#switch.toggleAttribute('disabled', !isEnabled);
    for (const row of this.#rows.values()) row.setEnabled(isEnabled);
    if (!isEnabled) return;
    if (activeElement === body) this.#focused?.focus({ preventScroll: true });
    this.#focused = undefined;
  }

  #behaviours(id) {
    const choices = BEHAVIOURS.map(([behaviour, label]) => {
      const input = element('input', { type: 'radio', name: `${id}-behaviour`, value: behaviour });
      input.addEventListener('change', () => this.#behave(behaviour));
      this.#inputs.set(behaviour, input);
      return element('label', {}, input, element('span', {}, label));
    });
    const legend = element('legend', { class: 'visually-hidden' }, `What ${this.#name} does`);
    return element('fieldset', { class: 'switch' }, legend, ...choices);
  }

  #check(behaviour) {
    setAttribute(this.node, 'data-behaviour', behaviour);
    const input = this.#inputs.get(behaviour);
    if (input && !input.checked) input.checked = true;
  }

  /** The button disappears with the open circuit, so the focus moves to the switch. */
  async #closeCircuits() {
    const isFocused = this.node.querySelector('.circuits').contains(document.activeElement);
    const fault = await change(this.#name, { circuit: 'closed' });
    this.#notify(fault === undefined ? '' : `The circuit of ${this.#name} could not be closed: ${fault}`);
    if (fault === undefined && isFocused) this.#switch.querySelector(':checked')?.focus({ preventScroll: true });
  }

  /** Sends changes one after the other, in the order in which they were selected. Only the last one is shown. */
  #behave(behaviour) {
    this.#pending++;
    this.#switched = this.#switched.then(async () => {
      const fault = await change(this.#name, { behaviour });
      if (fault === undefined) setAttribute(this.node, 'data-behaviour', behaviour);
      this.#pending--;
      if (this.#pending > 0) return;
      this.#check(this.node.dataset.behaviour);
      this.#notify(fault === undefined ? '' : `${this.#name} could not be switched: ${fault}`);
    });
  }
}

/** Shows why the change failed, if it failed. */
async function change(name, what) {
  try {
    const response = await fetch(`backends/${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(what),
    });
    return response.ok ? undefined : (await response.json()).error;
  } catch {
    return 'the gateway does not answer.';
  }
}
