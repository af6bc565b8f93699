import * as fc from 'fast-check';
import {
  assumptionsFor,
  BackendModel,
  BreakerModel,
  GatewayAssumptions,
  MemberModel,
  Transition,
  VirtualClock,
} from '../../lib/failover';
import { element, policies, PolicyElement } from '../../lib/policy';
import type { DeployedService } from '../../simulator/deployment';
import { compileService } from '../../simulator/policies/compile-service';
import type { Exchange } from '../../simulator/engine/exchange';
import { GatewayEngine } from '../../simulator/engine/gateway-engine';
import type { GatewayEvent } from '../../simulator/engine/gateway-event';
import { ScriptedTransport } from '../../simulator/simulation/scripted-transport';
import type { Transport } from '../../simulator/engine/transport';
import { loadCSharp } from '../../simulator/expressions';
import { BackendScript } from '../../simulator/simulation/backend-script';
import type { Behaviour } from '../../simulator/simulation/behaviour';

const SERVICE = { key: 'apim', skuName: 'Premium_1' };
const CONDITION =
  '@(context.Response == null || context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)';

const breaker: fc.Arbitrary<BreakerModel> = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  interval: fc.integer({ min: 1, max: 30 }),
  tripDuration: fc.integer({ min: 1, max: 40 }),
  acceptRetryAfter: fc.boolean(),
  statusCodeRanges: fc.constantFrom([{ min: 502, max: 504 }], [{ min: 429, max: 429 }], [{ min: 500, max: 599 }]),
  errorReasons: fc.constantFrom([], ['Timeout'], ['BackendConnectionFailure', 'Timeout']),
});

const status = fc.constantFrom(200, 200, 404, 429, 500, 502, 503, 504);
const behaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ status: fc.array(status, { minLength: 1, maxLength: 3 }), latency: latency() }) },
  fc.record({
    status,
    headers: fc.constantFrom<Record<string, string>[]>({ 'Retry-After': '7' }, { 'retry-after': '0' }),
    latency: latency(),
  }),
  fc.constantFrom({ hang: true }, { refused: true }),
);

function latency(): fc.Arbitrary<number> {
  return fc.constantFrom(0, 0, 0.05, 1, 3);
}

const member = fc.record({
  priority: fc.integer({ min: 1, max: 3 }),
  weight: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  breaker: fc.option(breaker, { nil: undefined }),
  behaviours: fc.array(behaviour, { minLength: 1, maxLength: 3 }),
});

const simulated = fc.record({
  members: fc.array(member, { minLength: 1, maxLength: 5 }),
  count: fc.integer({ min: 1, max: 6 }),
  interval: fc.integer({ min: 1, max: 4 }),
  delta: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  firstFastRetry: fc.boolean(),
  requests: fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 15 }),
  assumptions: fc.record({
    units: fc.integer({ min: 1, max: 3 }),
    failureWindow: fc.constantFrom<GatewayAssumptions['failureWindow'][]>('sliding', 'fixed'),
    successResets: fc.boolean(),
    retryAfter: fc.constantFrom<GatewayAssumptions['retryAfter'][]>('replaces', 'longer'),
    exhaustedPool: fc.constantFrom<GatewayAssumptions['exhaustedPool'][]>('error', 'response'),
  }),
});

type Simulated = typeof simulated extends fc.Arbitrary<infer T> ? T : never;

function serviceOf({ members, count, interval, delta, firstFastRetry }: Simulated): DeployedService {
  const backends = members.map(({ breaker: rule }, index): BackendModel => {
    const name = `b${index}`;
    return { address: name, name, service: SERVICE, breaker: rule };
  });
  const pool = {
    ...{ address: 'pool', name: 'pool', service: SERVICE },
    members: members.map(({ priority, weight }, index): MemberModel => ({
      backend: backends[index],
      priority,
      weight,
    })),
  };
  const retry = element(
    'retry',
    { condition: CONDITION, count, interval, delta, 'first-fast-retry': firstFastRetry },
    element('forward-request', { timeout: 2, 'buffer-request-body': true }),
  );
  const document: PolicyElement = policies({
    inbound: [element('set-backend-service', { 'backend-id': 'pool' })],
    backend: [retry],
    outbound: [],
    'on-error': [],
  });
  return {
    ...{ address: 'apim', name: 'apim', skuName: 'Premium_1', products: [], fragments: [], namedValues: [] },
    backends: backends.map((model) => ({ model, url: `https://${model.name}.example.com`, headers: {}, query: {} })),
    pools: [{ model: pool }],
    apis: [
      {
        ...{ address: 'api', name: 'api', displayName: 'api', path: 'api', protocols: ['https'], revision: '1' },
        ...{ subscriptionRequired: false, subscriptionKeyNames: { header: 'k', query: 'k' }, isCurrent: true },
        operations: [{ address: 'op', id: 'op', displayName: 'op', method: 'POST', urlTemplate: '/' }],
        policy: { address: 'policy', document },
        operationPolicies: new Map(),
      },
    ],
  };
}

interface Sent {
  readonly at: number;
  readonly backend: number;
  readonly request: object;
}

/** What was seen from outside: forwards as they left, circuits as they changed, clients as they were answered. */
interface Seen {
  readonly events: (Sent | Transition)[];
  readonly answers: Exchange[][];
  readonly end: number;
}

async function run(given: Simulated): Promise<Seen> {
  const clock = new VirtualClock(0);
  const scripts = new Map(
    given.members.map(({ behaviours }, index) => [
      `b${index}`,
      new BackendScript(behaviours.map((each, n) => ({ ...each, from: n * 25 }))),
    ]),
  );
  const scripted = new ScriptedTransport(
    clock,
    (name) => scripts.get(name),
    () => undefined,
  );
  const events: Seen['events'] = [];
  const transport: Transport = {
    send(outgoing, timeout, done) {
      events.push({ at: clock.now, backend: Number(outgoing.backend?.slice(1)), request: outgoing.request });
      scripted.send(outgoing, timeout, done);
    },
  };
  const watch = (event: GatewayEvent): void => {
    if (event.kind === 'circuit changed') events.push(event.transition);
  };
  const assumptions = assumptionsFor(SERVICE.skuName, given.assumptions);
  const compiled = compileService(serviceOf(given), await loadCSharp());
  const engine = new GatewayEngine(compiled, { clock, transport, assumptions, watch });
  const answers: Exchange[][] = given.requests.map(() => []);
  given.requests.forEach((at, index) => {
    const request = { method: 'POST', path: '/api', body: 'x' };
    clock.schedule(at * 1000, () => engine.handle(request, { done: (exchange) => void answers[index].push(exchange) }));
  });
  while (clock.runNext());
  return { events, answers, end: clock.now };
}

/** Replays what was seen, with a bookkeeping of its own of which circuits are open. */
function faultsOf({ members }: Simulated, { events, answers }: Seen): string[] {
  const faults: string[] = [];
  const units = new Map(answers.flat().map((exchange) => [exchange.request as object, exchange.unit.number]));
  const openUntil = new Map<string, number>();
  let now = 0;
  for (const event of events) {
    if ('state' in event) {
      if (event.state === 'open') openUntil.set(`${event.unit} ${event.backend}`, event.until);
      continue;
    }
    const { at, backend, request } = event;
    if (at < now) faults.push(`time went back from ${now} to ${at}`);
    now = at;
    const unit = units.get(request) ?? 0;
    const isOpen = (index: number): boolean => at < (openUntil.get(`${unit} b${index}`) ?? 0);
    if (isOpen(backend)) faults.push(`b${backend} got a request at ${at} while its circuit was open in unit ${unit}`);
    members.forEach(({ priority }, index) => {
      if (priority < members[backend].priority && !isOpen(index)) {
        faults.push(`b${backend} got a request at ${at}, and b${index} ahead of it was passed over in unit ${unit}`);
      }
    });
  }
  return faults;
}

test('no request to an open circuit, none to a lower group while a higher one has a closed circuit, no time backwards', () =>
  fc.assert(
    fc.asyncProperty(simulated, async (given) => {
      expect(faultsOf(given, await run(given))).toEqual([]);
    }),
    { numRuns: 300 },
  ));

test('every client is answered once, after count + 1 attempts at the most, none of them lost', () =>
  fc.assert(
    fc.asyncProperty(simulated, async (given) => {
      const { answers, events } = await run(given);
      for (const answered of answers) {
        expect(answered).toHaveLength(1);
        const [{ attempts, response }] = answered;
        expect(attempts.length).toBeLessThanOrEqual(given.count + 1);
        expect(response?.statusCode).toBeGreaterThanOrEqual(200);
        for (const { at, duration } of attempts) expect([at, duration].every((time) => time >= 0)).toBe(true);
      }
      const sent = events.filter((event) => !('state' in event));
      expect(sent).toHaveLength(answers.flat().reduce((sum, { attempts }) => sum + attempts.length, 0));
    }),
    { numRuns: 200 },
  ));

test('the same input gives the same course', () =>
  fc.assert(
    fc.asyncProperty(simulated, async (given) => {
      const course = ({ events, answers, end }: Seen): unknown => ({
        end,
        events: events.map(({ at, backend, ...rest }) => ({
          at,
          backend,
          state: 'state' in rest ? rest.state : 'sent',
        })),
        answers: answers.flat().map(({ response, attempts }) => ({ status: response?.statusCode, attempts })),
      });
      expect(course(await run(given))).toEqual(course(await run(given)));
    }),
    { numRuns: 50 },
  ));
