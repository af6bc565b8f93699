import { DEFAULT_ASSUMPTIONS, guaranteesOf, play, repeat } from '../../../lib/failover';
import { api, backendWith, pool, retry } from '../models';

test('there is a counterexample where requests arrive at the very time at which the attempt of another ends', () => {
  const counting = { count: 1, interval: 300, tripDuration: 1.3 };
  const [a, b, c] = ['a', 'b', 'c'].map((name) => backendWith(name, counting));
  const model = pool([[a, b], [c]]);
  const waits = retry({ count: 2, interval: 0, firstFastRetry: false });
  const played = guaranteesOf(api([model], { retry: waits, forwardTimeout: 4 }), model);
  const hang = played?.guarantees.find(({ failure: { backends, how } }) => backends.join() === 'a' && how === 'hang');
  expect(hang?.verdict).toBe('survives later');
  const found = hang?.counterexample;
  if (!played || !found) throw new Error('there is none');
  const gateway = play(played.game, { ...DEFAULT_ASSUMPTIONS, ...found.assumed }, found.units);
  expect(repeat(gateway, found)[found.error].statusCode).toBe(found.statusCode);
  expect(found.statusCode).toBe(500);
});
