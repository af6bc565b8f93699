export { AzapiProvider, type AzapiProviderConfig, type AzapiProviderEndpoint } from './provider';
