export {
  CATALOGUE,
  type CatalogueEntry,
  FINDING_CODES,
  FINDING_LEVELS,
  type FindingCode,
  type FindingLevel,
} from './catalogue';
export { check } from './check';
export { checkApi } from './check-api';
export { breakerFaults, checkBackend } from './check-backend';
export { byName, checkName, checkNames, clashKeys } from './check-names';
export { checkPool, MOST_MEMBERS, poolFaults } from './check-pool';
export { finding, type Finding, formatFinding } from './finding';
export { grouped } from './grouped';
export { counted } from './wording';
