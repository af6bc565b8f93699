import { Code, call, constant, construct, object, raw, shortObject, statement, string } from './code';
import { written } from './layout';
import { identifierOf, Names, plainName, RESERVED } from './names';
import type { Report } from './report';

export type Framework = 'cdktf' | 'cdktn';

/** The program that is written, and its policy files. */
export class Program {
  readonly policies = new Map<string, string>();
  private readonly imports = new Map<string, Set<string>>();
  private readonly identifiers: Names;
  private readonly ids = new Names(['azurerm', 'azapi']);
  private readonly fileNames = new Names();
  private readonly variableNames = new Names();
  private readonly helpers = new Set<Helper>();
  private readonly constants: Code[] = [];
  private readonly variables: Code[] = [];
  private readonly statements: Code[][] = [];

  constructor(
    readonly framework: Framework,
    private readonly report: Report,
  ) {
    this.identifiers = new Names([...RESERVED, ...CLASSES]);
  }

  /** Begins a part of the program, with a comment. */
  begin(title: string): void {
    this.statements.push([`// ${title.replace(/[^ -~]/g, '?')}`]);
  }

  add(...statements: readonly Code[]): void {
    const part = this.statements.at(-1);
    if (part) part.push(...statements);
    else this.statements.push([...statements]);
  }

  identifier(...parts: readonly string[]): string {
    return this.identifiers.unique(identifierOf(...parts), '');
  }

  /** Returns an id for a construct. */
  id(...parts: readonly string[]): Code {
    return string(this.ids.unique(plainName(...parts), '-'));
  }

  /** Imports a construct of this project. */
  own(name: string): string {
    return this.imported(`${this.framework}-apim-failover`, name);
  }

  /** Imports a resource of the azurerm provider by its Terraform type. */
  azurerm(type: string): string {
    const module = type.replace(/^azurerm_/, '').replaceAll('_', '-');
    const name = module.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
    return this.imported(`@${this.framework}/provider-azurerm/lib/${module}`, name);
  }

  /** Imports a class of the framework. */
  ofFramework(name: string): string {
    return this.imported(this.framework, name);
  }

  /** Declares a variable whose value is not in the input, and returns its value. */
  variable(parts: readonly string[], what: string, isSensitive: boolean): Code {
    const name = this.variableNames.unique(
      plainName(...parts)
        .replace(/\W/g, '_')
        .replace(/^(?=\d)/, '_'),
      '_',
    );
    const identifier = this.identifier(...parts);
    const settings = object([
      ['type', string('string')],
      ['description', string(what)],
      ['sensitive', isSensitive ? raw('true') : undefined],
    ]);
    const args = ['stack', string(name), settings];
    this.variables.push(constant(identifier, construct(this.ofFramework('TerraformVariable'), args)));
    this.report.addToFillIn(`var.${name}`, what);
    return raw(`${identifier}.stringValue`);
  }

  /** Declares a constant at the top of the program. */
  constant(name: string, value: Code): string {
    const identifier = this.identifiers.unique(name, '_');
    this.constants.push(constant(identifier, value));
    return identifier;
  }

  /** Adds a policy file, and returns the code that reads it. */
  policy(kind: 'policy' | 'document', parts: readonly string[], text: string): { file: string; code: Code } {
    const name = `${this.fileNames.unique(plainName(...parts), '-')}.xml`;
    this.policies.set(name, text.endsWith('\n') ? text : `${text}\n`);
    this.use(kind);
    if (kind === 'document') this.use('policy');
    return { file: `policies/${name}`, code: call(kind, [string(name)]) };
  }

  /** Imports what is deployed into the state. */
  importChild(identifier: string, child: string, id: Code): void {
    this.use('imported');
    this.add(statement(call('imported', [identifier, string(child), id])));
  }

  /** Sets an argument that a construct does not expose. */
  override(identifier: string, child: string, argument: string, value: Code): void {
    this.use('override');
    this.add(statement(call('override', [identifier, string(child), string(argument), value])));
  }

  /**
   * Replaces the policy that a construct writes.
   *
   * @param unused - the settings of the construct that have no effect because of it
   */
  replacePolicy(identifier: string, child: string, unused: string, text: Code): void {
    this.add('// This replaces the policy of the construct. Until it is deleted, the settings');
    this.add(`// ${unused} have no effect.`);
    this.override(identifier, child, 'xml_content', text);
  }

  text(stackId: string): string {
    const provider = (name: string, id: string, settings: Code): Code =>
      statement(construct(name, ['stack', string(id), settings]));
    const azurermProvider = this.imported(`@${this.framework}/provider-azurerm/lib/provider`, 'AzurermProvider');
    const setUp = [
      constant('app', construct(this.ofFramework('App'), [])),
      constant('stack', construct(this.ofFramework('TerraformStack'), ['app', string(stackId)])),
      provider(azurermProvider, 'azurerm', shortObject([['features', '[{}]']])),
      provider(this.own('AzapiProvider'), 'azapi', '{}'),
    ];
    const helpers = HELPERS.filter(({ name }) => this.helpers.has(name));
    for (const { needs } of helpers) for (const [module, name] of needs(this.framework)) this.imported(module, name);
    const parts = [
      this.importLines(),
      ...(this.constants.length > 0 ? [[NOT_KNOWN, ...this.constants]] : []),
      setUp,
      ...(this.variables.length > 0 ? [this.variables] : []),
      ...this.statements.filter((part) => part.length > 1),
      [statement(call('app.synth', []))],
      ...helpers.map(({ code }) => [code]),
    ];
    return parts.map((part) => part.map((each) => `${written(each)}\n`).join('')).join('\n');
  }

  private use(helper: Helper): void {
    this.helpers.add(helper);
  }

  private imported(module: string, name: string): string {
    this.imports.set(module, (this.imports.get(module) ?? new Set()).add(name));
    return name;
  }

  private importLines(): Code[] {
    const modules = [...this.imports].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
    return modules.map(([module, names]) => {
      const [first, ...others] = [...names].sort();
      const list = shortObject([first, ...others].map((name) => [name, name]));
      return others.length === 0 ? `import { ${first} } from "${module}";` : ['import ', list, ` from "${module}";`];
    });
  }
}

const NOT_KNOWN = '// The configuration does not contain these values. Fill them in.';

/** Modules of Node.js come first. */
function rank(module: string): number {
  return module.startsWith('node:') ? 0 : 1;
}

type Helper = 'imported' | 'override' | 'policy' | 'document';

interface HelperCode {
  readonly name: Helper;
  readonly needs: (framework: Framework) => readonly (readonly [module: string, name: string])[];
  readonly code: string;
}

const ofResource = (framework: Framework): readonly (readonly [string, string])[] => [
  [framework, 'TerraformResource'],
  ['constructs', 'Construct'],
];

const HELPERS: readonly HelperCode[] = [
  {
    name: 'imported',
    needs: ofResource,
    code: `/** Imports what is deployed, so that Terraform updates it in place. */
function imported(construct: Construct, child: string, id: string): void {
  (construct.node.findChild(child) as TerraformResource).importFrom(id);
}`,
  },
  {
    name: 'override',
    needs: ofResource,
    code: `/** Sets an argument that the construct does not expose. */
function override(
  construct: Construct,
  child: string,
  argument: string,
  value: unknown,
): void {
  const resource = construct.node.findChild(child) as TerraformResource;
  resource.addOverride(argument, value);
}`,
  },
  {
    name: 'policy',
    needs: () => [
      ['node:fs', 'readFileSync'],
      ['node:path', 'join'],
    ],
    code: `/** Reads policies. */
function policy(file: string): string {
  return readFileSync(join(__dirname, "policies", file), "utf8");
}`,
  },
  {
    name: 'document',
    needs: () => [],
    code: `/** Reads a policy document in which Terraform interprets nothing. */
function document(file: string): string {
  return policy(file).replace(/[$%](?=\\{)/g, "$&$&");
}`,
  },
];

/** The names of the classes that the program can import. */
const CLASSES = [
  ...['ApiManagement', 'ApiProtocol', 'App', 'AzapiProvider', 'AzurermProvider', 'BackendCredentials'],
  ...['CircuitBreakerBackend', 'CircuitBreakerRule', 'Construct', 'Duration', 'ErrorReason', 'FailoverApi'],
  ...['HttpMethod', 'PriorityPool', 'RetryCondition', 'TerraformResource', 'TerraformStack', 'TerraformVariable'],
];
