import type { TextRule } from './text-rule';

/** The names and texts that API Management and its Terraform providers allow. */

export const BACKEND_NAME: TextRule = {
  pattern: /^\w(?:[\w-]{0,78}\w)?$/,
  allowed: '1 to 80 letters, digits, underscores and hyphens are allowed, with no hyphen at the start or end',
};

export const RULE_NAME: TextRule = {
  pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,78}[a-zA-Z0-9])?$/,
  allowed: '1 to 80 letters, digits and hyphens are allowed, with no hyphen at the start or end',
};

export const SERVICE_NAME: TextRule = {
  pattern: /^[0-9a-zA-Z-]{1,50}$/,
  allowed: '1 to 50 letters, digits and hyphens are allowed',
};

/** The pattern that the azurerm provider accepts. */
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

export const POOL_ID: TextRule = {
  ...BACKEND_ID,
  allowed: `the full ID of a pool is needed: ${SERVICE_EXAMPLE}/backends/<name>`,
};

export const VERSION_SET_ID: TextRule = {
  pattern: new RegExp(`^${SERVICE}/apiVersionSets/[\\w.-]+$`, 'i'),
  allowed: `the full id of a version set is needed: ${SERVICE_EXAMPLE}/apiVersionSets/<name>`,
};

/** The resource group of a service, as the azurerm provider accepts it. */
export const RESOURCE_GROUP_NAME: TextRule = {
  pattern: /^[\w.()-]{0,89}[\w()-]$/,
  allowed:
    '1 to 90 ASCII letters, digits, underscores, hyphens, periods and parentheses are allowed, with no period at the end',
};

/** Any resource group. Letters of all alphabets are allowed. */
export const ANY_RESOURCE_GROUP_NAME: TextRule = {
  pattern: /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u,
  allowed:
    '1 to 90 letters, digits, underscores, hyphens, periods and parentheses are allowed, with no period at the end',
};

export const SKU_NAME: TextRule = {
  pattern: /^(?:Consumption|Developer|(?:Basic|Standard|Premium)(?:V2)?)_\d{1,4}$/,
  allowed:
    'Consumption, Developer, Basic, BasicV2, Standard, StandardV2, Premium or PremiumV2 and a number of units are needed, such as Premium_2',
};

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

export const SUBSCRIPTION_ID: TextRule = {
  pattern: GUID,
  allowed: 'a subscription id is needed, such as 00000000-0000-0000-0000-000000000000',
};

export const CLIENT_ID: TextRule = {
  pattern: GUID,
  allowed: 'a client id is needed, such as 00000000-0000-0000-0000-000000000000',
};

export const FUNCTION_APP_NAME: TextRule = {
  pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,58}[a-zA-Z0-9])?$/,
  allowed: '1 to 60 letters, digits and hyphens are allowed, with no hyphen at the start or end',
};

export const FUNCTION_APP_ID: TextRule = {
  pattern:
    /^\/subscriptions\/[\w-]+\/resourceGroups\/[\p{L}\p{N}_().-]{1,90}\/providers\/Microsoft\.Web\/sites\/[\w-]{1,60}$/iu,
  allowed:
    'the full id of a function app is needed: /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Web/sites/<name>',
};

export const KEY_NAME: TextRule = {
  pattern: /^[\w.-]{1,100}$/,
  // The key itself is easily passed in place of its name.
  isSecret: true,
  allowed: '1 to 100 letters, digits, underscores, periods and hyphens are allowed',
};

/** The version of a key becomes a tag of its named value. */
export const KEY_VERSION: TextRule = {
  pattern: /^[\w.-]{1,80}$/,
  isSecret: true,
  allowed: '1 to 80 letters, digits, underscores, periods and hyphens are allowed',
};

export const NAMED_VALUE_NAME: TextRule = {
  pattern: /^[\w.-]{1,256}$/,
  allowed: '1 to 256 letters, digits, underscores, periods and hyphens are allowed',
};

export const API_NAME: TextRule = {
  pattern: /^[^*#&+:<>?/\\%{}"'`;\s\p{C}]{1,256}$/u,
  allowed: '1 to 256 characters are allowed, except spaces and * # & + : < > ? / \\ % { } " \' ` ;',
};

export const API_PATH: TextRule = {
  pattern: /^(?:\w|[\w.][\w\-/.:]{0,398}[\w-])$/,
  allowed: 'up to 400 letters, digits and - _ . : / are allowed, with no slash at the start or end',
};

export const OPERATION_ID: TextRule = {
  pattern: /^[a-zA-Z0-9](?:[\w-]{0,78}[a-zA-Z0-9])?$/,
  tokens: 'none',
  allowed: '1 to 80 letters, digits, hyphens and underscores are allowed, with a letter or digit at the start and end',
};

export const METHOD: TextRule = { pattern: /^[A-Z]{1,20}$/, allowed: 'an HTTP method in uppercase is needed' };

/** Each parameter must be declared, and Terraform would interpret `${` before a parameter. */
export const URL_TEMPLATE: TextRule = {
  pattern: /^\/(?:(?![$%]\{)[^{}\s\p{C}]|\{\*?[\w-]+\})*$/u,
  longest: 1000,
  tokens: 'none',
  allowed:
    'a path of up to 1000 characters that starts with / is allowed, with parameters in braces, such as /orders/{id}, and no $ or % before them',
};

/** Returns the names of the parameters in a URL template, `{name}` or `{*name}`. */
export function parametersOf(urlTemplate: string): string[] {
  return [...urlTemplate.matchAll(/\{\*?([\w-]+)\}/g)].map(([, name]) => name);
}

export const HEADER_NAME: TextRule = {
  // A JavaScript object cannot have a regular property named __proto__.
  pattern: /^(?!__proto__$)[\w!#$%&'*+.^`|~-]{1,256}$/,
  allowed: 'an HTTP header name of up to 256 characters is allowed',
};

export const REGION: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9 ()-]{0,60}$/,
  allowed: "the display name of an Azure region is needed, such as 'Norway East'",
};

export const REVISION: TextRule = {
  pattern: /^[\w.-]{1,100}$/,
  allowed: '1 to 100 letters, digits, hyphens, underscores and periods are allowed',
};

export const VERSION: TextRule = {
  pattern: /^[^\s\p{C}{}/?#&%\\]{1,100}$/u,
  allowed: '1 to 100 characters are allowed, except spaces and { } / ? # & % \\',
};

/** All characters except control characters and unpaired surrogates, which do not reach Azure unchanged. */
export const TEXT = /^[\t\n\r\P{C}\p{Cf}\p{Co}\p{Cn}]*$/u;

export const OPEN_API: TextRule = {
  pattern: TEXT,
  isEscaped: true,
  // The examples in the document may contain keys.
  isSecret: true,
  allowed: 'a JSON or YAML document without control characters is needed',
};

/** Returns the rule for free text of up to `longest` characters. */
export function freeText(longest: number): TextRule {
  return {
    pattern: TEXT,
    longest,
    isEscaped: true,
    allowed: `1 to ${longest} characters are allowed, without control characters`,
  };
}

/** Returns the rule for free text that may be a secret. */
export function secretText(longest: number): TextRule {
  return { ...freeText(longest), isSecret: true };
}

/** Returns the rule for free text whose length the azurerm provider counts in bytes. */
export function freeBytes(longest: number): TextRule {
  return {
    pattern: TEXT,
    longest,
    countsBytes: true,
    isEscaped: true,
    allowed: `1 to ${longest} bytes are allowed (the azurerm provider counts bytes), without control characters`,
  };
}

export const HTTP_URL: TextRule = {
  pattern: { test: isUnambiguousUrl },
  longest: 2000,
  isUrl: true,
  allowed:
    'an HTTP or HTTPS URL of up to 2000 characters is allowed, such as https://orders.example.com, without white space, braces or a user name',
};

/**
 * Returns whether a text is an HTTP or HTTPS URL that everyone reads alike: without characters that URL silently corrects
 * (white space, control characters, backslashes) or that Terraform interprets, and without a user name.
 */
function isUnambiguousUrl(value: string): boolean {
  if (/[\s\p{C}\\{}]/u.test(value)) return false;
  try {
    const { protocol, hostname, username, password } = new URL(value);
    return /^https?:$/.test(protocol) && /^https?:\/\/[^/]/.test(value) && hostname !== '' && !username && !password;
  } catch {
    return false;
  }
}
