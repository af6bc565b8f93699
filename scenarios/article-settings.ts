import type { Settings } from '../settings';

/** The regions of the article. Scenarios and tests use them regardless of `cdktf.json`. */
export const ARTICLE_SETTINGS: Settings = {
  regions: [
    {
      name: 'primary',
      apiManagement: { name: 'apim-primary-sdc-orfff', resourceGroupName: 'rg-primary-sdc-orfff' },
      functionApp: { name: 'func-primary-sdc-orfff', resourceGroupName: 'rg-primary-sdc-orfff' },
    },
    {
      name: 'secondary',
      apiManagement: { name: 'apim-secondary-nwe-g5bv4', resourceGroupName: 'rg-secondary-nwe-g5bv4' },
      functionApp: { name: 'func-secondary-nwe-g5bv4', resourceGroupName: 'rg-secondary-nwe-g5bv4' },
    },
  ],
};
