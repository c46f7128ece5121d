import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Attribute } from 'pkijs';
import { loadPki, type PkiLibraries } from './load-pki.ts';
import type { CertificatePair } from './make-dev-certificate.ts';

/** Rounds of key derivation, for the key's encryption and for the checksum over all. */
const ROUNDS = 10_000;
const SHA_256 = 'SHA-256';
const AES_256 = { name: 'AES-CBC', length: 256 };
const KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
/** How pkijs numbers them: contents as they are (the certificate is public), a checksum under a password. */
const UNENCRYPTED = 0;
const PASSWORD_KEYED = 0;

/**
 * A PKCS #12 file (RFC 7292) with a certificate and its key: the key encrypted with AES-256 (PBES2, PBKDF2 with SHA-256),
 * the whole under a SHA-256 checksum that the password keys. An empty password is one too.
 */
export async function makePfx({ certificate, key }: CertificatePair, password: string): Promise<Uint8Array> {
  const libraries = loadPki();
  const { pki, engine } = libraries;
  const { raw, fingerprint256 } = new X509Certificate(certificate);
  const secret = exactly(Buffer.from(password, 'utf8'));
  const keyBag = new pki.PKCS8ShroudedKeyBag({ parsedValue: pki.PrivateKeyInfo.fromBER(exactly(createPrivateKey(key).export({ type: 'pkcs8', format: 'der' }))) });
  await keyBag.makeInternalValues({ password: secret, contentEncryptionAlgorithm: AES_256, hmacHashAlgorithm: SHA_256, iterationCount: ROUNDS }, engine);
  const certificateBag = new pki.CertBag({ parsedValue: pki.Certificate.fromBER(exactly(raw)) });
  const bagAttributes = attributes(libraries, Buffer.from(fingerprint256.replaceAll(':', ''), 'hex'));
  const value = new pki.SafeContents({
    safeBags: [new pki.SafeBag({ bagId: KEY_BAG, bagValue: keyBag, bagAttributes }), new pki.SafeBag({ bagId: CERTIFICATE_BAG, bagValue: certificateBag, bagAttributes })],
  });
  const authenticatedSafe = new pki.AuthenticatedSafe({ parsedValue: { safeContents: [{ privacyMode: UNENCRYPTED, value }] } });
  await authenticatedSafe.makeInternalValues({ safeContents: [{}] }, engine);
  const pfx = new pki.PFX({ parsedValue: { integrityMode: PASSWORD_KEYED, authenticatedSafe } });
  await pfx.makeInternalValues({ password: secret, iterations: ROUNDS, pbkdf2HashAlgorithm: SHA_256, hmacHashAlgorithm: SHA_256 }, engine);
  return new Uint8Array(pfx.toSchema().toBER(false));
}

/** A name for people, and what tells readers which key belongs to which certificate. */
function attributes({ pki, asn1 }: PkiLibraries, keyId: Buffer): Attribute[] {
  return [
    new pki.Attribute({ type: FRIENDLY_NAME, values: [new asn1.BmpString({ value: 'localhost' })] }),
    new pki.Attribute({ type: LOCAL_KEY_ID, values: [new asn1.OctetString({ valueHex: exactly(keyId) })] }),
  ];
}

/** A small Buffer is a window on a memory that it shares with others. */
function exactly(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
