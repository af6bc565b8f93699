import { Answer, Assumed, ASSUMPTIONS, GatewayAssumptions, Guarantee } from '../../lib/failover';
import type { Place, ProofReport, ReportedAnswer, ReportedGuarantee } from './proof-report';
import type { Proven } from './prove-deployment';
import { scenarioOf } from './scenario-of';

/** What was proved, for people and programs. */
export function reportOf(proven: readonly Proven[]): ProofReport {
  return {
    guarantees: proven.flatMap((each) => each.proof.guarantees.map((guarantee) => guaranteeOf(each, guarantee))),
    passedOn: proven
      .filter(({ proof }) => proof.passedOn !== '')
      .map((each) => ({ ...placeOf(each), statusCodes: each.proof.passedOn })),
    unreached: proven.flatMap((each) =>
      each.proof.unreached === undefined ? [] : [{ ...placeOf(each), status: each.proof.unreached }],
    ),
    assumptions: (Object.keys(ASSUMPTIONS) as (keyof GatewayAssumptions)[])
      .filter((name) => ASSUMPTIONS[name].values.length > 1)
      .map((name) => ({ name, default: ASSUMPTIONS[name].default, values: ASSUMPTIONS[name].values })),
  };
}

export function placeOf({ service, case: { api, operation, region } }: Proven): Place {
  return { service: service.name, api: api.name, operation: operation.id, region: region ?? null };
}

function guaranteeOf(proven: Proven, guarantee: Guarantee): ReportedGuarantee {
  const { failure, verdict, first, then, after, settled, longest, decidedBy, otherwise, counterexample } = guarantee;
  const { backends, how, statusCodes } = failure;
  return {
    ...placeOf(proven),
    failure: { backends, how, ...(statusCodes !== undefined && { statusCodes }) },
    verdict,
    first: answerOf(first),
    then: answerOf(then),
    after: answerOf(after),
    settled,
    longest,
    decidedBy: decisionsOf(decidedBy),
    ...(otherwise !== undefined && { otherwise }),
    counterexample: counterexample ? scenarioOf(proven, counterexample, how) : null,
  };
}

function answerOf({ statusCode, backend, attempts, seconds, copies }: Answer): ReportedAnswer {
  return { status: statusCode, backend: backend ?? null, attempts, seconds, copies };
}

function decisionsOf(assumed: Assumed): { readonly assumption: string; readonly value: unknown }[] {
  return Object.entries(assumed).map(([assumption, value]) => ({ assumption, value }));
}
