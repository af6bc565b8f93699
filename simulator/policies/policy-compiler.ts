import { isExpression, Position, segmentsOf } from '../../lib/policy';
import type { DeployedService, ScopedPolicy } from '../deployment';
import type { Exchange } from '../engine/exchange';
import type { Failure } from '../engine/failure';
import { immediate, Step, waiting } from '../engine/step';
import { Flow, Pending } from '../engine/flow';
import { errorText } from '../engine/policy-error-text';
import { ExcessiveWork } from '../engine/work';
import {
  CSharp,
  CSharpException,
  Expression,
  ExpressionSyntaxError,
  formatValue,
  UnsupportedExpressionError,
  Value,
} from '../expressions';
import { budget } from '../expressions/budget';
import { policyRule } from '../common/policy-reference';
import { whyRefused } from '../common/policy-treatments';
import { within } from '../common/position';
import { SimulationError } from '../common/simulation-error';
import { numbered, PartCompiler, PolicyPlace, PolicySource } from './policy-source';
import { constantly, Reading } from './reading';

/** Compiles one kind of policy. */
export type CompilePolicy = (source: PolicySource) => Step;

interface CompiledPolicy {
  readonly name: string;
  readonly id: string;
  readonly place: PolicyPlace;
  /** The position in the document. */
  readonly position: Position | undefined;
  readonly step: Step;
}

/** Fragments that include others several times multiply the number of policies. */
const MOST_POLICIES = 100_000;

/** Compiles policies into steps. Faults are collected with their positions until everything is compiled. */
export class PolicyCompiler implements PartCompiler {
  private faults: string[] = [];
  /** Whether a policy compiled so far needs the complete request body. */
  needsRequestBody = false;
  readsResponseBody = false;
  /** The number of policies compiled so far. */
  count = 0;

  constructor(
    private readonly csharp: CSharp,
    /** By element name. */
    private readonly policies: ReadonlyMap<string, CompilePolicy>,
    readonly service: DeployedService,
    private readonly ignored: ReadonlySet<string>,
  ) {}

  /** Compiles the policies of a section. */
  section(policies: readonly ScopedPolicy[]): Step {
    const paths = numbered(policies.map(({ policy }) => policy));
    return this.sequence(
      policies.map(
        ({ policy, address, scope }, index) =>
          new PolicySource(policy, { address, scope, path: paths[index] }, this, policyRule(policy.name)),
      ),
    );
  }

  readsBody(of: 'request' | 'response' | 'message'): void {
    this.needsRequestBody ||= of !== 'response';
    this.readsResponseBody ||= of !== 'request';
  }

  /** @throws SimulationError that lists all collected faults. */
  throwFaults(): void {
    const { faults } = this;
    this.faults = [];
    if (faults.length > 0) throw new SimulationError([...new Set(faults)]);
  }

  sequence(sources: readonly PolicySource[]): Step {
    const policies = sources.flatMap((source) => this.compile(source));
    if (policies.every(({ step }) => step.kind === 'immediate')) {
      return immediate((exchange) => runImmediate(policies, exchange));
    }
    return waiting((exchange) => runWaiting(policies, exchange));
  }

  text(source: PolicySource, text: string, position: Position | undefined): Reading<string> {
    const parts = this.partsOf(source, text, position);
    if (parts.every((part) => typeof part === 'string')) return constantly(parts.join(''));
    const [first] = parts;
    if (parts.length === 1 && typeof first === 'function') return (exchange) => textOf(first, exchange);
    return (exchange) =>
      joined(
        parts.map((part) => (typeof part === 'string' ? part : textOf(part, exchange))),
        exchange,
      );
  }

  value(source: PolicySource, text: string, position: Position | undefined): Reading<Value> {
    const parts = this.partsOf(source, text, position);
    const [first] = parts;
    return parts.length === 1 && typeof first === 'function' ? first : this.text(source, text, position);
  }

  fault(source: PolicySource, reason: string, position: Position | undefined): void {
    this.faults.push(errorText({ ...source.place, policy: source.name, ...position, message: reason }));
  }

  private compile(source: PolicySource): CompiledPolicy[] {
    if (this.ignored.has(source.name) || this.count > MOST_POLICIES) return [];
    if (++this.count > MOST_POLICIES) {
      source.fault(`there are more than ${MOST_POLICIES.toLocaleString('en')} policies, including those of fragments`);
      return [];
    }
    const policy = this.policies.get(source.name);
    if (!policy) {
      source.fault(
        `this policy is not simulated: it ${whyRefused(source.name)}; skip it with ignorePolicies in a scenario, or with --ignore-policy of prove or serve`,
      );
      return [];
    }
    const { name, place, element } = source;
    const { id = '' } = element.attributes;
    return [{ name, id, place, position: element.position, step: policy(source) }];
  }

  private partsOf(source: PolicySource, text: string, position: Position | undefined): (string | Reading<Value>)[] {
    // White space around an expression is insignificant.
    const segments = segmentsOf(isExpression(text) ? text.trim() : text) ?? [];
    return segments.map(({ kind, value }) => (kind === 'text' ? value : this.expression(source, value, position)));
  }

  private expression(source: PolicySource, text: string, start: Position | undefined): Reading<Value> {
    if (/\bBody\b/.test(text)) this.readsBody(bodiesIn(text));
    try {
      return reading(this.csharp.compile(text), start);
    } catch (error) {
      if (!(error instanceof ExpressionSyntaxError || error instanceof UnsupportedExpressionError)) throw error;
      source.fault(error.reason, start && error.position && within(start, error.position));
      // Never runs, since the fault is thrown before.
      return () => null;
    }
  }
}

/** Returns the value of an expression as text. */
function textOf(value: Reading<Value>, exchange: Exchange): string {
  const given = value(exchange);
  const text = formatValue(given, exchange);
  if (typeof given === 'object') noteEvaluation(exchange);
  return text;
}

/** Concatenates strings, up to the maximum length. */
function joined(parts: readonly string[], exchange: Exchange): string {
  exchange.work.make(parts.reduce((sum, { length }) => sum + length, 0));
  return parts.join('');
}

/** The number of characters of an expression that count as one step. */
const PER_STEP = 16;

/** Adds the work of the last evaluation to that of its request. */
function noteEvaluation({ work }: Exchange): void {
  const { steps, bytes } = budget;
  if (steps > 0) work.spend(steps);
  if (bytes > 0) work.make(bytes);
}

/** Evaluates an expression and adds the position in the document to its errors. */
function reading(expression: Expression, start: Position | undefined): Reading<Value> {
  const steps = Math.ceil(expression.source.length / PER_STEP);
  return (exchange) => {
    exchange.work.spend(steps);
    try {
      const value = expression.evaluate(exchange);
      noteEvaluation(exchange);
      return value;
    } catch (error) {
      if (error instanceof CSharpException || error instanceof UnsupportedExpressionError)
        error.position = start && (error.position ? within(start, error.position) : start);
      throw error;
    }
  };
}

/** Returns whose body an expression reads; both if that is not clear from its text. */
function bodiesIn(expression: string): 'request' | 'response' | 'message' {
  if (!/(?<!\bRequest\s*\??\.\s*)\bBody\b/.test(expression)) return 'request';
  return /(?<!\bResponse\s*\??\.\s*)\bBody\b/.test(expression) ? 'message' : 'response';
}

function runImmediate(policies: readonly CompiledPolicy[], exchange: Exchange): Flow {
  let at = 0;
  try {
    exchange.work.spend(policies.length);
    for (; at < policies.length; at++) {
      const { step } = policies[at];
      const flow = step.kind === 'immediate' ? step.run(exchange) : 'next';
      if (flow !== 'next') return left(policies[at], flow, exchange);
    }
    return 'next';
  } catch (error) {
    return thrown(policies[at], error, exchange);
  }
}

function* runWaiting(policies: readonly CompiledPolicy[], exchange: Exchange): Generator<Pending, Flow, void> {
  let at = 0;
  try {
    exchange.work.spend(policies.length);
    for (; at < policies.length; at++) {
      const { step } = policies[at];
      const flow = step.kind === 'immediate' ? step.run(exchange) : yield* step.run(exchange);
      if (flow !== 'next') return left(policies[at], flow, exchange);
    }
    return 'next';
  } catch (error) {
    return thrown(policies[at], error, exchange);
  }
}

/** `context.LastError` describes the innermost policy that failed. */
function left({ name, id, place, position }: CompiledPolicy, flow: Flow, exchange: Exchange): Flow {
  const { failure, section } = exchange;
  if (flow !== 'failed' || !failure || exchange.isExplained) return flow;
  const { reason, message, source = name, statusCode = 0 } = failure;
  exchange.explainFailure({ source, reason, message, scope: place.scope, section, path: place.path, policyId: id });
  // The result of a backend is recorded with its attempt.
  if (statusCode >= 500 && !failure.isOfForward) {
    exchange.reportError({ address: place.address, policy: name, position: failure.position ?? position, message });
  }
  return flow;
}

/** An exception of an expression fails its policy. */
function thrown(policy: CompiledPolicy, error: unknown, exchange: Exchange): Flow {
  if (error instanceof ExcessiveWork) {
    error.place ??= { address: policy.place.address, policy: policy.name, position: policy.position };
  }
  if (error instanceof UnsupportedExpressionError) {
    const { fault: message, position = policy.position } = error;
    throw new SimulationError([errorText({ ...policy.place, policy: policy.name, ...position, message })]);
  }
  if (!(error instanceof CSharpException)) throw error;
  const failure: Failure = {
    source: policy.name,
    reason: 'ExpressionValueEvaluationFailure',
    message: `Expression evaluation failed. ${error.message}`,
    statusCode: 500,
    position: error.position,
  };
  return left(policy, exchange.fail(failure), exchange);
}
