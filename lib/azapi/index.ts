export { AzapiProvider, AzapiProviderConfig, AzapiProviderEndpoint } from './provider';
