import { request as send } from 'undici';
import type { Scenario, ScenarioRequest } from '../scenario/scenario';

/** The result of a scenario request that was sent over HTTP. */
export interface ScenarioAnswer {
  readonly request: ScenarioRequest;
  /** Undefined if there was no response. */
  readonly status: number | undefined;
  /** Seconds. */
  readonly duration: number;
}

/** The URL of the gateway of a scenario, and the headers that clients send. */
interface ScenarioGateway {
  readonly url: string;
  /** Headers that are added to every request that does not set them, for example a subscription key. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Sends the requests of a scenario at their times. The scenario starts now.
 *
 * @returns a function that cancels the requests that have not been sent yet
 */
export function sendRequests(
  { requests }: Scenario,
  gateway: ScenarioGateway,
  told: (answer: ScenarioAnswer) => void,
): () => void {
  const timers = requests.map((request) =>
    setTimeout(() => void answerTo(request, gateway).then(told), request.at * 1000),
  );
  return () => timers.forEach(clearTimeout);
}

async function answerTo(request: ScenarioRequest, { url, headers: added }: ScenarioGateway): Promise<ScenarioAnswer> {
  const { method, path, body } = request;
  const headers = { ...added, ...request.headers };
  const begun = Date.now();
  const status = await send(`${url}${path}`, { method: method as 'GET', headers, body, headersTimeout: 0 }).then(
    async (response) => {
      await response.body.dump();
      return response.statusCode;
    },
    () => undefined,
  );
  return { request, status, duration: (Date.now() - begun) / 1000 };
}
