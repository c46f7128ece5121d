import { define } from './error-definition.ts';
import { didYouMean, quoteList } from './quote-list.ts';

/** 41xx: what an app says of its endpoints and limits, in code and in appsettings.json. */
export const kestrelErrors = {
  badAppSettings: define<{ file: string; problem: string }>(
    'MEWS4101',
    ({ file, problem }) => `An error was encountered when reading '${file}': ${problem}.`,
    () => `Correct the JSON at the place shown; comments and trailing commas are allowed.`,
  ),
  endpointUrlMissing: define<{ endpoint: string }>(
    'MEWS4102',
    ({ endpoint }) => `The endpoint ${endpoint} is missing the required 'Url' parameter.`,
    ({ endpoint }) => `Write "${endpoint}": { "Url": "http://localhost:5000" }.`,
  ),
  multipleCertificateSources: define<{ endpoint: string }>(
    'MEWS4103',
    ({ endpoint }) => `The endpoint ${endpoint} specified multiple certificate sources.`,
    () => `Give "Path", or "Subject", not both.`,
  ),
  httpsOnlySetting: define<{ endpoint: string; key: string }>(
    'MEWS4104',
    ({ endpoint, key }) => `The non-HTTPS endpoint ${endpoint} includes HTTPS-only configuration for ${key}.`,
    ({ key }) => `Make its Url an https:// one, or remove ${key}.`,
  ),
  emptySniName: define<{ endpoint: string }>(
    'MEWS4105',
    ({ endpoint }) =>
      `The endpoint ${endpoint} is invalid because an SNI configuration section has an empty string as its key. Use a wildcard ('*') SNI section to match all server names.`,
    () => `Write the server name, "*.example.org" for its sub-domains, or "*".`,
  ),
  badKestrelSetting: define<{ setting: string; value: string; expected: string }>(
    'MEWS4106',
    ({ setting, value }) => `${setting} is ${value}.`,
    ({ expected }) => `It must be ${expected}.`,
  ),
  unknownKestrelValue: define<{ setting: string; value: string; allowed: readonly string[]; near: readonly string[] }>(
    'MEWS4107',
    ({ setting, value }) => `'${value}' is not a value of ${setting}.`,
    ({ allowed, near }) => `${didYouMean(near)}Use ${quoteList(allowed)}.`,
  ),
  unsupportedKestrelValue: define<{ setting: string; value: string; why: string; instead: string }>(
    'MEWS4108',
    ({ setting, value, why }) => `'${value}' of ${setting} is not supported: ${why}.`,
    ({ instead }) => `Use ${instead} in its place.`,
  ),
  noProtocols: define<{ setting: string }>(
    'MEWS4109',
    ({ setting }) => `An endpoint must be configured to serve at least one protocol. (${setting})`,
    () => `Use 'Http1', 'Http2' or 'Http1AndHttp2'.`,
  ),
  badLimit: define<{ limit: string; value: string; rule: string }>(
    'MEWS4110',
    ({ limit, value, rule }) => `${rule} (${limit} is ${value})`,
    ({ limit }) => `Correct ${limit}; null stands for no limit where one may be left out, times are milliseconds or "hh:mm:ss".`,
  ),
  bufferTooSmall: define<{ buffer: number; limit: number; what: string }>(
    'MEWS4111',
    ({ buffer, limit, what }) => `Maximum request buffer size (${buffer}) must be greater than or equal to maximum request ${what} size (${limit}).`,
    () => `Raise maxRequestBufferSize, or lower the other limit.`,
  ),
};
