import { FailureKind, guaranteesOf } from '../../../lib/failover';
import { Cause, CauseFinder } from '../../../lib/failover/findings/cause';
import { api, backendWith, pair, retry } from '../models';

const counting = { count: 2, interval: 10, tripDuration: 60, errorReasons: [] };

test('what is in the way on several gateway instances alone is a cause', () => {
  const pool = pair(backendWith('local', counting), backendWith('remote', counting));
  const always = retry({ count: 5, interval: 2.6, condition: '@(true)' });
  const played = guaranteesOf(api([pool], { retry: always, forwardTimeout: 19.3 }), pool);
  const hang = played?.guarantees.find(({ failure: { backends, how } }) => backends.length === 1 && how === 'hang');
  const kind = played?.kinds.find(({ how }) => how === 'hang') as FailureKind;
  if (!played || !hang) throw new Error('it is not played');
  const causesOn = (units: number): Cause[] => new CauseFinder(played.game, units).causesOf(hang, kind);
  const timeouts = { code: 'AF104', backends: ['local'] };
  const healthyAnswers = { code: 'AF101', backends: ['local'], isOfHealthy: true };
  const interval = { code: 'AF104', isNumber: true };
  expect(causesOn(1)).toEqual([timeouts, interval]);
  expect(causesOn(2)).toEqual([timeouts, healthyAnswers, interval]);
});
