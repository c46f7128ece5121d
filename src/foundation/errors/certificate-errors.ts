import { define } from './error-definition.ts';

/** 32xx: certificates of servers. `of` says whose: `the endpoint Https`, `Kestrel:Certificates:Default`. */
export const certificateErrors = {
  certificateFileNotFound: define<{ file: string; of: string }>(
    'MEWS3201',
    ({ file, of }) => `The certificate file '${file}' of ${of} does not exist.`,
    () => `Correct its path (relative ones start at the content root), or make a certificate for development with 'mews dev-certs https'.`,
  ),
  certificateFileUnreadable: define<{ file: string; of: string; reason: string }>(
    'MEWS3202',
    ({ file, of, reason }) => `The certificate file '${file}' of ${of} cannot be read: ${reason}.`,
    () => `Check that it is a file and that the user who runs the app may read it.`,
  ),
  wrongCertificatePassword: define<{ file: string; of: string }>(
    'MEWS3203',
    ({ file, of }) => `The password for '${file}' of ${of} is wrong or missing.`,
    () => `Set "Password" beside its path; keep it out of appsettings.json with the variable Kestrel__Endpoints__<name>__Certificate__Password.`,
  ),
  badCertificate: define<{ file: string; of: string; problem: string }>(
    'MEWS3204',
    ({ file, of, problem }) => `There is no usable server certificate in '${file}' of ${of}: ${problem}.`,
    () => `Give a PFX file with its password, or a certificate in PEM form and its key: "Path" and "KeyPath".`,
  ),
  badCertificateKey: define<{ file: string; of: string; problem: string }>(
    'MEWS3205',
    ({ file, of, problem }) => `The provided key file is missing or invalid: '${file}' of ${of}: ${problem}.`,
    () => `"KeyPath" names the private key in PEM form; an encrypted one needs "Password".`,
  ),
  certificateKeyMismatch: define<{ keyFile: string; file: string; of: string }>(
    'MEWS3206',
    ({ keyFile, file, of }) => `The key in '${keyFile}' does not belong to the certificate in '${file}' of ${of}.`,
    () => `Give the key that the certificate was made with; in a chain the server's own certificate comes first.`,
  ),
  notAServerCertificate: define<{ thumbprint: string; file: string }>(
    'MEWS3207',
    ({ thumbprint, file }) =>
      `Certificate ${thumbprint} cannot be used as an SSL server certificate. It has an Extended Key Usage extension but the usages do not include Server Authentication (OID 1.3.6.1.5.5.7.3.1). (${file})`,
    () => `Use a certificate that was made for servers.`,
  ),
  certificateStoreUnsupported: define<{ subject: string; store: string; of: string }>(
    'MEWS3208',
    ({ subject, store, of }) => `The requested certificate ${subject} could not be found in ${store} for ${of}: mews does not read the certificate stores of operating systems.`,
    () => `Export it to a file, and give "Path" and "Password" (PFX), or "Path" and "KeyPath" (PEM), instead of "Subject" and "Store".`,
  ),
  noServerCertificate: define<{ endpoint: string }>(
    'MEWS3209',
    ({ endpoint }) =>
      `Unable to configure HTTPS endpoint. No server certificate was specified for ${endpoint}, and the default developer certificate could not be found or is out of date.`,
    () =>
      `To generate a developer certificate run 'mews dev-certs https'. To trust the certificate run 'mews dev-certs https --trust'. Or name a certificate in appsettings.json: "Kestrel": { "Certificates": { "Default": { "Path": "…" } } }.`,
  ),
};
