import fc from 'fast-check';
import { stringify } from 'yaml';
import { FailoverApi, OpenApiDocument } from '../lib';
import { Faults } from '../lib/private/faults';
import type { WrittenOperation } from '../lib/private/open-api/operations';
import { Document, documents, METHODS } from './support/open-api-documents';
import { newPool, newService, newStack, synth } from './support/stack';

/** The operations of a document, which must have no faults. */
function operationsIn(content: string): WrittenOperation[] {
  const faults = new Faults('Api');
  const operations = OpenApiDocument.fromInline(content)._operations(faults);
  faults.throwIfAny();
  return operations;
}

function stackOf(content: string): unknown {
  const stack = newStack();
  const apiManagement = newService(stack);
  const openApi = OpenApiDocument.fromInline(content);
  new FailoverApi(stack, 'Api', { apiManagement, pool: newPool(stack, apiManagement), name: 'a', path: 'a', openApi });
  return synth(stack);
}

/** Method and path of each operation, in the order of the document. */
function requestsIn({ paths }: Document): string[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((name) => METHODS.includes(name))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
}

describe('any document', () => {
  test('gives each of its operations once, in its order, with an ID of its own that Azure allows', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const operations = operationsIn(JSON.stringify(document)).map(({ operation }) => operation);
        expect(operations.map(({ method, urlTemplate }) => `${method.name} ${urlTemplate}`)).toEqual(
          requestsIn(document),
        );
        const ids = operations.map(({ operationId }) => operationId);
        expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(ids.length);
        for (const id of ids) expect(id).toMatch(/^[a-zA-Z0-9](?:[\w-]{0,78}[a-zA-Z0-9])?$/);
      }),
    );
  });

  test('gives operations the same IDs, in whatever order it names them', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const reversed = { ...document, paths: Object.fromEntries(Object.entries(document.paths).reverse()) };
        const idsOf = (each: object): string[] =>
          operationsIn(JSON.stringify(each)).map(({ operation }) => operation.operationId);
        expect(idsOf(reversed).sort()).toEqual(idsOf(document).sort());
      }),
    );
  });

  test('gives operations that declare exactly the parameters of their path', () => {
    fc.assert(
      fc.property(documents, (document) => {
        for (const { operation, contract } of operationsIn(JSON.stringify(document))) {
          const inPath = [...operation.urlTemplate.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
          expect((contract.templateParameter ?? []).map(({ name }) => name)).toEqual(inPath);
          for (const { required } of contract.templateParameter ?? []) expect(required).toBe(true);
        }
      }),
    );
  });

  test('gives operations without empty lists and texts, which Azure would not return', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const empty = /:(?:""|\[\]|\{\}|null)/;
        for (const { contract } of operationsIn(JSON.stringify(document))) {
          expect(JSON.stringify(contract)).not.toMatch(empty);
        }
      }),
    );
  });

  test('gives the same in JSON and in YAML', () => {
    fc.assert(
      fc.property(documents, fc.boolean(), (document, isPlain) => {
        const yaml = stringify(document, isPlain ? {} : { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' });
        expect(withoutTokens(operationsIn(yaml))).toEqual(withoutTokens(operationsIn(JSON.stringify(document))));
      }),
    );
  });

  test('gives the same stack each time, and the same in YAML', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const json = JSON.stringify(document);
        const made = stackOf(json);
        expect(stackOf(json)).toEqual(made);
        expect(stackOf(stringify(document))).toEqual(made);
      }),
      { numRuns: 5 },
    );
  });

  test('is read or refused, whatever stands in one place of it', () => {
    fc.assert(
      fc.property(documents, fc.jsonValue({ maxDepth: 2 }), fc.nat(), (document, value, at) => {
        const places = placesIn(document);
        const changed = JSON.stringify(replaced(document, places[at % places.length], value));
        const faults = new Faults('Api');
        OpenApiDocument.fromInline(changed)._operations(faults);
        expect(messageOf(() => faults.throwIfAny())).toMatch(/^$|^Api: /);
      }),
      { numRuns: 300 },
    );
  });
});

/** Numbers of tokens depend on how many there were before. */
function withoutTokens(operations: readonly WrittenOperation[]): string {
  return JSON.stringify(operations).replace(/TOKEN\.\d+/g, 'TOKEN');
}

type Place = readonly (string | number)[];

function placesIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  return [place, ...Object.entries(value).flatMap(([name, child]) => placesIn(child, [...place, name]))];
}

function replaced(value: unknown, [first, ...rest]: Place, by: unknown): unknown {
  if (first === undefined) return by;
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  (copy as Record<string, unknown>)[first] = replaced((value as Record<string, unknown>)[first], rest, by);
  return copy;
}

function messageOf(run: () => void): string {
  try {
    run();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
