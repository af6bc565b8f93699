import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const { CHROMIUM: chosen } = process.env;

/** The browser of this machine: that of the environment variable CHROMIUM, or else one in a usual place. */
export const CHROMIUM = (chosen === undefined ? PLACES : [chosen]).find((path) => existsSync(path));

export const CHROMIUM_OPTIONS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/**
 * Tests that need a browser. Without one they count as skipped, and say why on standard error: of a file whose tests are
 * all skipped, Jest shows nothing else.
 */
export function describeInBrowser(name: string, tests: () => void): void {
  if (CHROMIUM === undefined) {
    const where =
      chosen === undefined ? 'there is none in the usual places; CHROMIUM names another' : `CHROMIUM is ${chosen}`;
    process.stderr.write(`SKIPPED: ${name}: no Chromium was found (${where}).\n`);
  }
  (CHROMIUM === undefined ? describe.skip : describe)(name, tests);
}
