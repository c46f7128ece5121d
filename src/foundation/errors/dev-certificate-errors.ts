import { define } from './error-definition.ts';

/** 33xx: the HTTPS development certificate of `mews dev-certs https`. */
export const devCertificateErrors = {
  devCertificateNotMade: define<{ reason: string }>(
    'MEWS3301',
    ({ reason }) => `The HTTPS development certificate could not be made: ${reason}.`,
    () => `Check that this mews is completely installed ('npm install'), then run 'mews dev-certs https' again.`,
  ),
  devCertificateNotSaved: define<{ folder: string; reason: string }>(
    'MEWS3302',
    ({ folder, reason }) => `The HTTPS development certificate could not be saved in ${folder}: ${reason}.`,
    () => `Check that the folder is yours and can be written, or name another one in the variable MEWS_DEV_CERTS_DIRECTORY.`,
  ),
  devCertificateNotExported: define<{ path: string; reason: string }>(
    'MEWS3303',
    ({ path, reason }) => `The HTTPS development certificate could not be exported to '${path}': ${reason}.`,
    () => `Choose another path with --export-path; a file that is there already is replaced.`,
  ),
  exportFolderNotFound: define<{ folder: string }>(
    'MEWS3304',
    ({ folder }) => `The certificate cannot be exported: the directory '${folder}' does not exist.`,
    () => `Create it first, and choose permissions carefully when creating it: a private key may be written there.`,
  ),
  devCertificateNotTrusted: define<{ reasons: readonly string[] }>(
    'MEWS3305',
    ({ reasons }) => `The HTTPS development certificate could not be trusted anywhere: ${reasons.join('; ')}.`,
    () => `Do what the list above says for each store, then run 'mews dev-certs https --trust' again.`,
  ),
  noValidDevCertificate: define<{ folder: string; reason: string }>(
    'MEWS3306',
    ({ folder, reason }) => `No valid certificate found: ${reason} (${folder}).`,
    () => `Make one with 'mews dev-certs https', or make and trust it with 'mews dev-certs https --trust'.`,
  ),
  devCertificateUntrusted: define<{ reasons: readonly string[] }>(
    'MEWS3307',
    ({ reasons }) => `A valid certificate was found, but it is not trusted everywhere: ${reasons.join('; ')}.`,
    () => `Trust it with 'mews dev-certs https --trust'.`,
  ),
  devCertificateNotRemoved: define<{ reasons: readonly string[] }>(
    'MEWS3308',
    ({ reasons }) => `Not everything of the HTTPS development certificate could be removed: ${reasons.join('; ')}.`,
    () => `Run 'mews dev-certs https --clean' again with the rights it needs, or run the commands named here yourself.`,
  ),
  trustCancelled: define<{ reasons: readonly string[] }>(
    'MEWS3309',
    ({ reasons }) => `Trusting the HTTPS development certificate was cancelled; it is not trusted yet: ${reasons.join('; ')}.`,
    () => `Run 'mews dev-certs https --trust' again to go on.`,
  ),
};
