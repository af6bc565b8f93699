// Raises the frameworks and their bindings of azurerm to the latest versions, and writes what follows from them:
//   npm run raise-bindings
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
