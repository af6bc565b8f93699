import { request as send } from 'undici';
import type { Scenario, ScenarioRequest } from '../scenario/scenario';

/** What came of a request of a scenario that was sent over HTTP. */
export interface ScenarioAnswer {
  readonly request: ScenarioRequest;
  /** Undefined where there was no answer. */
  readonly status: number | undefined;
  /** Seconds. */
  readonly duration: number;
}

/** Where the gateway of a scenario listens, and what it asks of clients. */
interface ScenarioGateway {
  readonly url: string;
  /** Headers that are added to every request that does not set them, for example a subscription key. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Sends the requests of a scenario at their times, from now on.
 *
 * @returns ends what has not been sent yet
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
