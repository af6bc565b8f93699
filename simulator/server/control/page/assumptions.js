import { element } from './dom.js';

let shown;

/** Shows the assumptions about undocumented details of API Management, which do not change at run time. */
export function showAssumptions(list, assumptions) {
  const key = JSON.stringify(assumptions);
  if (key === shown) return;
  shown = key;
  const rows = Object.entries(assumptions).map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value === null ? 'none' : String(value))),
  );
  list.replaceChildren(...rows);
}
