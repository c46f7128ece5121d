import { webcrypto } from 'node:crypto';
import { createRequire } from 'node:module';
import type * as Asn1 from 'asn1js';
import type * as Pki from 'pkijs';

/** The libraries that write X.509 and PKCS #12, and what they compute with: Node's own Web Crypto. */
export interface PkiLibraries {
  readonly pki: typeof Pki;
  readonly asn1: typeof Asn1;
  readonly engine: Pki.CryptoEngine;
}

// Loaded when a certificate is made or exported; the CLI's one file cannot import.
const load = createRequire(import.meta.url);

/** Loads pkijs and asn1js, which takes some 50 ms: nothing but `mews dev-certs` needs them. */
export function loadPki(): PkiLibraries {
  const pki = load('pkijs') as typeof Pki;
  const asn1 = load('asn1js') as typeof Asn1;
  return { pki, asn1, engine: new pki.CryptoEngine({ name: 'node', crypto: webcrypto as Crypto }) };
}

type Crypto = ConstructorParameters<typeof Pki.CryptoEngine>[0]['crypto'];
