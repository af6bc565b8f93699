/** The name and the Azure region of the function app that responds. */
export interface FunctionApp {
  readonly siteName: string;
  readonly region: string;
}

/** The part of Azure's `HttpResponseInit` that the function needs, so that any HTTP host can send it. */
export interface ProcessResponse {
  readonly status: number;
  readonly body?: string;
  readonly jsonBody?: { readonly functionAppName: string; readonly region: string };
}

interface RequestedResponse {
  readonly functionApp?: unknown;
  readonly respondsWithResultCode?: unknown;
}

/** The status codes that do not allow a body. */
const STATUSES_WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** Returns the status in the request's entry for this function app. */
export function processRequest(requestBody: string, { siteName, region }: FunctionApp): ProcessResponse {
  const entries = parseEntries(requestBody);
  if (!entries) return badRequest('Invalid request body');

  const entry = entries.find(({ functionApp }) => functionApp === siteName);
  if (!entry) return badRequest('No matching function app found in request');

  const status = entry.respondsWithResultCode;
  if (!isFinalStatus(status)) {
    const received = typeof status === 'number' ? status : typeof status;
    return badRequest(`respondsWithResultCode must be a whole number from 200 to 599; received ${received}`);
  }
  return STATUSES_WITHOUT_BODY.has(status) ? { status } : { status, jsonBody: { functionAppName: siteName, region } };
}

/** Reads the name and the region from the variables that Azure sets in every function app. */
export function functionAppFrom(env: Readonly<Record<string, string | undefined>>): FunctionApp {
  const { WEBSITE_SITE_NAME: siteName, REGION_NAME: region } = env;
  if (siteName && region) return { siteName, region };

  const missing = [...(siteName ? [] : ['WEBSITE_SITE_NAME']), ...(region ? [] : ['REGION_NAME'])];
  throw new Error(
    `${missing.join(' and ')} must be set: Azure sets these variables in a function app; elsewhere, set them yourself`,
  );
}

function parseEntries(requestBody: string): readonly RequestedResponse[] | undefined {
  let entries: unknown;
  try {
    entries = JSON.parse(requestBody);
  } catch {
    return undefined;
  }
  return Array.isArray(entries) && entries.every(isEntry) ? entries : undefined;
}

function isEntry(value: unknown): value is RequestedResponse {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A 1xx status would have to be followed by another response, which this function does not have. */
function isFinalStatus(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599;
}

function badRequest(body: string): ProcessResponse {
  return { status: 400, body };
}
