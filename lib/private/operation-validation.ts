import type { IConstruct } from 'constructs';
import type { FailoverApiOperation } from '../failover-api-props';
import type { HttpMethod } from '../http-method';
import { redactName, textOfLength } from '../messages';
import { copied } from './copies';
import type { Faults } from './faults';
import { isMarked } from './marks';
import type { OperationContract } from './open-api/contract';
import type { TextRule } from './text-rule';
import { isPolicyValue, readSections, Sections } from './policy-sections';
import type { PropNames } from './prop-names';
import { freeText, METHOD, OPERATION_ID, parametersOf, URL_TEMPLATE } from './rules';

const OPERATION: PropNames<FailoverApiOperation> = {
  ...{ operationId: true, method: true, urlTemplate: true, displayName: true, description: true },
  ...{ rewriteUri: true, policies: true },
};

/** A validated operation. */
export interface ReadOperation {
  readonly operation: FailoverApiOperation;
  /** The parsed policies of the operation. */
  readonly sections: Sections;
  /** What an OpenAPI document says about its requests and responses. */
  readonly contract?: OperationContract;
}

/** A validated operation with the constructs that its policies name. */
export interface NamingOperation extends ReadOperation {
  /** The backends and pools that its policies name. */
  readonly named: readonly IConstruct[];
}

/** Validates the operations of one API. Each id, and each combination of method and URL template, must be unique. */
export class OperationValidation {
  private readonly ids: Set<string>;
  private readonly requests: Set<string>;

  /** @param before the existing operations of the API */
  constructor(
    private readonly faults: Faults,
    before: readonly ReadOperation[] = [],
  ) {
    this.ids = new Set(before.map(({ operation }) => operation.operationId.toLowerCase()));
    this.requests = new Set(before.map(({ operation }) => requestOf(operation).toLowerCase()));
  }

  /** Validates the operation, reports its faults, and returns a copy of it with its parsed policies. */
  read(where: string, given: FailoverApiOperation): ReadOperation {
    const operation = copied(given, OPERATION);
    const isOperation = this.faults.settings(where, operation, OPERATION);
    return { operation, sections: isOperation ? this.validate(where, operation) : {} };
  }

  private validate(where: string, operation: FailoverApiOperation): Sections {
    const { faults } = this;
    const { operationId, method, urlTemplate, rewriteUri, policies } = operation;
    const isId = faults.text(`${where}.operationId`, operationId, OPERATION_ID);
    const isMethod = validateMethod(faults, `${where}.method`, method);
    const isTemplate = faults.text(`${where}.urlTemplate`, urlTemplate, URL_TEMPLATE);
    faults.optionalText(`${where}.displayName`, operation.displayName, freeText(300));
    faults.optionalText(`${where}.description`, operation.description, freeText(1000));
    if (rewriteUri !== undefined) validateRewriteUri(faults, `${where}.rewriteUri`, rewriteUri);
    if (isId) faults.once(`${where}.operationId`, operationId, this.ids);
    if (isTemplate) {
      const parameters = new Set<string>();
      for (const parameter of parametersOf(urlTemplate)) {
        faults.once(`${where}.urlTemplate`, parameter, parameters, 'each parameter is allowed once');
      }
    }
    if (isMethod && isTemplate) {
      faults.once(
        where,
        requestOf(operation),
        this.requests,
        'each combination of method and urlTemplate is allowed once',
      );
    }
    const sections = readSections(faults, `${where}.policies`, policies);
    if (policies?.backend !== undefined) {
      faults.report(
        `${where}.policies.backend`,
        'an operation has no backend section of its own; use the policies of the API',
      );
    }
    return sections;
  }
}

/** Returns the location of an operation that is added on its own: its id, because the caller wrote no index. */
export function placeOf(operation: FailoverApiOperation | undefined): string {
  const id: unknown = operation?.operationId;
  return typeof id === 'string' && OPERATION_ID.pattern?.test(id) ? `operation '${redactName(id)}'` : 'operation';
}

function requestOf({ method, urlTemplate }: FailoverApiOperation): string {
  return `${method.name} ${urlTemplate}`;
}

function validateMethod(faults: Faults, where: string, method: HttpMethod): boolean {
  const needed = 'an HttpMethod is needed, such as HttpMethod.POST';
  return (
    faults.required(where, method, isMarked('HttpMethod', method), needed) && faults.text(where, method.name, METHOD)
  );
}

const REWRITE_URI: TextRule = {
  pattern: /^[^\p{C}]+$/u,
  longest: 2000,
  isEscaped: true,
  // The query may contain a key.
  isSecret: true,
  allowed: 'a path of up to 2000 characters, such as api/orders/{id}, or one policy expression is allowed',
};

function validateRewriteUri(faults: Faults, where: string, rewriteUri: string): void {
  const isText = faults.text(where, rewriteUri, REWRITE_URI);
  if (isText && !isPolicyValue(rewriteUri)) faults.report(where, `${textOfLength(rewriteUri)}; ${REWRITE_URI.allowed}`);
}
