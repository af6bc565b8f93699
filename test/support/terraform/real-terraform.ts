import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Graph } from './graph';

/** What Terraform plans: the actions by address, and what each step waits for. */
export interface RealPlan {
  readonly actions: Readonly<Record<string, string>>;
  readonly graph: Graph;
}

/** Runs the Terraform of the machine in a folder of its own. It needs no network, because only `terraform_data` is used. */
export class RealTerraform {
  private readonly folder = mkdtempSync(join(tmpdir(), 'terraform-model-'));

  static isInstalled(): boolean {
    try {
      execFileSync('terraform', ['version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }

  constructor() {
    this.write('{"resource":{"terraform_data":{"any":{}}}}');
    this.run('init');
  }

  /** Forgets what was deployed. */
  reset(): void {
    rmSync(join(this.folder, 'terraform.tfstate'), { force: true });
  }

  apply(json: string): void {
    this.write(json);
    this.run('apply', '-auto-approve');
  }

  /** Returns undefined if Terraform finds a cycle. */
  plan(json: string): RealPlan | undefined {
    this.write(json);
    try {
      this.run('plan', '-out=plan');
    } catch (error) {
      if (String((error as { stderr?: unknown }).stderr).includes('Cycle: ')) return undefined;
      throw error;
    }
    const { resource_changes: changes = [] } = JSON.parse(this.run('show', '-json', 'plan')) as Shown;
    const actions = changes.map(({ address, change }): [string, string] => [address, change.actions.join(' then ')]);
    return { actions: Object.fromEntries(actions), graph: this.graph() };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private graph(): Graph {
    const graph = new Graph();
    const dot = this.run('graph', '-type=apply', '-plan=plan');
    for (const [, from = '', to = ''] of dot.matchAll(/"\[root\] (.*?)" -> "\[root\] (.*?)"$/gm)) {
      graph.connect(nodeOf(from), nodeOf(to));
    }
    return graph;
  }

  private write(json: string): void {
    writeFileSync(join(this.folder, 'main.tf.json'), json);
  }

  private run(command: string, ...args: string[]): string {
    const options = command === 'apply' || command === 'plan' ? ['-no-color', '-input=false'] : [];
    return execFileSync('terraform', [command, ...options, ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

interface Shown {
  readonly resource_changes?: readonly { readonly address: string; readonly change: { readonly actions: string[] } }[];
}

/** A replaced object has a key of its own, which is random. */
function nodeOf(text: string): string {
  return text.replace(/ \(destroy deposed \w+\)$/, ' (destroy)');
}
