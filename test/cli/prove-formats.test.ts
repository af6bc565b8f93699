import { writeFileSync } from 'node:fs';
import type { ProofReport } from '../../simulator/prove/proof-report';
import { file, HOSTILE } from './proved';
import { stack } from './stack';
import { terminal } from './terminal';

describe('apim-failover prove', () => {
  test('prints Markdown and Mermaid', async () => {
    const { stdout } = await terminal(['prove', file('bad.tf.json'), '--format', 'markdown']);
    expect(stdout).toContain('| func-primary | status 500-599, flapping | 503 in 1 s, 3 attempts');
    const mermaid = await terminal(['prove', file('bad.tf.json'), '--format', 'mermaid']);
    expect(mermaid.stdout).toMatch(/^sequenceDiagram/);
  });

  test('its help shows no empty default', async () => {
    for (const command of ['prove', 'serve']) expect((await terminal([command, '--help'])).stdout).not.toContain('[]');
  });

  test('a diagram is never empty, also where there is nothing to show', async () => {
    for (const name of ['no-api.tf.json', 'good.tf.json', 'alone.tf.json', 'refusing.tf.json']) {
      const { stdout } = await terminal(['prove', file(name), '--format', 'mermaid']);
      expect(stdout).toMatch(/^sequenceDiagram\n {4}participant client as Client\n {4}Note over client: [^#;\n]+\n/);
    }
  });

  test.each(['table', 'json', 'markdown', 'mermaid'])('%s shows no control characters of names', async (format) => {
    for (const name of ['hostile.tf.json', 'bad-hostile.tf.json']) {
      const { stdout } = await terminal(['prove', file(name), '--format', format]);
      expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
      if (format === 'markdown') expect(stdout).not.toContain('<b>');
      if (format === 'json') {
        const [{ failure }] = (JSON.parse(stdout) as ProofReport).guarantees;
        expect(failure.backends).toEqual([HOSTILE]);
      }
    }
  });

  test('shows no secret of a policy or a request', async () => {
    const url = 'https://me:pass-word@one.example.net/api?code=key-code';
    const secrets = JSON.stringify(stack(2))
      .replace(/backend-id=\\"pool\\"/g, `base-url=\\"${url}\\"`)
      .replace('<outbound />', '<outbound><set-header name=\\"X\\"><value>head-value</value></set-header></outbound>');
    writeFileSync(file('secrets.tf.json'), secrets);
    writeFileSync(file('secret-request.yaml'), '- { method: GET, path: /orders/7?code=query-code }\n');
    for (const format of ['table', 'markdown', 'mermaid']) {
      const argv = ['prove', file('secrets.tf.json'), '--format', format, '--requests', file('secret-request.yaml')];
      const { stdout, stderr } = await terminal(argv);
      expect(stdout + stderr).toContain(format === 'mermaid' ? 'sequenceDiagram' : 'one.example.net');
      expect(stdout + stderr).not.toMatch(/pass-word|key-code|head-value|query-code/);
    }
  });

  test('tells how far it is where somebody watches and it takes long, and clears that', async () => {
    const now = jest.spyOn(Date, 'now');
    const told = async (pace: number): Promise<string[]> => {
      let time = 0;
      now.mockImplementation(() => (time += pace));
      const texts: string[] = [];
      await terminal(['prove', file('good.tf.json')], { progress: (text) => void texts.push(text) });
      return texts;
    };
    try {
      expect(await told(0)).toEqual([]);
      expect(await told(2000)).toEqual(['proved 1 of 1', '']);
    } finally {
      now.mockRestore();
    }
  });
});
