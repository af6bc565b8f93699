import fc from 'fast-check';
import { name, optional, Prop, required, SERVICE_NAME, Shape } from './values';
import { call, serviceId, TEXT_TOKEN } from './world';

const skuName: Prop = optional(
  fc.constantFrom('Premium_2', 'Developer_1', 'StandardV2_1', TEXT_TOKEN),
  fc.constant('Premium'),
);

export const lookup: Shape = {
  name: name(SERVICE_NAME, 'a_b', 'a'.repeat(51), 'apim ', 'apim\n'),
  resourceGroupName: name(/^[a-zA-Z0-9_.()-]{0,40}[a-zA-Z0-9_()-]$/, 'rg.', 'grün', 'a'.repeat(91)),
  skuName,
};

export const attributes: Shape = {
  apiManagementId: required(
    fc.oneof(fc.stringMatching(SERVICE_NAME).map(serviceId), fc.constant(TEXT_TOKEN)),
    fc.constantFrom(
      ...['/', serviceId('a/'), serviceId('a_b'), serviceId('a'.repeat(51)), serviceId('${x}'), serviceId(TEXT_TOKEN)],
      ...[serviceId('apim').replace('/rg/', '/grün/'), `${serviceId('apim')}/backends/a`, serviceId('apim').slice(1)],
    ),
  ),
  location: optional(fc.constantFrom('Norway East', 'norwayeast', TEXT_TOKEN)),
  skuName,
  gatewayUrl: optional(fc.constantFrom('https://api.example.com', TEXT_TOKEN), fc.constantFrom('api', 'https://a b')),
};

export const service: Prop = required(call('service', fc.constant('apim')));
