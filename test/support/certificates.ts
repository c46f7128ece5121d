import { Integer, OctetString, Utf8String } from 'asn1js';
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { isIP, SocketAddress } from 'node:net';
import {
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  CryptoEngine,
  ExtKeyUsage,
  Extension,
  GeneralName,
  GeneralNames,
  type RelativeDistinguishedNames,
} from 'pkijs';

/** A certificate for tests, and its key; PEM. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly name: string;
}

export interface TestCertificateOptions {
  /** CN and SAN; the first is the subject. Default localhost with its addresses. */
  readonly names?: readonly string[];
  /** OIDs of the Extended Key Usage; empty for none. Default serverAuth. */
  readonly usages?: readonly string[];
  /** Default: itself. */
  readonly issuer?: TestCertificate;
  readonly isAuthority?: boolean;
  /** Days from now. Default yesterday to a month ahead. */
  readonly from?: number;
  readonly to?: number;
}

export const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
export const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';
const DAY = 86_400_000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const engine = new CryptoEngine({ name: 'node', crypto: webcrypto as ConstructorParameters<typeof CryptoEngine>[0]['crypto'] });

let made = Date.now();

/** Makes a certificate, signed by its issuer or by itself. */
export async function makeCertificate(options: TestCertificateOptions = {}): Promise<TestCertificate> {
  const { names = ['localhost', '127.0.0.1', '::1'], usages = [SERVER_AUTHENTICATION], issuer, isAuthority = false, from = -1, to = 30 } = options;
  const name = names[0] ?? 'nobody';
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: ++made });
  setCommonName(certificate.subject, name);
  setCommonName(certificate.issuer, issuer?.name ?? name);
  certificate.notBefore.value = new Date(Date.now() + from * DAY);
  certificate.notAfter.value = new Date(Date.now() + to * DAY);
  certificate.extensions = [
    extension('2.5.29.19', new BasicConstraints({ cA: isAuthority }), true),
    extension('2.5.29.17', new GeneralNames({ names: names.map(alternativeName) })),
    ...(usages.length > 0 && !isAuthority ? [extension('2.5.29.37', new ExtKeyUsage({ keyPurposes: [...usages] }))] : []),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey, engine);
  await certificate.sign(issuer ? await signingKey(issuer.key) : keys.privateKey, 'SHA-256', engine);
  const key = pem(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { cert: pem(certificate.toSchema(true).toBER(false), 'CERTIFICATE'), key, name };
}

/** The same key under a password. */
export function encryptKey(key: string, passphrase: string): string {
  return createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
}

/** The certificate without its PEM clothes. */
export function toDer({ cert }: TestCertificate): Buffer {
  return new X509Certificate(cert).raw;
}

function setCommonName(name: RelativeDistinguishedNames, value: string): void {
  name.typesAndValues.push(new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value }) }));
}

function extension(extnID: string, value: { toSchema(): { toBER(sizeOnly: boolean): ArrayBuffer } }, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: value.toSchema().toBER(false) });
}

function alternativeName(value: string): GeneralName {
  if (isIP(value) === 0) return new GeneralName({ type: 2, value });
  return new GeneralName({ type: 7, value: new OctetString({ valueHex: octetsOf(value) }) });
}

/** Only what tests need: version 4, and the loopback of version 6. */
function octetsOf(address: string): ArrayBuffer {
  const octets = isIP(address) === 4 ? address.split('.').map(Number) : [...Array.from({ length: 15 }, () => 0), Number(new SocketAddress({ address, family: 'ipv6' }).address.replaceAll(':', ''))];
  return Uint8Array.from(octets).buffer;
}

function signingKey(key: string): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', createPrivateKey(key).export({ type: 'pkcs8', format: 'der' }), ALGORITHM, false, ['sign']);
}

function pem(der: ArrayBuffer, label: string): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
