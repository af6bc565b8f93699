// Which layer may import which: see "How the repository is organized" in CONTRIBUTING.md. Imports of types count as well.

const FRAMEWORK = '(^|/)node_modules/(@cdktf|@cdktn|cdktf|cdktn|constructs)/';

/** Every file of this repository that another one could import. */
const TREE = '^(lib|simulator|cli|bench|examples|scenarios|scripts|test)/|^(main|settings)\\.ts$';

/** A layer, and everything in this repository that it may import. It may import packages unless `packages` is false. */
function layer(name, path, allowed, comment, { packages = true } = {}) {
  const inside = [path, ...allowed].map((each) => `^${each}`);
  return {
    name: `layer-${name}`,
    comment,
    severity: 'error',
    from: { path: `^${path}` },
    to: packages ? { path: TREE, pathNot: inside } : { pathNot: inside },
  };
}

/** A layer that imports neither packages nor Node.js. */
function pureLayer(name, path, allowed, comment) {
  return layer(name, path, allowed, comment, { packages: false });
}

const FAILOVER = 'lib/failover/';
const POLICY = 'lib/policy/';
const MESSAGES = 'lib/messages/';
const COMMON = 'simulator/common/';
const DEPLOYMENT = 'simulator/deployment/';
const EXPRESSIONS = 'simulator/expressions/';
const ENGINE = 'simulator/engine/';
const POLICIES = 'simulator/policies/';
const SIMULATION = 'simulator/simulation/';
const CHECK = 'simulator/check/';
const SCENARIO = 'simulator/scenario/';
const PROVE = 'simulator/prove/';
const PURE = [FAILOVER, POLICY, MESSAGES];

const CONSTRUCTS_INDEX = 'lib/index\\.ts$';
const PURE_INDEXES = 'lib/(failover|policy|messages)/index\\.ts$';
const MAIN = 'main\\.ts$';
const SETTINGS = 'settings\\.ts$';
const SCENARIOS = 'scenarios/';
const EXAMPLES = 'examples/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'A file can be understood from the files that it imports. Only the compiler of expressions is recursive: ' +
        'expressions contain statements, which contain expressions.',
      severity: 'error',
      from: { pathNot: '^(simulator/expressions/compile|lib/azapi)/' },
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'The other rules cannot judge an import that is not found. Programs in bench import built packages.',
      severity: 'error',
      from: { pathNot: '^bench/[^/]+\\.cjs$' },
      to: { couldNotResolve: true },
    },

    // lib: failover, policies, and messages
    pureLayer(
      'model',
      'lib/failover/model/',
      [],
      'The model is plain data, which constructs, checks, and the readers of Terraform share.',
    ),
    pureLayer(
      'automaton',
      'lib/failover/automaton/',
      ['lib/failover/model/'],
      'The automaton runs a model, and does not judge the result.',
    ),
    pureLayer(
      'guarantees',
      'lib/failover/guarantees/',
      ['lib/failover/(model|automaton)/'],
      'A guarantee follows from running the automaton, and never from a finding.',
    ),
    pureLayer(
      'findings',
      'lib/failover/findings/',
      ['lib/failover/(model|automaton|guarantees)/'],
      'A finding reports what the layers below decide.',
    ),
    pureLayer('failover', 'lib/failover/index\\.ts$', [FAILOVER], 'The index only re-exports.'),
    {
      name: 'through-index',
      comment: 'A folder of lib/failover offers the other folders only what its index exports.',
      severity: 'error',
      from: { path: '^lib/failover/([a-z]+)/' },
      to: { path: '^lib/failover/', pathNot: ['^lib/failover/$1/', '^lib/failover/[a-z]+/index\\.ts$'] },
    },
    pureLayer(
      'policy',
      POLICY,
      [],
      'Policy documents are read and written without a framework, without Node.js, and without the failover model.',
    ),
    pureLayer('messages', MESSAGES, [], 'One place decides what a message may repeat, and every layer can use it.'),

    // lib: the constructs
    layer(
      'constructs',
      'lib/(private/|[^/]+\\.ts$)',
      [PURE_INDEXES, 'lib/azapi/'],
      'Constructs describe failover and write policies through the indexes of these folders.',
    ),
    pureLayer(
      'azapi',
      'lib/azapi/',
      ['.*node_modules/(cdktf|constructs)/'],
      'The binding is generated, and imports only the framework.',
    ),
    {
      name: 'lib-alone',
      comment: 'The constructs are published without the rest of the repository.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: TREE, pathNot: '^lib/' },
    },

    // simulator
    {
      name: 'simulator-without-framework',
      comment: 'The simulator reads Terraform JSON, whatever wrote it. Loading a framework would take a second.',
      severity: 'error',
      from: { path: '^(simulator|cli)/' },
      to: { path: FRAMEWORK, pathNot: '(^|/)node_modules/@cdktn/hcl2json/' },
    },
    layer('common', COMMON, [POLICY, MESSAGES], 'The basics that all other folders share.'),
    layer('deployment', DEPLOYMENT, [COMMON, ...PURE], 'Reads what will be deployed, and does not run it.'),
    layer(
      'expressions',
      EXPRESSIONS,
      [COMMON, POLICY, MESSAGES],
      'C# needs a context, but not the gateway that creates it.',
    ),
    layer(
      'engine',
      ENGINE,
      [COMMON, DEPLOYMENT, EXPRESSIONS, ...PURE],
      'The engine takes compiled policies, a clock, and a transport as input, so that any of them can be replaced.',
    ),
    layer(
      'policies',
      POLICIES,
      [COMMON, DEPLOYMENT, EXPRESSIONS, ENGINE, ...PURE],
      'Policies are compiled for the engine, independently of its clock and transport.',
    ),
    layer(
      'simulation',
      SIMULATION,
      [COMMON, DEPLOYMENT, ENGINE, ...PURE],
      'The engine on a virtual clock, with backends that a scenario, a proof, or a test scripts.',
    ),
    layer(
      'check',
      CHECK,
      [COMMON, DEPLOYMENT, EXPRESSIONS, ...PURE],
      'A check judges the deployment as a failover model, and runs no request.',
    ),
    layer(
      'scenario',
      SCENARIO,
      [COMMON, DEPLOYMENT, EXPRESSIONS, ENGINE, POLICIES, SIMULATION, ...PURE],
      'A scenario is run, not proved.',
    ),
    layer(
      'prove',
      PROVE,
      [COMMON, DEPLOYMENT, EXPRESSIONS, ENGINE, POLICIES, SIMULATION, CHECK, SCENARIO, ...PURE],
      'A proof runs every failure, and writes a scenario for each failure that is not survived.',
    ),
    layer(
      'testing',
      'simulator/testing/',
      [
        COMMON,
        DEPLOYMENT,
        EXPRESSIONS,
        ENGINE,
        POLICIES,
        SIMULATION,
        PROVE,
        `${SCENARIO}scenario\\.schema\\.json$`,
        ...PURE,
      ],
      'Tests use simulations and proofs, and the limits of scenario files, without the files and without sockets.',
    ),
    layer(
      'server',
      'simulator/server/',
      [COMMON, DEPLOYMENT, EXPRESSIONS, ENGINE, POLICIES, SIMULATION, SCENARIO, ...PURE],
      'The server runs the engine over HTTP. A scenario may control its backends. It proves nothing.',
    ),
    layer(
      'simulator-index',
      'simulator/index\\.ts$',
      [COMMON, ENGINE, PROVE, 'simulator/testing/', `${SCENARIO}scenario-file\\.ts$`, ...PURE],
      'The index exports what tests use, and nothing of the command.',
    ),

    // cli
    layer(
      'cli',
      'cli/(?!adopt/)',
      ['cli/', 'simulator/', ...PURE],
      'The command uses the simulator, and the parts of lib without cdktf.',
    ),
    layer(
      'adopt',
      'cli/adopt/',
      ['cli/manifest\\.ts$', COMMON, DEPLOYMENT, CHECK, ...PURE, 'lib/private/(failover-policy|rules|text-rule)\\.ts$'],
      'A program that adopts a deployment uses what constructs accept and write, from files that load no framework.',
    ),

    // The main stack and the programs around the packages
    layer('settings', SETTINGS, ['lib/messages/index\\.ts$'], 'Settings are read before any construct exists.'),
    layer('main', MAIN, [CONSTRUCTS_INDEX, SETTINGS], 'The main stack uses the constructs as any other stack does.'),
    layer(
      'scenarios',
      SCENARIOS,
      [CONSTRUCTS_INDEX, MAIN, SETTINGS],
      'The stacks of the scenarios use the constructs as any other stack does.',
    ),
    layer(
      'examples',
      EXAMPLES,
      [CONSTRUCTS_INDEX, 'simulator/index\\.ts$'],
      'Examples import the packages as users do; tsconfig.json maps their names to these files.',
    ),
    {
      name: 'example-alone',
      comment: 'A reader can copy the folder of an example.',
      severity: 'error',
      from: { path: '^examples/([^/]+)/' },
      to: { path: '^examples/', pathNot: '^examples/$1/' },
    },
    layer(
      'scripts',
      'scripts/',
      [CONSTRUCTS_INDEX, PURE_INDEXES, 'simulator/', 'cli/', MAIN, SETTINGS, SCENARIOS, EXAMPLES],
      'Scripts use lib only through its indexes. No script needs a test or a benchmark.',
    ),
    layer('bench', 'bench/', [MAIN, SETTINGS], 'Benchmarks measure the built packages, not the sources.'),
    layer(
      'test',
      'test/',
      ['(lib|simulator|cli|scenarios|scripts|examples)/', MAIN, SETTINGS],
      'A test does not depend on a benchmark, so that a benchmark can change with what it measures.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Built files exist only after a build, and are judged as sources.
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
