import { resolve } from 'node:path';
import type { CertificateFiles } from '../../../../foundation/certificates/server-certificate.ts';
import { mewsError } from '../../../../foundation/errors/mews-error.ts';
import type { ConfigurationSection } from '../../../application/configuration/configuration-section.ts';
import { placeOf, settingText } from './setting-values.ts';

export interface CertificatePlace {
  /** `Https`, for errors. */
  readonly endpoint: string;
  /** Relative paths start here. */
  readonly contentRoot: string;
}

/**
 * A `Certificate` section: `Path` with `Password` or `KeyPath`. Nothing when it names none. Errors: multipleCertificateSources;
 * certificateStoreUnsupported for `Subject` and `Store`, which no operating system lets Node read.
 */
export function readCertificate(section: ConfigurationSection, { endpoint, contentRoot }: CertificatePlace): CertificateFiles | undefined {
  const path = settingText(section.child('Path'));
  const subject = settingText(section.child('Subject'));
  if (path && subject) throw mewsError('multipleCertificateSources', { endpoint }, placeOf(section.child('Subject')));
  if (subject) {
    const store = `${section.get('Location') ?? 'CurrentUser'}/${section.get('Store') ?? 'My'}`;
    throw mewsError('certificateStoreUnsupported', { subject: subject.text, store, of: section.path }, placeOf(section.child('Subject')));
  }
  if (!path) return undefined;
  const keyPath = settingText(section.child('KeyPath'));
  // A password may be blank and may begin with blanks.
  const password = section.get('Password');
  return {
    path: resolve(contentRoot, path.text),
    ...(keyPath && { keyPath: resolve(contentRoot, keyPath.text) }),
    ...(password !== undefined && { password }),
  };
}
