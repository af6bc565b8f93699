import type {
  Place,
  ProofReport,
  ReportedAnswer,
  ReportedGap,
  ReportedGuarantee,
  ReportedRequest,
} from '../../../simulator/prove/proof-report';

export const PLACE: Place = {
  ...{ service: 'apim', api: 'orders', operation: 'get', product: null, region: null, request: 'GET /orders/' },
};

export const ANSWER: ReportedAnswer = { status: 200, backend: 'b', attempts: 1, seconds: 2, copies: 1 };

/** A report with these guarantees, as far as they differ from one of a failure that is survived. */
export function report(
  guarantees: readonly Partial<ReportedGuarantee>[],
  requests: readonly Partial<ReportedRequest>[] = [{}],
  notProved: readonly ReportedGap[] = [],
): ProofReport {
  return {
    guarantees: guarantees.map((given) => ({
      ...PLACE,
      ...{ failure: { backends: ['a'], how: 'refused' }, verdict: 'survives', settled: 0, longest: 2, decidedBy: [] },
      ...{ first: ANSWER, then: ANSWER, after: ANSWER, counterexample: null },
      ...given,
    })),
    requests: requests.map((given) => ({
      ...{ ...PLACE, operations: ['get'], pool: null, backends: [['a'], ['b']], passedOn: '', oneUrl: [] },
      ...given,
    })),
    notProved,
    assumptions: [],
    passedOver: [],
    notChecked: [],
    warnings: [],
  };
}
