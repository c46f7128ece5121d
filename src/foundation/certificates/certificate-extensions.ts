import { webcrypto } from 'node:crypto';
import type { Extension, GeneralName, PublicKeyInfo } from 'pkijs';
import type { PkiLibraries } from './load-pki.ts';
import { SERVER_AUTHENTICATION } from './server-certificate.ts';

/** Marks an ASP.NET Core HTTPS development certificate; its value is one byte, the version of its shape. */
const DEV_CERTIFICATE_OID = '1.3.6.1.4.1.311.84.1.1';
const SHAPE_VERSION = 1;

const DNS_NAME = 2;
const IP_ADDRESS = 7;
/** TLS clients refuse a wildcard right under a top-level name, so `*.localhost` helps few of them; `*.dev.localhost` suits them all. */
const NAMES = ['localhost', '*.localhost', '*.dev.localhost'];
const ADDRESSES = [Uint8Array.of(127, 0, 0, 1), Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)];

/**
 * What the certificate may be used for: a TLS server on this machine, and nothing else. It is no CA (`CA:FALSE`): Firefox
 * refuses a CA as a server's certificate, and Chromium, NSS, OpenSSL and Node accept a trusted leaf that signed itself.
 */
export async function certificateExtensions(libraries: PkiLibraries, publicKey: PublicKeyInfo): Promise<Extension[]> {
  const { pki, asn1 } = libraries;
  const critical = (extnID: string, value: Encoded): Extension => new pki.Extension({ extnID, critical: true, extnValue: value.toBER(false) });
  const plain = (extnID: string, value: Encoded): Extension => new pki.Extension({ extnID, critical: false, extnValue: value.toBER(false) });
  const keyIdentifier = new asn1.OctetString({ valueHex: await webcrypto.subtle.digest('SHA-1', publicKey.subjectPublicKey.valueBlock.valueHexView) });
  return [
    critical('2.5.29.19', new pki.BasicConstraints({ cA: false }).toSchema()),
    // digitalSignature alone, the first bit: an elliptic-curve key enciphers no keys
    critical('2.5.29.15', new asn1.BitString({ valueHex: Uint8Array.of(0x80).buffer, unusedBits: 7 })),
    critical('2.5.29.37', new pki.ExtKeyUsage({ keyPurposes: [SERVER_AUTHENTICATION] }).toSchema()),
    critical('2.5.29.17', new pki.GeneralNames({ names: subjectNames(libraries) }).toSchema()),
    plain('2.5.29.14', keyIdentifier),
    plain('2.5.29.35', new pki.AuthorityKeyIdentifier({ keyIdentifier }).toSchema()),
    new pki.Extension({ extnID: DEV_CERTIFICATE_OID, critical: false, extnValue: Uint8Array.of(SHAPE_VERSION).buffer }),
  ];
}

interface Encoded {
  toBER(sizeOnly: boolean): ArrayBuffer;
}

function subjectNames({ pki, asn1 }: PkiLibraries): GeneralName[] {
  return [
    ...NAMES.map((value) => new pki.GeneralName({ type: DNS_NAME, value })),
    ...ADDRESSES.map((address) => new pki.GeneralName({ type: IP_ADDRESS, value: new asn1.OctetString({ valueHex: address.buffer }) })),
  ];
}
