import { holdsExpression, PolicyElement, segmentsOf } from '../../lib/policy';
import type { ClientRequest } from '../client-request';
import type { DeployedApi, DeployedOperation, DeployedProduct, DeployedService } from '../deployment';
import { documentsFor, ScopedDocument } from '../deployment/effective-policy';
import { allElements } from '../deployment/fragments';
import type { CompiledService } from '../engine/compiled-service';
import { mayCarryBody, sampleRequest } from './sample-request';

/** A request whose failover is proved: one for all operations of an API to which the same happens, and for a region. */
export interface ProofCase {
  readonly api: DeployedApi;
  readonly operation: DeployedOperation;
  /** The operations that it stands for. */
  readonly operations: readonly DeployedOperation[];
  /** The region whose gateway takes it; undefined where no policy asks for it. */
  readonly region: string | undefined;
  readonly request: ClientRequest;
  readonly documents: readonly ScopedDocument[];
  /** All policies in effect, fragments included. */
  readonly elements: readonly PolicyElement[];
}

/** Stands for the regions that no policy names. */
const ANY_OTHER_REGION = 'any other region';

/**
 * The cases of a service.
 *
 * @param requests better requests than those that can be made from an operation
 */
export function casesOf(compiled: CompiledService, requests: readonly ClientRequest[]): ProofCase[] {
  const { service, router } = compiled;
  return service.apis
    .filter(({ isCurrent }) => isCurrent)
    .flatMap((api) => {
      const variants = new Map<string, Variant>();
      for (const product of productsOf(service, api)) {
        for (const operation of router.operations(api)) {
          const documents = documentsFor(service, api, operation.id, product);
          const key = `${product?.id} ${mayCarryBody(operation)} ${documents.map(({ address }) => address).join('\n')}`;
          const variant = variants.get(key) ?? { documents, product, operations: [] };
          variant.operations.push(operation);
          variants.set(key, variant);
        }
      }
      return [...variants.values()].flatMap((variant) => casesFor(compiled, api, variant, requests));
    });
}

interface Variant {
  readonly documents: readonly ScopedDocument[];
  readonly product: DeployedProduct | undefined;
  readonly operations: DeployedOperation[];
}

/** Those with policies of their own; without any, the product decides nothing. */
function productsOf(
  { products }: DeployedService,
  { name, subscriptionRequired }: DeployedApi,
): (DeployedProduct | undefined)[] {
  const own = products.filter(({ apis, policy }) => policy !== undefined && apis.includes(name));
  return own.length === 0 || !subscriptionRequired ? [undefined] : own;
}

function casesFor(
  { service, router }: CompiledService,
  api: DeployedApi,
  { documents, product, operations }: Variant,
  requests: readonly ClientRequest[],
): ProofCase[] {
  const given = requests.flatMap((request) => {
    const [path, query = ''] = request.path.split('?');
    const headers = new Map(
      Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const asked = { method: request.method, path, query, header: (name: string) => headers.get(name.toLowerCase()) };
    const route = router.route(asked);
    const operation = operations.find((each) => route?.api === api && each === route.operation);
    return operation ? [{ operation, request }] : [];
  });
  const [operation] = operations;
  const chosen = given.length > 0 ? given : [{ operation, request: sampleRequest(api, operation) }];
  const elements = documents.flatMap(({ document }) => allElements(service, document));
  return chosen.flatMap((each) =>
    regionsOf(service, elements).map((region) => ({
      ...{ api, operations, documents, elements, operation: each.operation },
      region: each.request.region ?? region,
      request: {
        ...each.request,
        ...(product && each.request.product === undefined && { product: product.id }),
        ...(region !== undefined && each.request.region === undefined && { region }),
      },
    })),
  );
}

/** The regions that policies ask for, and one that they do not; no region where they ask for none. */
function regionsOf({ location }: DeployedService, elements: readonly PolicyElement[]): (string | undefined)[] {
  const texts = expressionsIn(elements).filter((text) => /\bDeployment\s*\.\s*Region\b/.test(text));
  if (texts.length === 0) return [undefined];
  const named = texts.flatMap((text) => [...text.matchAll(/"([^"\\]+)"/g)].map(([, name]) => name));
  return [...new Set([location ?? ANY_OTHER_REGION, ...named])];
}

/** The expressions of policies. */
export function expressionsIn(elements: readonly PolicyElement[]): string[] {
  return elements.flatMap(({ attributes, children }) =>
    [...Object.values(attributes), ...children.flatMap((child) => (child.kind === 'text' ? [child.value] : []))]
      .filter(holdsExpression)
      .flatMap((text) =>
        (segmentsOf(text.trim()) ?? []).filter(({ kind }) => kind !== 'text').map(({ value }) => value),
      ),
  );
}
