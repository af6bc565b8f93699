import type {
  AttemptResult,
  CircuitState,
  FailoverExpectation,
  FailoverMatchers,
  ProofReport,
  ReportedGuarantee,
  Risk,
  ScenarioFile,
  Verdict,
} from '../../../simulator';

/** What the types of the package refer to has a name there: the compiler checks it. */
interface Named {
  readonly matchers: FailoverMatchers<void>;
  readonly expectation: FailoverExpectation;
  readonly circuit: Extract<CircuitState, AttemptResult['breaker']>;
  readonly verdict: Extract<Verdict, ReportedGuarantee['verdict']>;
  readonly risk: Extract<Risk, ReportedGuarantee['risk']>;
  readonly counterexample: Extract<ScenarioFile, ProofReport['guarantees'][number]['counterexample']>;
}

test('only the entry of a test framework adds matchers to its expect', async () => {
  const hasMatchers = (): boolean => 'toSurvive' in expect(undefined);
  await import('../../../simulator');
  expect(hasMatchers()).toBe(false);
  await import('../../../simulator/testing/jest');
  expect(hasMatchers()).toBe(true);
});

test('the types that others refer to are exported', () => {
  const verdict: Named['verdict'] = 'survives';
  expect(verdict).toBe('survives');
});
