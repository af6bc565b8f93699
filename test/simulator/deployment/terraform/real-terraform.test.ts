import fc from 'fast-check';
import { runs } from '../../../support/runs';
import { argumentsFault, FUNCTIONS } from '../../../../simulator/deployment/terraform/functions';
import { evaluateWithTerraform, functionsOfTerraform } from '../../../support/terraform/real-expressions';
import { RealTerraform } from '../../../support/terraform/real-terraform';
import { evaluated, UNDETERMINED } from './evaluated';
import { EXPRESSION } from './random-expressions';
import { ROWS } from './rows';
import { ERROR } from './rows/row';

const isInstalled = RealTerraform.isInstalled();
if (!isInstalled) console.warn('terraform is not installed: expressions are not compared with it');
(isInstalled ? describe : describe.skip)('expressions, compared with Terraform', () => {
  test('the rows', () => {
    const values = evaluateWithTerraform(ROWS.map(([expression]) => expression));
    const real = ROWS.map(([expression], index) => [expression, parsed(values[index])]);
    expect(real).toEqual(ROWS);
  }, 120_000);

  test('the numbers of arguments of all functions', () => {
    const declared = [...functionsOfTerraform()].filter(([name]) => FUNCTIONS.has(name));
    expect(declared.length).toBeGreaterThan(100);
    for (const [name, { parameters = [], variadic_parameter: more }] of declared) {
      const { length } = parameters;
      expect([name, length - 1, length > 0 && argumentsFault(name, length - 1) === undefined]).toEqual([
        name,
        length - 1,
        false,
      ]);
      expect([name, length + 1, argumentsFault(name, length + 1) === undefined]).toEqual([
        name,
        length + 1,
        more !== undefined,
      ]);
    }
  });

  test('random expressions', () => {
    // Terraform needs as long for one expression as for hundreds.
    const many = fc.array(EXPRESSION, { minLength: 150, maxLength: 150 });
    fc.assert(
      fc.property(many, (expressions) => {
        const values = evaluateWithTerraform(expressions);
        const pairs = expressions
          .map((expression, index) => [expression, evaluated(expression), parsed(values[index])] as const)
          // What is not determined can hide an error on which the value does not depend.
          .filter(([, ours, real]) => ours !== UNDETERMINED && (real !== ERROR || ours === ERROR));
        expect(pairs.map(([expression, ours]) => [expression, ours])).toEqual(
          pairs.map(([expression, , real]) => [expression, real]),
        );
      }),
      { ...runs(3), endOnFailure: true },
    );
  }, 600_000);
});

function parsed(json: string | undefined): unknown {
  return json === undefined ? ERROR : (JSON.parse(json) as unknown);
}
