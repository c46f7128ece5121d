import { dirname } from 'node:path';
import { MewsError, mewsError } from '../errors/mews-error.ts';
import { dayOf } from './day-of.ts';
import { devCertificateFiles, devCertificateLocks } from './dev-certificate-folder.ts';
import { type DevCertificate, inspectDevCertificate } from './dev-certificate-store.ts';
import { makeDevCertificate } from './make-dev-certificate.ts';
import { closeToOthers, makeStoreFolder, saveDevCertificate } from './save-dev-certificate.ts';
import { withLock } from './store-lock.ts';

const DAY = 86_400_000;

/** Days before its end in which a certificate is replaced: nobody should find it expired on a Monday morning. */
const RENEWAL_DAYS = 30;

export interface EnsuredCertificate {
  readonly certificate: DevCertificate;
  /** What was done: nothing, a first one made, or one made to replace another, and why. */
  readonly outcome: { readonly kind: 'kept' } | { readonly kind: 'made' } | { readonly kind: 'replaced'; readonly why: string };
}

/**
 * The development certificate of this user, made when there is none that is valid for another 30 days. Several processes
 * that do this at once end with one certificate, the same for all. `now` is in milliseconds since 1970.
 * Throws `devCertificateNotMade`, `devCertificateNotSaved`.
 */
export async function ensureDevCertificate(env: Readonly<Record<string, string | undefined>>, now: number = Date.now()): Promise<EnsuredCertificate> {
  const files = devCertificateFiles(env);
  const folder = dirname(files.certificatePath);
  try {
    makeStoreFolder(env);
    return await withLock(devCertificateLocks(folder).files, async () => {
      const before = inspectDevCertificate(env, now);
      if (before.certificate && lastsAt(before.certificate, now)) {
        closeToOthers(files);
        return { certificate: before.certificate, outcome: { kind: 'kept' } };
      }
      const why = before.certificate ? `it expires on ${dayOf(before.certificate.validTo)}` : before.why;
      saveDevCertificate(files, await makeDevCertificate(now));
      const made = inspectDevCertificate(env, now);
      if (!made.certificate) throw new Error(made.why);
      return { certificate: made.certificate, outcome: why === 'there is none' ? { kind: 'made' } : { kind: 'replaced', why } };
    });
  } catch (error) {
    if (error instanceof MewsError) throw error;
    throw mewsError('devCertificateNotSaved', { folder, reason: (error as Error).message }, { cause: error });
  }
}

function lastsAt({ validTo }: DevCertificate, now: number): boolean {
  return validTo - now > RENEWAL_DAYS * DAY;
}
