import { TextRule } from './faults';

/** What API Management and its Terraform providers allow as names and texts. */

export const BACKEND_NAME: TextRule = {
  pattern: /^\w(?:[\w-]{0,78}\w)?$/,
  allowed: '1 to 80 letters, digits, underscores and hyphens are allowed, no hyphen first or last',
};

export const RULE_NAME: TextRule = {
  pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,78}[a-zA-Z0-9])?$/,
  allowed: '1 to 80 letters, digits and hyphens are allowed, no hyphen first or last',
};

export const SERVICE_NAME: TextRule = {
  pattern: /^[0-9a-zA-Z-]{1,50}$/,
  allowed: '1 to 50 letters, digits and hyphens are allowed',
};

export const SERVICE_ID: TextRule = {
  pattern:
    /^\/subscriptions\/[\w-]+\/resourceGroups\/[^/{}%\s]+\/providers\/Microsoft\.ApiManagement\/service\/[\w-]+$/i,
  allowed:
    'the full id of a service is needed: /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.ApiManagement/service/<name>',
};

export const BACKEND_ID: TextRule = {
  pattern:
    /^\/subscriptions\/[\w-]+\/resourceGroups\/[^/{}%\s]+\/providers\/Microsoft\.ApiManagement\/service\/[\w-]+\/backends\/[\w-]+$/i,
  allowed:
    'the full id of a backend is needed: /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.ApiManagement/service/<name>/backends/<name>',
};

export const RESOURCE_GROUP_NAME: TextRule = {
  pattern: /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u,
  allowed: '1 to 90 letters, digits, underscores, hyphens, periods and parentheses are allowed, no period last',
};

export const SUBSCRIPTION_ID: TextRule = {
  pattern: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
  allowed: 'a subscription id is needed, as in 00000000-0000-0000-0000-000000000000',
};

export const FUNCTION_APP_NAME: TextRule = {
  pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,58}[a-zA-Z0-9])?$/,
  allowed: '1 to 60 letters, digits and hyphens are allowed, no hyphen first or last',
};

export const NAMED_VALUE_NAME: TextRule = {
  pattern: /^[\w.-]{1,256}$/,
  allowed: '1 to 256 letters, digits, underscores, periods and hyphens are allowed',
};

export const API_NAME: TextRule = {
  pattern: /^[^*#&+:<>?/\\%{}"'`;\s\p{C}]{1,256}$/u,
  allowed: '1 to 256 characters are allowed, none of them a space or one of * # & + : < > ? / \\ % { } " \' ` ;',
};

export const API_PATH: TextRule = {
  pattern: /^(?:\w|[\w.][\w\-/.:]{0,398}[\w-])$/,
  allowed: 'up to 400 letters, digits and - _ . : / are allowed, no slash first or last',
};

export const OPERATION_ID: TextRule = {
  pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-_]{0,78}[a-zA-Z0-9])?$/,
  allowed: '1 to 80 letters, digits, hyphens and underscores are allowed, a letter or digit first and last',
};

export const METHOD: TextRule = { pattern: /^[A-Z]{1,20}$/, allowed: 'an HTTP method in capital letters is allowed' };

export const URL_TEMPLATE: TextRule = {
  pattern: /^\/(?:[^{}\s]|\{\*?[\w-]+\})*$/,
  longest: 1000,
  allowed: 'a path from / on is allowed, of up to 1000 characters, with parameters in braces as in /orders/{id}',
};

export const HEADER_NAME: TextRule = {
  pattern: /^[\w!#$%&'*+.^`|~-]{1,256}$/,
  allowed: 'an HTTP header name of up to 256 characters is allowed',
};

export const REGION: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9 ()-]{0,60}$/,
  allowed: "an Azure region by its display name is allowed, as in 'Norway East'",
};

export const REVISION: TextRule = {
  pattern: /^[\w.-]{1,100}$/,
  allowed: '1 to 100 letters, digits, - _ . are allowed',
};

/** A free text of `longest` characters at the most. */
export function freeText(longest: number): TextRule {
  return { longest, allowed: `1 to ${longest} characters are allowed` };
}
