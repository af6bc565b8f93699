import fc from 'fast-check';
import { Histogram, MOST_SERIES, PairCounter, prometheusText } from '../../../../simulator/server/control/prometheus';
import { demonstrationGateway, serveDemonstration, stop, tellStory } from './demonstration';
import { open, play, ToldPlane } from './drive';
import { send } from './requests';

interface Line {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/s;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;

/** Reads a line as the format's description says, and refuses anything else. */
function sampleOf(line: string): Line {
  const [, name, text = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || Number.isNaN(Number(value))) throw new Error(`not a sample: ${line}`);
  const labels: [string, string][] = [];
  LABEL.lastIndex = 0;
  let at = 0;
  for (let match; at < text.length && (match = LABEL.exec(text)); at = LABEL.lastIndex) {
    labels.push([match[1], match[2].replace(/\\([\\"n])/g, (_, char: string) => (char === 'n' ? '\n' : char))]);
  }
  if (at !== text.length) throw new Error(`not labels: ${text}`);
  return { name, labels: Object.fromEntries(labels), value: Number(value) };
}

/** All samples, each of which must stand below the help and type of its metric. */
function parsed(text: string): Line[] {
  expect(text.endsWith('\n')).toBe(true);
  const seen = new Set<string>();
  let metric = '';
  let type = '';
  return text
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const help = /^# HELP (\S+) \S.*$/.exec(line);
      if (help) {
        metric = help[1];
        expect(seen.has(metric)).toBe(false);
        seen.add(metric);
        return [];
      }
      const typed = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line);
      if (typed) {
        expect(typed[1]).toBe(metric);
        type = typed[2];
        return [];
      }
      const sample = sampleOf(line);
      const suffix = sample.name.slice(metric.length);
      expect(sample.name.startsWith(metric)).toBe(true);
      expect(type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']).toContain(suffix);
      return [sample];
    });
}

describe('the metrics of a gateway', () => {
  test('each line of a failover', async () => {
    const { gateway, plane, server, port } = await serveDemonstration();
    try {
      tellStory(plane, gateway);
      play(plane, gateway, { id: 9, at: 19_500 });
      const { status, headers, body } = await send(port, '/_gateway/metrics');
      expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
      const lines = parsed(body);
      const of = (name: string): unknown[] =>
        lines
          .filter((line) => line.name === `apim_failover_${name}`)
          .map(({ labels, value }) => [...Object.values(labels), value]);
      expect(of('requests_total')).toEqual([
        ['200', 4],
        ['404', 1],
        ['none', 1],
      ]);
      expect(of('attempts_total')).toEqual([
        ['func-orders-weu', '200', 1],
        ['func-orders-weu', '404', 1],
        ['func-orders-weu', '503', 3],
        ['func-orders-neu', '200', 3],
        ['func-orders-neu', 'Timeout', 1],
        ['func-orders-neu', 'BackendConnectionFailure', 1],
      ]);
      expect(of('circuit_openings_total')).toEqual([
        ['func-orders-weu', '1', 1],
        ['func-orders-neu', '1', 0],
      ]);
      expect(of('circuit_open')).toEqual([
        ['func-orders-weu', '1', 1],
        ['func-orders-neu', '1', 0],
      ]);
      expect(of('circuit_failures')).toEqual([
        ['func-orders-weu', '1', 0],
        ['func-orders-neu', '1', 1],
      ]);
      expect(of('requests_in_flight')).toEqual([[1]]);
      expect(of('request_duration_seconds_count')).toEqual([[6]]);
      const [[sum]] = of('request_duration_seconds_sum') as [[number]];
      expect(sum).toBeCloseTo(0.011 + 0.027 + 2.282 + 0.033 + 1.3 + 0.053);
      const buckets = of('request_duration_seconds_bucket') as [string, number][];
      expect(buckets.filter(([le]) => ['0.025', '0.05', '0.1', '2.5', '+Inf'].includes(le))).toEqual([
        ['0.025', 1],
        ['0.05', 3],
        ['0.1', 4],
        ['2.5', 6],
        ['+Inf', 6],
      ]);
    } finally {
      await stop(plane, server);
    }
  });

  test('circuits are told for each unit', () => {
    const gateway = demonstrationGateway(3);
    const plane = new ToldPlane(gateway);
    open(plane, gateway, 'func-orders-weu', 2, 30_000);
    expect(plane.state.backends[0].circuits.map(({ state }) => state)).toEqual(['closed', 'open', 'closed']);
  });

  test('any label comes back as it was, and a help stays on its line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const text = prometheusText([
          { name: 'm', type: 'gauge', help: 'a\nb \\', samples: [{ labels: { a: value, b: '"' }, value: 1 }] },
        ]);
        const lines = text.split('\n');
        expect(lines.slice(0, 2)).toEqual(['# HELP m a\\nb \\\\', '# TYPE m gauge']);
        expect(sampleOf(lines[2])).toEqual({ name: 'm', labels: { a: value, b: '"' }, value: 1 });
        expect(lines).toHaveLength(4);
      }),
    );
  });

  test('buckets hold what is at most their bound, and all that is in the one before', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 20, noNaN: true })), (values) => {
        const bounds = [0.5, 1, 10];
        const histogram = new Histogram(bounds);
        for (const value of values) histogram.observe(value);
        const counts = histogram.samples().map(({ value }) => value);
        const expected = bounds.map((bound) => values.filter((value) => value <= bound).length);
        expect(counts.slice(0, 4)).toEqual([...expected, values.length]);
      }),
    );
  });

  test('has no more series than are allowed, and loses no count', () => {
    const counter = new PairCounter('backend', 'outcome');
    counter.add('first', '200');
    for (let number = 0; number < 3 * MOST_SERIES; number++) counter.add(`host-${number}`, '200');
    counter.add('first', '200');
    const samples = counter.samples();
    expect(samples.length).toBeLessThanOrEqual(MOST_SERIES + 1);
    expect(samples.reduce((sum, { value }) => sum + value, 0)).toBe(3 * MOST_SERIES + 2);
    expect(samples[0]).toEqual({ labels: { backend: 'first', outcome: '200' }, value: 2 });
    expect(samples.at(-1)).toEqual({
      labels: { backend: 'other', outcome: 'other' },
      value: 2 * MOST_SERIES + 1,
    });
  });
});
