import { projectFiles } from '../../../cli/adopt/project';
import { manifestOf } from '../../support/manifests';

type Versions = Readonly<Record<string, string>>;

test.each(['cdktf', 'cdktn'] as const)(
  'a program for %s uses the versions that its package is tested with',
  (framework) => {
    const tested = manifestOf(`${framework}-apim-failover`).devDependencies as Versions;
    const { dependencies } = JSON.parse(projectFiles('orders', framework).get('package.json')!) as {
      dependencies: Versions;
    };
    const names = [framework, `@${framework}/provider-azurerm`];
    expect(names.map((name) => dependencies[name].replace('^', ''))).toEqual(names.map((name) => tested[name]));
  },
);
