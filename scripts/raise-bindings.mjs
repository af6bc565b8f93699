// Upgrades the frameworks and their azurerm bindings to the latest versions, and regenerates the documents: npm run
// raise-bindings
import { execFileSync } from 'node:child_process';

const npm = (...args) => execFileSync('npm', args, { stdio: 'inherit' });
const latest = (names) => names.map((name) => `${name}@latest`);

npm('install', '--save-dev', '--save-exact', ...latest(['cdktf', '@cdktf/provider-azurerm']));
npm(
  ...['install', '--save-dev', '--save-exact', '--workspace', 'cdktn-apim-failover'],
  ...latest(['cdktn', '@cdktn/provider-azurerm']),
);
npm('run', 'docs');
npm('test');
