import type { X509Certificate } from 'node:crypto';

/** The extended key usage of servers (RFC 5280 section 4.2.1.12). */
export const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';

/** Where a server's certificate is read from: files, or PEM text at hand. */
export type CertificateSource = CertificateFiles | CertificateText;

export interface CertificateFiles {
  /** Absolute: a PFX file, or PEM (certificate, then its chain; the key too when `keyPath` is left out), or DER. */
  readonly path: string;
  /** Absolute: the private key, PEM. */
  readonly keyPath?: string;
  /** Of the PFX file, or of an encrypted key. */
  readonly password?: string;
}

export interface CertificateText {
  /** PEM: the certificate, then its chain. */
  readonly cert: string;
  readonly key: string;
  readonly password?: string;
}

/** A certificate that a server can use. */
export interface ServerCertificate {
  /** As `tls.createSecureContext` takes it. */
  readonly tls: { readonly cert?: string; readonly key?: string; readonly pfx?: Buffer; readonly passphrase?: string };
  readonly certificate: X509Certificate;
  /** What it was read from: worth watching. */
  readonly files: readonly string[];
  /** What the user should know of it: that it has expired, or is not valid yet. */
  readonly warning: string | undefined;
}
