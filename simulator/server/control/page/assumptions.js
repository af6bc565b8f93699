import { element } from './dom.js';

let shown;

/** What the gateway does where API Management is not documented: the same for as long as it runs. */
export function showAssumptions(list, assumptions) {
  const key = JSON.stringify(assumptions);
  if (key === shown) return;
  shown = key;
  const rows = Object.entries(assumptions).map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value === null ? 'none' : String(value))),
  );
  list.replaceChildren(...rows);
}
