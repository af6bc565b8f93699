import { parametersOf } from '../../lib/private/rules';
import { isList, isObject, type Value, type ValueObject } from '../../simulator/deployment/value';
import type { AdoptedService } from './adopted-service';
import { argumentOf } from './arguments';
import { array, call, type Code, object, raw, string } from './code';
import { documentCode } from './documents';
import type { OperationSettings } from './operation-policy';
import type { OperationInput } from './read-api';
import { type Extra, textOf } from './sections';
import { codeOf, textCode } from './values';

/** Returns the code of the operations of `FailoverApi`. */
export function operationsCode(
  api: string,
  operations: ReadonlyMap<OperationInput, OperationSettings | undefined>,
  service: AdoptedService,
): Code {
  return array([...operations].map(([operation, settings]) => operationCode(api, operation, settings, service)));
}

function operationCode(
  api: string,
  { deployed, declaration }: OperationInput,
  settings: OperationSettings | undefined,
  service: AdoptedService,
): Code {
  const { id, method, urlTemplate } = deployed;
  const parts = [api, id];
  const displayName = argumentOf(declaration, 'display_name');
  const policies = settings && policiesCode(settings.extra, parts, service);
  const needsPolicy = settings !== undefined && !policies && settings.rewriteUri === undefined;
  return object([
    ['operationId', string(id)],
    ['method', methodCode(method, service)],
    ['urlTemplate', string(urlTemplate)],
    ['displayName', displayName === id ? undefined : textCode(displayName, [...parts, 'display-name'], service)],
    ['description', textCode(argumentOf(declaration, 'description'), [...parts, 'description'], service)],
    ['rewriteUri', settings?.rewriteUri === undefined ? undefined : string(settings.rewriteUri)],
    ['policies', needsPolicy ? raw('{ inbound: "" }') : policies],
  ]);
}

/** Returns the code of custom policies, each in a file; undefined if there are none. */
export function policiesCode(extra: Extra, parts: readonly string[], service: AdoptedService): Code | undefined {
  const entries = Object.entries(extra).map(([section, nodes]): [string, Code] => {
    const file = service.fileParts(...parts, section);
    return [
      section === 'on-error' ? 'onError' : section,
      service.program.policy('policy', file, textOf(nodes) ?? '').code,
    ];
  });
  return entries.length === 0 ? undefined : object(entries);
}

const METHODS: readonly string[] = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE'];

function methodCode(method: string, { program }: AdoptedService): Code {
  const httpMethod = program.own('HttpMethod');
  return METHODS.includes(method) ? raw(`${httpMethod}.${method}`) : call(`${httpMethod}.of`, [string(method)]);
}

/** Imports the operations, and sets what the construct does not expose. */
export function finishOperations(
  api: string,
  identifier: string,
  operations: ReadonlyMap<OperationInput, OperationSettings | undefined>,
  service: AdoptedService,
): void {
  const { report, program } = service;
  for (const [{ deployed, declaration, policy }, settings] of operations) {
    const { id } = deployed;
    const { address } = declaration.resource;
    const path = service.armId(`/apis/${api}/operations/${id}`);
    service.import(declaration.resource, identifier, `Operation-${id}`, path);
    report.addWritten(address, `operation '${id}' of FailoverApi '${api}'`);
    overrideContract(`Operation-${id}`, identifier, deployed.urlTemplate, declaration, service);
    if (!policy) continue;
    const child = `OperationPolicy-${id}`;
    service.import(policy.declaration.resource, identifier, child, path);
    report.addWritten(policy.declaration.resource.address, `policy of operation '${id}' of FailoverApi '${api}'`);
    if (settings?.isSame) continue;
    const { file, code } = documentCode(policy, [api, id], service);
    program.replacePolicy(identifier, child, 'rewriteUri and policies of the operation', code);
    report.addKept(policy.declaration.resource.address, `${file} (escape hatch), because ${OPERATION_DIFFERS}`);
  }
}

const OPERATION_DIFFERS = 'it is not <base /> followed by policies in each section';

/** Sets the descriptions of requests and responses. */
function overrideContract(
  child: string,
  identifier: string,
  urlTemplate: string,
  declaration: OperationInput['declaration'],
  service: AdoptedService,
): void {
  const kept: string[] = [];
  for (const argument of ['template_parameter', 'request', 'response']) {
    const value = argumentOf(declaration, argument);
    if (value === undefined || (argument === 'template_parameter' && isGenerated(value, urlTemplate))) continue;
    if (declaration.isAzapi && argument !== 'template_parameter') continue;
    const code = codeOf(value, [child, argument], 'snake', service);
    service.program.override(identifier, child, argument, code);
    kept.push(argument);
  }
  const { address } = declaration.resource;
  if (kept.length > 0) service.report.addKept(address, `${kept.join(', ')} (escape hatch)`);
  const lost = declaration.isAzapi ? ['request', 'responses'].filter((each) => argumentOf(declaration, each)) : [];
  if (lost.length > 0)
    service.report.addLeftOut(address, `${lost.join(', ')}: the contract does not affect requests`, false);
}

/** Returns whether the construct writes the same parameters from the URL template. */
function isGenerated(value: Value, urlTemplate: string): boolean {
  const names = parametersOf(urlTemplate);
  const parameters = isList(value) ? value : [value];
  return (
    parameters.length === names.length &&
    parameters.every(
      (each) =>
        isObject<ValueObject>(each) &&
        typeof each.name === 'string' &&
        names.includes(each.name) &&
        (each.required === true || each.required === 'true') &&
        each.type === 'string' &&
        Object.keys(each).length === 3,
    )
  );
}
