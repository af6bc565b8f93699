import { durationText, element, setText } from './dom.js';

/** Methods without a body in browsers. */
const BODILESS = ['GET', 'HEAD'];

/** The form that sends a request through the gateway, initially for its first operation. */
export class RequestForm {
  #form;
  #answer;

  constructor(form, answer) {
    this.#form = form;
    this.#answer = answer;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    form.elements.method.addEventListener('change', () => this.#offerBody());
  }

  async fill() {
    try {
      const { method, path, headers, body = '' } = await (await fetch('request')).json();
      const fields = this.#form.elements;
      if (![...fields.method.options].some(({ value }) => value === method)) {
        fields.method.append(element('option', {}, method));
      }
      fields.method.value = method;
      fields.path.value = path;
      fields.headers.value = Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n');
      fields.body.value = body;
      this.#offerBody();
    } catch {
      // The page shows that there is no connection; the form can be filled in manually.
    }
  }

  #offerBody() {
    const { method, body } = this.#form.elements;
    body.disabled = BODILESS.includes(method.value);
  }

  async #send() {
    const { method, path, headers, body } = this.#form.elements;
    setText(this.#answer, 'Sent. Waiting for the response…');
    const begun = performance.now();
    try {
      const response = await fetch(location.origin + path.value, {
        method: method.value,
        headers: headersIn(headers.value),
        body: body.disabled ? undefined : body.value,
        redirect: 'manual',
        cache: 'no-store',
      });
      await response.body?.pipeTo(new WritableStream());
      // The browser does not expose the status of a redirect; the exchange shows it.
      const status = response.type === 'opaqueredirect' ? 'a redirect' : response.status;
      setText(this.#answer, `Received ${status} after ${durationText((performance.now() - begun) / 1000)}.`);
    } catch (error) {
      setText(this.#answer, `No response: ${error.message}.`);
    }
  }
}

/** Parses headers, one on each line, for example `Content-Type: application/json`. */
function headersIn(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error(`"${line}" is not a header; a name, a colon and a value are needed`);
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
}
