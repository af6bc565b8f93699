import type { PolicyElement } from '../../lib/policy';
import type { ClientRequest } from '../common/client-request';
import type { DeployedApi, DeployedOperation, DeployedProduct, DeployedService } from '../deployment';
import { documentsFor, ScopedDocument } from '../deployment/effective-policy';
import { allElements } from '../deployment/fragments';
import type { CompiledService } from '../engine/compiled-service';
import { expressionsIn, tellsApart } from './expressions-in';
import type { GivenRequest } from './given-requests';
import { regionsOf } from './regions';
import { mayCarryBody, sampleRequest } from '../engine/sample-request';

/** A request whose failover is proved. It represents all operations of an API with the same behavior, in a region. */
export interface ProofCase {
  readonly api: DeployedApi;
  readonly operation: DeployedOperation;
  /** The operations that it represents. */
  readonly operations: readonly DeployedOperation[];
  /** The product whose subscription the request uses; undefined if the product does not matter. */
  readonly product: DeployedProduct | undefined;
  /** The region of the gateway that receives the request; undefined if no policy reads the region. */
  readonly region: string | undefined;
  readonly request: ClientRequest;
  readonly documents: readonly ScopedDocument[];
  /** All policies in effect, including fragments. */
  readonly elements: readonly PolicyElement[];
}

/** The cases of an API, and the operations that no request generated from their URL templates reaches. */
export interface Cases {
  readonly cases: readonly ProofCase[];
  readonly unreachable: readonly DeployedOperation[];
}

/**
 * Returns the cases of an API.
 *
 * @param given requests to use instead of the requests generated from operations
 * @throws SimulationError if its operations are not known.
 */
export function casesOf(compiled: CompiledService, api: DeployedApi, given: readonly GivenRequest[]): Cases {
  const own = given.filter((each) => each.api === api);
  const isGiven = new Set(own.map(({ operation }) => operation));
  const samples = new Map(
    compiled.router
      .operations(api)
      .map((operation): [DeployedOperation, ClientRequest | undefined] => [
        operation,
        sampleRequest(compiled, api, operation),
      ]),
  );
  const reachable = [...samples.keys()].filter((operation) => samples.get(operation) ?? isGiven.has(operation));
  const variants = variantsOf(compiled.service, api, reachable, productsOf(compiled.service, api, own));
  return {
    cases: variants.flatMap((variant) => casesFor(compiled.service, api, variant, own, samples)),
    unreachable: [...samples.keys()].filter((operation) => !reachable.includes(operation)),
  };
}

/** Operations with the same behavior, called through a product or without one. */
interface Variant {
  readonly documents: readonly ScopedDocument[];
  readonly elements: readonly PolicyElement[];
  readonly product: DeployedProduct | undefined;
  readonly operations: DeployedOperation[];
}

function variantsOf(
  service: DeployedService,
  api: DeployedApi,
  operations: readonly DeployedOperation[],
  products: ReadonlySet<DeployedProduct | undefined>,
): readonly Variant[] {
  const variants = new Map<string, Variant>();
  for (const product of products) {
    for (const operation of operations) {
      const documents = documentsFor(service, api, operation.id, product);
      const addresses = documents.map(({ address }) => address);
      const key = JSON.stringify([product?.id, mayCarryBody(operation), addresses]);
      const alike = variants.get(key);
      if (alike && !tellsApart(alike.elements)) {
        alike.operations.push(operation);
        continue;
      }
      const elements = alike?.elements ?? documents.flatMap(({ document }) => allElements(service, document));
      variants.set(alike ? `${key} ${operation.id}` : key, { documents, elements, product, operations: [operation] });
    }
  }
  return [...variants.values()];
}

/**
 * Returns the products that affect the result: products with policies, all products if policies read the product, and
 * products that given requests specify. Adds a product without policies, or no product, if requests can arrive that
 * way.
 */
function productsOf(
  service: DeployedService,
  { name, subscriptionRequired, policy, operationPolicies }: DeployedApi,
  given: readonly GivenRequest[],
): ReadonlySet<DeployedProduct | undefined> {
  const all = service.products.filter(({ apis }) => apis.includes(name));
  const policies = [service.broader?.policy, service.policy, policy, ...operationPolicies.values()].flatMap(
    (each) => each ?? [],
  );
  const elements = policies.flatMap(({ document }) => allElements(service, document));
  const isAsked = all.length > 1 && expressionsIn(elements).some((text) => /\bProduct\b/.test(text));
  const deciding = isAsked ? all : all.filter((product) => product.policy !== undefined);
  const plain = all.find((product) => !deciding.includes(product));
  const without = deciding.length === 0 || !subscriptionRequired ? [undefined] : plain ? [plain] : [];
  return new Set([...without, ...deciding, ...given.flatMap(({ product }) => product ?? [])]);
}

function casesFor(
  service: DeployedService,
  api: DeployedApi,
  { documents, elements, product, operations }: Variant,
  given: readonly GivenRequest[],
  samples: ReadonlyMap<DeployedOperation, ClientRequest | undefined>,
): ProofCase[] {
  const own = given.filter((each) => operations.includes(each.operation) && (each.product ?? product) === product);
  const sampled = operations.flatMap((operation) => {
    const request = samples.get(operation);
    return request ? [{ operation, request }] : [];
  });
  const chosen = own.length > 0 ? own : sampled.slice(0, 1);
  return chosen.flatMap(({ operation, request }) => {
    const regions = request.region === undefined ? regionsOf(service, elements) : [request.region];
    return regions.map((region) => ({
      ...{ api, operation, operations, product, region, documents, elements },
      request: { ...request, ...(product && { product: product.id }), ...(region !== undefined && { region }) },
    }));
  });
}
