import type { TextRule } from './text-rule';

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

/** As far as the azurerm provider takes it. */
const SERVICE =
  '/subscriptions/[\\w-]+/resourceGroups/[\\w.()-]{0,89}[\\w()-]/providers/Microsoft\\.ApiManagement/service/[0-9a-zA-Z-]{1,50}';
const SERVICE_EXAMPLE = '/subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.ApiManagement/service/<name>';

export const SERVICE_ID: TextRule = {
  pattern: new RegExp(`^${SERVICE}$`, 'i'),
  tokens: 'whole',
  allowed: `the full id of a service is needed: ${SERVICE_EXAMPLE}`,
};

export const BACKEND_ID: TextRule = {
  pattern: new RegExp(`^${SERVICE}/backends/\\w(?:[\\w-]{0,78}\\w)?$`, 'i'),
  tokens: 'whole',
  allowed: `the full id of a backend is needed: ${SERVICE_EXAMPLE}/backends/<name>`,
};

export const VERSION_SET_ID: TextRule = {
  pattern: new RegExp(`^${SERVICE}/apiVersionSets/[\\w.-]+$`, 'i'),
  allowed: `the full id of a version set is needed: ${SERVICE_EXAMPLE}/apiVersionSets/<name>`,
};

/** A service's resource group, as far as the azurerm provider takes it. */
export const RESOURCE_GROUP_NAME: TextRule = {
  pattern: /^[\w.()-]{0,89}[\w()-]$/,
  allowed:
    '1 to 90 letters of ASCII, digits, underscores, hyphens, periods and parentheses are allowed, no period last',
};

/** Any resource group; letters are those of all alphabets. */
export const ANY_RESOURCE_GROUP_NAME: TextRule = {
  pattern: /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u,
  allowed: '1 to 90 letters, digits, underscores, hyphens, periods and parentheses are allowed, no period last',
};

export const SKU_NAME: TextRule = {
  pattern: /^\w{1,50}_\d{1,4}$/,
  allowed: 'a tier and a number of units are allowed, as in Premium_2',
};

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

export const SUBSCRIPTION_ID: TextRule = {
  pattern: GUID,
  allowed: 'a subscription id is needed, as in 00000000-0000-0000-0000-000000000000',
};

export const CLIENT_ID: TextRule = {
  pattern: GUID,
  allowed: 'a client id is needed, as in 00000000-0000-0000-0000-000000000000',
};

export const FUNCTION_APP_NAME: TextRule = {
  pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,58}[a-zA-Z0-9])?$/,
  allowed: '1 to 60 letters, digits and hyphens are allowed, no hyphen first or last',
};

export const FUNCTION_APP_ID: TextRule = {
  pattern:
    /^\/subscriptions\/[\w-]+\/resourceGroups\/[\p{L}\p{N}_().-]{1,90}\/providers\/Microsoft\.Web\/sites\/[\w-]{1,60}$/iu,
  allowed:
    'the full id of a function app is needed: /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Web/sites/<name>',
};

export const KEY_NAME: TextRule = {
  pattern: /^[\w.-]{1,100}$/,
  // The key itself is easily given for its name.
  isSecret: true,
  allowed: '1 to 100 letters, digits and _ . - are allowed',
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
  pattern: /^[a-zA-Z0-9](?:[\w-]{0,78}[a-zA-Z0-9])?$/,
  tokens: 'none',
  allowed: '1 to 80 letters, digits, hyphens and underscores are allowed, a letter or digit first and last',
};

export const METHOD: TextRule = { pattern: /^[A-Z]{1,20}$/, allowed: 'an HTTP method in capital letters is allowed' };

/** Its parameters are declared one by one, and `${` before one would be read by Terraform. */
export const URL_TEMPLATE: TextRule = {
  pattern: /^\/(?:(?![$%]\{)[^{}\s\p{C}]|\{\*?[\w-]+\})*$/u,
  longest: 1000,
  tokens: 'none',
  allowed:
    'a path from / on is allowed, of up to 1000 characters, with parameters in braces as in /orders/{id} and no $ or % before them',
};

/** The names of a URL template's parameters, `{name}` or `{*name}`. */
export function parametersOf(urlTemplate: string): string[] {
  return [...urlTemplate.matchAll(/\{\*?([\w-]+)\}/g)].map(([, name]) => name);
}

export const HEADER_NAME: TextRule = {
  // An object in JavaScript cannot hold __proto__ as a name.
  pattern: /^(?!__proto__$)[\w!#$%&'*+.^`|~-]{1,256}$/,
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

export const VERSION: TextRule = {
  pattern: /^[^\s\p{C}{}/?#&%\\]{1,100}$/u,
  allowed: '1 to 100 characters are allowed, none of them a space or one of { } / ? # & % \\',
};

/** All characters but controls and halves of surrogate pairs, which do not reach Azure as they are. */
export const TEXT = /^[\t\n\r\P{C}\p{Cf}\p{Co}\p{Cn}]*$/u;

export const OPEN_API: TextRule = {
  pattern: TEXT,
  isEscaped: true,
  // Its examples may hold keys.
  isSecret: true,
  allowed: 'a document is needed, in JSON or YAML, without control characters',
};

/** A free text of `longest` characters at the most. */
export function freeText(longest: number): TextRule {
  return {
    pattern: TEXT,
    longest,
    isEscaped: true,
    allowed: `1 to ${longest} characters are allowed, no control characters`,
  };
}

/** A free text that may be a secret, or be taken for one. */
export function secretText(longest: number): TextRule {
  return { ...freeText(longest), isSecret: true };
}

/** A free text of which the azurerm provider counts the bytes. */
export function freeBytes(longest: number): TextRule {
  return {
    pattern: TEXT,
    longest,
    countsBytes: true,
    isEscaped: true,
    allowed: `1 to ${longest} bytes are allowed, as the azurerm provider counts, no control characters`,
  };
}

export const HTTP_URL: TextRule = {
  pattern: { test: isHttpUrl },
  longest: 2000,
  isUrl: true,
  allowed:
    'an http or https URL of up to 2000 characters is allowed, as in https://orders.example.com, without white space, braces and a user',
};

function isHttpUrl(value: string): boolean {
  // What URL mends in silence (white space, control characters, backslashes) or Terraform would read is no URL to deploy.
  if (/[\s\p{C}\\{}]/u.test(value)) return false;
  try {
    const { protocol, hostname, username, password } = new URL(value);
    return /^https?:$/.test(protocol) && /^https?:\/\/[^/]/.test(value) && hostname !== '' && !username && !password;
  } catch {
    return false;
  }
}
