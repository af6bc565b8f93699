import { LocatedJson } from '../../../../simulator/deployment/arm/json';
import { partsOf, textOf, unknown } from '../../../../simulator/deployment/arm/symbols';
import { Template } from '../../../../simulator/deployment/arm/template';
import { TemplateFile } from '../../../../simulator/deployment/arm/template-file';
import { DeployedService, deploymentOf } from '../../../../simulator/deployment';
import { ReadingFaults } from '../../../../simulator/deployment/reading-faults';
import { JsonObject, symbolic, Unresolved, Value } from '../../../../simulator/deployment/value';
import { faultsOf } from '../faults';

export const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const PARAMETERS_SCHEMA = SCHEMA.replace('Template', 'Parameters');

export function template(resources: unknown, more: object = {}): object {
  return { $schema: SCHEMA, contentVersion: '1.0.0.0', ...more, resources };
}

interface Given {
  readonly parameters?: object;
}

function sourcesOf(json: object | string, { parameters }: Given): { name: string; json: string }[] {
  const text = typeof json === 'string' ? json : JSON.stringify(json, null, 2);
  const template = { name: 'main.json', json: text };
  if (!parameters) return [template];
  return [template, { name: 'p.json', json: JSON.stringify({ $schema: PARAMETERS_SCHEMA, parameters }) }];
}

export function servicesOf(json: object | string, given: Given = {}): readonly DeployedService[] {
  return deploymentOf(sourcesOf(json, given)).services;
}

export function warningsIn(json: object | string, given: Given = {}): readonly string[] {
  return deploymentOf(sourcesOf(json, given)).warnings;
}

export function faultsIn(json: object | string, given: Given = {}): readonly string[] {
  return faultsOf(() => servicesOf(json, given));
}

/** Evaluates an expression in a template. A value that is not known is shown with its symbol, as `${symbol}`. */
export function evaluated(expression: string, more: object = {}): unknown {
  const json = new LocatedJson(JSON.stringify({ ...more, resources: [], outputs: { x: { value: expression } } }));
  const faults = new ReadingFaults();
  const output = new Template(new TemplateFile('main.json', json, faults), json.value as JsonObject, {
    name: 'main',
    target: {
      subscription: symbolic('subscription().subscriptionId'),
      resourceGroup: symbolic('resourceGroup().name'),
    },
    given: () => undefined,
  }).output('x');
  faults.throwIfAny();
  return shown(output);
}

/** Messages hide the arguments of a symbol. */
function written({ text, isSymbol }: ReturnType<typeof partsOf>[number]): string {
  return isSymbol ? `\${${text}}` : text;
}

function shown(value: Value): unknown {
  if (value instanceof Unresolved) return shown(textOf(value) ?? textOf(unknown('', '?')) ?? '');
  if (typeof value === 'string') return partsOf(value).map(written).join('');
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value as Record<string, Value>).map(([name, each]) => [name, shown(each)]));
}

/** A resource below the service `apim`. */
export function resource(type: string, name: string, properties: object, more: object = {}): object {
  const below = type === '' ? '' : `/${type}`;
  return { type: `Microsoft.ApiManagement/service${below}`, apiVersion: '2024-05-01', name, properties, ...more };
}
