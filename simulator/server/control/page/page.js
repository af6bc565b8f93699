import { showAssumptions } from './assumptions.js';
import { BackendCards } from './backends.js';
import { circuitChanges } from './circuits.js';
import { GatewayClock } from './clock.js';
import { setAttribute, setText } from './dom.js';
import { ExchangeRows } from './exchanges.js';
import { RequestForm } from './send.js';

const byId = (id) => document.getElementById(id);

const clock = new GatewayClock();
const cards = new BackendCards(byId('pools'), clock, notify);
const rows = new ExchangeRows(byId('rows'), clock);
const pause = byId('pause');
let state;
let events;

function show(next) {
  clock.set(next.now);
  const { service, requests } = next;
  const units = service.units === 1 ? '1 unit' : `${service.units} units`;
  setText(byId('service'), service.name);
  setText(byId('facts'), ['Local gateway', location.host, service.region, units].filter(Boolean).join(' · '));
  setText(byId('in-flight'), requests.inFlight.toLocaleString('en'));
  setText(byId('answered'), requests.answered.toLocaleString('en'));
  setText(byId('abandoned'), requests.abandoned.toLocaleString('en'));
  document.title = `${service.name} – gateway`;
  cards.show(next);
  showAssumptions(byId('assumptions'), next.assumptions);
  const changes = circuitChanges(state?.backends ?? [], next.backends);
  if (state && changes.length > 0) setText(byId('announcement'), changes.join(' '));
  state = next;
  if (!isPaused()) showExchanges();
}

function showExchanges() {
  byId('nothing').hidden = state.exchanges.length > 0;
  rows.show(state);
}

function isPaused() {
  return pause.getAttribute('aria-pressed') === 'true';
}

pause.addEventListener('click', () => {
  pause.setAttribute('aria-pressed', String(!isPaused()));
  if (!isPaused() && state) showExchanges();
});

/** Shows a fault to the user. */
function notify(text) {
  setText(byId('notice'), text);
}

function connectionIs(connection) {
  const node = byId('connection');
  if (node.dataset.connection === connection) return;
  const wasLost = node.dataset.connection === 'lost';
  node.dataset.connection = connection;
  document.documentElement.dataset.connection = connection;
  setText(node, connection === 'live' ? 'Live' : state ? 'Connection lost' : 'No connection');
  cards.setEnabled(connection === 'live');
  if (connection === 'lost') {
    clock.stop();
    notify(
      state
        ? `The connection to the gateway was lost at ${clock.timeOfDay(clock.now)}. The page shows the state at that time. Reconnecting…`
        : 'Cannot connect to the gateway: it is stopped, or too many pages are open. Retrying…',
    );
  } else if (wasLost) {
    notify('');
    setText(byId('announcement'), 'Reconnected to the gateway.');
  }
}

function connect() {
  events?.close();
  if (document.hidden) return;
  events = new EventSource('events');
  events.addEventListener('message', ({ data }) => {
    show(JSON.parse(data));
    connectionIs('live');
  });
  events.addEventListener('error', () => {
    connectionIs('lost');
    // The browser reconnects automatically, unless the gateway refused the connection.
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
  });
}

// A browser has six connections to a gateway for all tabs: a hidden tab closes its connection.
document.addEventListener('visibilitychange', connect);

setText(byId('address'), location.origin);
new RequestForm(byId('request'), byId('answer')).fill();
setAttribute(document.documentElement, 'data-connection', 'connecting');
setInterval(() => {
  cards.tick();
  if (!isPaused()) rows.tick();
}, 250);
connect();
