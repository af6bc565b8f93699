// The arrows of the house, one rule each: CONTRIBUTING.md draws it. Imports of types count as well.

const FRAMEWORK = '(^|/)node_modules/(@cdktf|@cdktn|cdktf|cdktn|constructs)/';

/** A room, and all that it may import; `packages` are allowed where that is not said otherwise. */
function room(name, path, allowed, comment, { packages = true } = {}) {
  const inside = [`^${path}`, ...allowed.map((each) => `^${each}`)];
  return {
    name: `room-${name}`,
    comment,
    severity: 'error',
    from: { path: `^${path}` },
    to: packages ? { path: '^(lib|simulator|cli)/', pathNot: inside } : { pathNot: inside },
  };
}

/** A room of pure functions: it imports neither packages nor Node. */
function pure(name, path, allowed, comment) {
  return room(name, path, allowed, comment, { packages: false });
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

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment:
        'A file is understood with those that it imports, and they without it. The compiler of expressions goes ' +
        'round by nature: an expression holds statements, and these hold expressions.',
      severity: 'error',
      from: { pathNot: '^(simulator/expressions/compile|lib/azapi)/' },
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'What cannot be found cannot be judged by the other rules.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },

    // lib: what makes failover work
    pure(
      'model',
      'lib/failover/model/',
      [],
      'The model is plain data: constructs, checks and readers of Terraform all speak it, with and without a framework.',
    ),
    pure(
      'automaton',
      'lib/failover/automaton/',
      ['lib/failover/model/'],
      'The automaton plays a model, and judges nothing.',
    ),
    pure(
      'guarantees',
      'lib/failover/guarantees/',
      ['lib/failover/(model|automaton)/'],
      'A guarantee is given by playing the automaton, and by no finding.',
    ),
    pure(
      'findings',
      'lib/failover/findings/',
      ['lib/failover/(model|automaton|guarantees)/'],
      'Findings stand on top: what they say is decided by what is played below.',
    ),
    pure(
      'failover',
      'lib/failover/index\\.ts$',
      [FAILOVER],
      'The door of the rooms re-exports them, and adds nothing.',
    ),
    {
      name: 'rooms-by-their-doors',
      comment: 'What a room of lib/failover offers the others is what its index exports.',
      severity: 'error',
      from: { path: '^lib/failover/([a-z]+)/' },
      to: { path: '^lib/failover/', pathNot: ['^lib/failover/$1/', '^lib/failover/[a-z]+/index\\.ts$'] },
    },
    pure(
      'policy',
      POLICY,
      [],
      'Policy documents are read and written without a framework, Node, or a notion of failover.',
    ),
    pure('messages', MESSAGES, [], 'What a message may repeat is decided in one place, which everybody can use.'),

    // lib: the constructs
    room(
      'constructs',
      'lib/(private/|[^/]+\\.ts$)',
      ['lib/(failover|policy|messages)/index\\.ts$', 'lib/azapi/'],
      'Constructs describe failover and write policies: through the doors of these rooms, and no others.',
    ),
    pure(
      'azapi',
      'lib/azapi/',
      ['.*node_modules/(cdktf|constructs)/'],
      'The binding is generated, and knows the framework alone.',
    ),
    {
      name: 'lib-below-simulator',
      comment: 'The constructs are published without the simulator and the command.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(simulator|cli)/' },
    },

    // simulator
    {
      name: 'simulator-without-framework',
      comment: 'It reads Terraform JSON, whoever wrote it: to load a framework costs a second and proves nothing.',
      severity: 'error',
      from: { path: '^(simulator|cli)/' },
      to: { path: FRAMEWORK },
    },
    room(
      'common',
      COMMON,
      [POLICY, MESSAGES],
      'What all rooms share stands below them: errors, files, messages of HTTP.',
    ),
    room(
      'deployment',
      DEPLOYMENT,
      [COMMON, ...PURE],
      'What will be deployed is read before anybody asks what comes of it.',
    ),
    room(
      'expressions',
      EXPRESSIONS,
      [COMMON, POLICY, MESSAGES],
      'C# is C#: it knows a context, and not the gateway that makes it.',
    ),
    room(
      'engine',
      ENGINE,
      [COMMON, DEPLOYMENT, EXPRESSIONS, ...PURE],
      'The engine is handed compiled policies and a transport: any policies, any clock, sockets or scripts.',
    ),
    room(
      'policies',
      POLICIES,
      [COMMON, DEPLOYMENT, EXPRESSIONS, ENGINE, ...PURE],
      'Policies are compiled for the engine, and run on whatever it runs on.',
    ),
    room(
      'simulation',
      SIMULATION,
      [COMMON, DEPLOYMENT, ENGINE, ...PURE],
      'The engine on a virtual clock, with backends that do as they are told: by a scenario, a proof or a test.',
    ),
    room(
      'check',
      CHECK,
      [COMMON, DEPLOYMENT, EXPRESSIONS, ...PURE],
      'A check judges what is deployed as a failover model, and runs no request.',
    ),
    room(
      'scenario',
      SCENARIO,
      [COMMON, DEPLOYMENT, EXPRESSIONS, ENGINE, POLICIES, SIMULATION, ...PURE],
      'A scenario is run, and not proved.',
    ),
    room(
      'prove',
      PROVE,
      [COMMON, DEPLOYMENT, EXPRESSIONS, ENGINE, POLICIES, SIMULATION, CHECK, SCENARIO, ...PURE],
      'A proof plays every failure, and writes a scenario of what is not survived.',
    ),
    room(
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
      'What tests import stands on simulations and proofs, without files of scenarios (but what they may contain is ' +
        'the same) and without sockets.',
    ),
    room(
      'server',
      'simulator/server/',
      [COMMON, DEPLOYMENT, EXPRESSIONS, ENGINE, POLICIES, SIMULATION, SCENARIO, ...PURE],
      'The server runs the engine over HTTP, and a scenario may play its backends; it proves nothing.',
    ),
    room(
      'entry',
      'simulator/index\\.ts$',
      [COMMON, ENGINE, PROVE, 'simulator/testing/', `${SCENARIO}scenario-file\\.ts$`, ...PURE],
      'The entry of the package exports what tests use, and nothing of the command.',
    ),

    // cli
    room('cli', 'cli/', ['simulator/', ...PURE], 'The command uses the simulator, and of lib what has no framework.'),
    {
      name: 'nothing-above-cli',
      comment: 'The command is where a program begins: whatever another needs of it belongs below.',
      severity: 'error',
      from: { pathNot: '^cli/' },
      to: { path: '^cli/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
