import { both, holds, joined, namesIn, Outcomes, State, Variable } from './assigned-state';
import { SyntaxFault } from './errors';
import { declaratorsIn, Syntax } from './syntax';

/** The states at the statements that leave a loop or a switch, or begin its next iteration. */
interface Exits {
  breaks: State;
  continues: State;
}

/** Returns the uses of local variables that have no value yet, by the rules of the C# compiler. */
export function unassignedUses(body: Syntax): SyntaxFault[] {
  return new Assignments(body).faults;
}

class Assignments {
  readonly faults: SyntaxFault[] = [];
  /** The variables in scope. Undefined hides a variable of that name. */
  private scope = new Map<string, Variable | undefined>();
  private exits: Exits = { breaks: undefined, continues: undefined };
  /** The names that local functions use. When they have a value depends on the calls, which is not tracked. */
  private readonly shared = new Set<string>();

  constructor(body: Syntax) {
    if (holds(body, 'goto_statement')) return;
    this.share(body, false);
    this.statement(body, new Set());
  }

  private share(syntax: Syntax, isInside: boolean): void {
    if (isInside && syntax.type === 'identifier') this.shared.add(syntax.text);
    for (const child of syntax.children) this.share(child, isInside || syntax.type === 'local_function_statement');
  }

  private within(scoped: () => State): State {
    const outer = this.scope;
    this.scope = new Map(outer);
    const state = scoped();
    this.scope = outer;
    return state;
  }

  private loop(body: () => State): { readonly end: State; readonly exits: Exits } {
    const outer = this.exits;
    const exits: Exits = (this.exits = { breaks: undefined, continues: undefined });
    const end = this.within(body);
    this.exits = outer;
    return { end, exits };
  }

  private sequence(statements: readonly Syntax[], state: State): State {
    return statements.reduce<State>((so, statement) => this.statement(statement, so), state);
  }

  private statement(syntax: Syntax, state: State): State {
    const { fields, children, type } = syntax;
    switch (type) {
      case 'block':
        return this.within(() => this.sequence(children, state));
      case 'local_declaration_statement':
      case 'variable_declaration':
        return children.reduce<State>((so, child) => this.declaration(child, so), state);
      case 'local_function_statement':
        return state;
      case 'if_statement': {
        const { yes, no } = this.condition(fields.get('condition'), state);
        const then = this.within(() => this.statement(fields.get('consequence')!, yes));
        const other = fields.get('alternative');
        return both(then, other ? this.within(() => this.statement(other, no)) : no);
      }
      case 'while_statement':
      case 'for_statement':
        return this.within(() => this.repetition(syntax, state));
      case 'do_statement': {
        const { end, exits } = this.loop(() => this.statement(fields.get('body')!, state));
        const { no } = this.condition(fields.get('condition'), both(end, exits.continues));
        return both(no, exits.breaks);
      }
      case 'foreach_statement': {
        const before = this.expression(fields.get('right')!, state);
        this.loop(() => this.statement(fields.get('body')!, before));
        return before;
      }
      case 'switch_statement':
        return this.choice(syntax, state);
      case 'break_statement':
        this.exits.breaks = both(this.exits.breaks, state);
        return undefined;
      case 'continue_statement':
        this.exits.continues = both(this.exits.continues, state);
        return undefined;
      case 'return_statement':
      case 'throw_statement':
        this.all(children, state);
        return undefined;
      case 'try_statement':
        return this.attempt(syntax, state);
      case 'using_statement':
        return this.within(() => this.sequence(children, state));
      case 'checked_statement':
        return this.sequence(children, state);
      case 'expression_statement':
        return this.all(children, state);
      default:
        return this.expression(syntax, state);
    }
  }

  private declaration(syntax: Syntax, state: State): State {
    if (syntax.type === 'variable_declaration') return this.statement(syntax, state);
    if (syntax.type !== 'variable_declarator') return state;
    const name = syntax.fields.get('name');
    const value = syntax.children.find((child) => child !== name);
    const after = value ? this.expression(value, state) : state;
    if (!name) return after;
    const isTracked = !value && !this.shared.has(name.text);
    this.scope.set(name.text, isTracked ? { name: name.text } : undefined);
    return after;
  }

  private repetition({ fields, children }: Syntax, state: State): State {
    const [body, test, start] = ['body', 'condition', 'initializer'].map((name) => fields.get(name));
    const before = start ? this.statement(start, state) : state;
    const { yes, no } = test ? this.condition(test, before) : { yes: before, no: undefined };
    const { end, exits } = this.loop(() => this.statement(body!, yes));
    this.all(
      children.filter((child) => child !== body && child !== test && child !== start),
      both(end, exits.continues),
    );
    return both(no, exits.breaks);
  }

  private choice({ fields }: Syntax, state: State): State {
    const before = this.expression(fields.get('value')!, state);
    const sections = fields.get('body')?.children ?? [];
    const outer = this.exits.continues;
    const { exits } = this.loop(() => {
      for (const section of sections) this.within(() => this.sequence(section.children, before));
      return undefined;
    });
    this.exits.continues = both(outer, exits.continues);
    return sections.some(({ tokens }) => tokens.includes('default')) ? exits.breaks : both(exits.breaks, before);
  }

  private attempt({ fields, children }: Syntax, state: State): State {
    let end = this.statement(fields.get('body')!, state);
    for (const clause of children) {
      const body = clause.type === 'catch_clause' ? clause.fields.get('body') : undefined;
      if (body)
        end = both(
          end,
          this.within(() => this.statement(body, state)),
        );
    }
    const last = children.find(({ type }) => type === 'finally_clause');
    const after = last ? this.sequence(last.children, state) : state;
    return end && after ? new Set([...end, ...after]) : undefined;
  }

  /** Evaluates expressions one after the other. Names of types and members are not expressions. */
  private all(children: readonly Syntax[], state: State, parent?: Syntax): State {
    const names = ['type', 'name'].map((name) => parent?.fields.get(name));
    return children.reduce<State>((so, child) => (names.includes(child) ? so : this.expression(child, so)), state);
  }

  private expression(syntax: Syntax, state: State): State {
    const { type, fields, children } = syntax;
    switch (type) {
      case 'identifier':
        this.use(syntax, state);
        return state;
      case 'assignment_expression':
        return this.assignment(syntax, state);
      case 'invocation_expression': {
        const callee = fields.get('function');
        if (callee?.text === 'nameof') return state;
        return this.all(
          children.filter((child) => child !== callee),
          callee ? this.expression(callee, state) : state,
        );
      }
      case 'argument_list':
      case 'bracketed_argument_list': {
        const after = children.reduce<State>((so, child) => this.argument(child, so), state);
        return after && new Set([...after, ...children.flatMap((child) => this.outOf(child) ?? [])]);
      }
      case 'lambda_expression': {
        this.within(() => {
          for (const name of namesIn(fields.get('parameters'))) this.scope.set(name, undefined);
          const body = fields.get('body')!;
          return body.type === 'block' ? this.statement(body, state) : this.expression(body, state);
        });
        return state;
      }
      case 'conditional_access_expression':
        return this.aside(children, state);
      case 'binary_expression':
        if (syntax.tokens[0] === '??') return this.aside(children, state);
        if (!/^(?:&&|\|\|)$/.test(syntax.tokens[0])) break;
        return joined(this.condition(syntax, state));
      case 'conditional_expression':
        return joined(this.condition(syntax, state));
      case 'throw_expression':
        this.all(children, state);
        return undefined;
      case 'switch_expression': {
        const [subject, ...arms] = children;
        const before = this.expression(subject, state);
        return arms.reduce<State>((so, arm) => both(so, this.all(arm.children, before)), undefined);
      }
      case 'initializer_expression':
        return children.reduce<State>((so, child) => this.initializer(child, so), state);
      case 'anonymous_object_creation_expression':
        return declaratorsIn(syntax).reduce<State>((so, { value }) => this.expression(value, so), state);
      case 'generic_name':
      case 'declaration_expression':
        return state;
    }
    return this.all(children, state, syntax);
  }

  private use({ text, position }: Syntax, state: State): void {
    const variable = this.scope.get(text);
    if (!variable || !state || state.has(variable)) return;
    this.faults.push({ reason: `the local variable ${text} is used before it has a value`, position });
    this.scope.set(text, undefined);
  }

  private assignment({ fields, tokens }: Syntax, state: State): State {
    const [left, right] = [fields.get('left')!, fields.get('right')!];
    const operator = fields.get('operator')?.text.trim() ?? tokens[0];
    if (left.type !== 'identifier') return this.expression(right, this.expression(left, state));
    if (operator !== '=') this.use(left, state);
    const after = this.expression(right, state);
    const variable = this.scope.get(left.text);
    return variable && after ? new Set([...after, variable]) : after;
  }

  private argument(syntax: Syntax, state: State): State {
    if (syntax.tokens.includes('out')) return state;
    return this.all(syntax.children.slice(-1), state);
  }

  /** Returns the variable that an `out` argument assigns. */
  private outOf(syntax: Syntax): Variable | undefined {
    return syntax.tokens.includes('out') ? this.scope.get(syntax.children[syntax.children.length - 1].text) : undefined;
  }

  /** Evaluates the first expression, and those that are not always evaluated. */
  private aside([first, ...rest]: readonly Syntax[], state: State): State {
    const after = this.expression(first, state);
    for (const syntax of rest) this.expression(syntax, after);
    return after;
  }

  /** In an initializer, the name before `=` is that of a member. */
  private initializer(syntax: Syntax, state: State): State {
    if (syntax.type !== 'assignment_expression') return this.expression(syntax, state);
    const [left, right] = [syntax.fields.get('left')!, syntax.fields.get('right')!];
    return this.expression(right, left.type === 'identifier' ? state : this.expression(left, state));
  }

  private condition(syntax: Syntax | undefined, state: State): Outcomes {
    if (!syntax) return { yes: state, no: state };
    const { type, fields, tokens, children, text } = syntax;
    if (type === 'parenthesized_expression') return this.condition(children[0], state);
    if (type === 'boolean_literal')
      return text === 'true' ? { yes: state, no: undefined } : { yes: undefined, no: state };
    if (type === 'prefix_unary_expression' && tokens[0] === '!') {
      const { yes, no } = this.condition(children[0], state);
      return { yes: no, no: yes };
    }
    if (type === 'binary_expression' && tokens[0] === '&&') {
      const left = this.condition(fields.get('left'), state);
      const right = this.condition(fields.get('right'), left.yes);
      return { yes: right.yes, no: both(left.no, right.no) };
    }
    if (type === 'binary_expression' && tokens[0] === '||') {
      const left = this.condition(fields.get('left'), state);
      const right = this.condition(fields.get('right'), left.no);
      return { yes: both(left.yes, right.yes), no: right.no };
    }
    if (type === 'conditional_expression') {
      const test = this.condition(fields.get('condition'), state);
      const a = this.condition(fields.get('consequence'), test.yes);
      const b = this.condition(fields.get('alternative'), test.no);
      return { yes: both(a.yes, b.yes), no: both(a.no, b.no) };
    }
    const after = this.expression(syntax, state);
    return { yes: after, no: after };
  }
}
