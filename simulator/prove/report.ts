import { Answer, Assumed, ASSUMPTIONS, backendsWithOneUrl, GatewayAssumptions, Guarantee } from '../../lib/failover';
import { nameOf } from './given-requests';
import { NOT_CHECKED } from './not-played';
import {
  keyOf,
  Place,
  ProofReport,
  ReportedAnswer,
  ReportedAssumption,
  ReportedGap,
  ReportedGuarantee,
  ReportedRequest,
} from './proof-report';
import type { DeploymentProof, NotProved, Proven } from './prove-deployment';
import { scenarioOf } from './scenario-of';

/** Returns the report of a proof. */
export function reportOf({ proven, notProved, ignored, warnings }: DeploymentProof): ProofReport {
  const placed = withPlaces(proven);
  return {
    guarantees: placed.flatMap(guaranteesAt).map((each) => guaranteeOf(each, ignored)),
    requests: placed.map(([place, each]) => requestOf(place, each)),
    notProved: notProved.map(gapOf),
    assumptions: assumptionsOf(proven),
    passedOver: amongPolicies(proven, ignored),
    notChecked: amongPolicies(proven, NOT_CHECKED),
    warnings,
  };
}

/** A guarantee with its place and proof. */
export interface PlacedGuarantee {
  readonly place: Place;
  readonly proven: Proven;
  readonly guarantee: Guarantee;
}

/** Returns the guarantees in the order in which they are reported. */
export function guaranteesIn(proven: readonly Proven[]): PlacedGuarantee[] {
  return withPlaces(proven).flatMap(guaranteesAt);
}

function guaranteesAt([place, proven]: readonly [Place, Proven]): PlacedGuarantee[] {
  return proven.proof.guarantees.map((guarantee) => ({ place, proven, guarantee }));
}

/** Returns the names that occur in the policies of the proofs. */
function amongPolicies(proven: readonly Proven[], names: readonly string[]): string[] {
  const found = new Set(proven.flatMap(({ case: { elements } }) => elements.map(({ name }) => name)));
  return [...new Set(names)].filter((name) => found.has(name)).sort();
}

/** Assigns a unique place to each proof: several requests of an operation are numbered. */
function withPlaces(proven: readonly Proven[]): (readonly [Place, Proven])[] {
  const counts = new Map<string, number>();
  return proven.map((each) => {
    const { service, case: own } = each;
    const { api, operation, product, region, request } = own;
    const place: Place = {
      ...{ service: service.name, api: api.name, operation: operation.id },
      ...{ product: product?.id ?? null, region: region ?? null, request: nameOf(request) },
    };
    const key = keyOf(place);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return [count === 1 ? place : { ...place, request: `${place.request} (${count})` }, each];
  });
}

function requestOf(place: Place, { service, case: { operations }, proof }: Proven): ReportedRequest {
  const { pool = null, groups: backends, passedOn } = proof;
  const oneUrl = service.pools
    .filter(({ model }) => model.name === pool)
    .flatMap(({ model }) => backendsWithOneUrl(model));
  return { ...place, operations: operations.map(({ id }) => id), pool, backends, passedOn, oneUrl };
}

function gapOf({ service, api, operation, product, region, request, why }: NotProved): ReportedGap {
  return {
    ...{ service: service.name, api: api?.name ?? null, operation: operation?.id ?? null },
    ...{ product: product?.id ?? null, region: region ?? null, request: request ? nameOf(request) : null },
    message: why,
  };
}

function assumptionsOf(proven: readonly Proven[]): ReportedAssumption[] {
  const asked = new Set(proven.flatMap(({ proof }) => [...proof.asked]));
  return (Object.keys(ASSUMPTIONS) as (keyof GatewayAssumptions)[])
    .filter((name) => asked.has(name))
    .map((name) => ({ name, default: ASSUMPTIONS[name].default, values: ASSUMPTIONS[name].values }));
}

function guaranteeOf({ place, proven, guarantee }: PlacedGuarantee, ignored: readonly string[]): ReportedGuarantee {
  const { failure, verdict, first, then, after, settled, longest, decidedBy, otherwise, risk, counterexample } =
    guarantee;
  const { backends, how, statusCodes } = failure;
  return {
    ...place,
    failure: { backends, how, ...(statusCodes !== undefined && { statusCodes }) },
    verdict,
    first: answerOf(first),
    then: answerOf(then),
    after: answerOf(after),
    settled,
    longest,
    decidedBy: decisionsOf(decidedBy),
    ...(otherwise !== undefined && { otherwise }),
    ...(risk && { risk }),
    counterexample: counterexample ? scenarioOf(proven, counterexample, guarantee, ignored) : null,
  };
}

function answerOf({ statusCode, backend, attempts, seconds, copies }: Answer): ReportedAnswer {
  return { status: statusCode, backend: backend ?? null, attempts, seconds, copies };
}

function decisionsOf(assumed: Assumed): { readonly assumption: string; readonly value: unknown }[] {
  return Object.entries(assumed).map(([assumption, value]) => ({ assumption, value }));
}
