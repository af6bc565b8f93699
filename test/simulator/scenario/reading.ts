import { SimulationError } from '../../../simulator/common/simulation-error';
import { readScenario } from '../../../simulator/scenario/read-scenario';

export const SMALLEST = { apiManagement: 'apim', requests: [{ at: 'PT0S', method: 'GET', path: '/' }] };

export function faultsOf(text: string | object): readonly string[] {
  try {
    readScenario('s.yaml', typeof text === 'string' ? text : JSON.stringify(text));
  } catch (error) {
    if (error instanceof SimulationError) return error.shown;
    throw error;
  }
  return [];
}
