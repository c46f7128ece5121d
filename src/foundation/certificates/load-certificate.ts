import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { messageOf } from '../errors/message-of.ts';
import { MewsError, mewsError } from '../errors/mews-error.ts';
import { isMissing, reasonOf, unreadableFile } from '../errors/unreadable-file.ts';
import { SERVER_AUTHENTICATION, type CertificateFiles, type CertificateSource, type ServerCertificate } from './server-certificate.ts';
import { sha1Of } from './thumbprints.ts';

const PEM_CERTIFICATE = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/;
const PEM_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

interface Subject {
  /** For errors: `the endpoint Https`. */
  readonly of: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Reads a server's certificate and its key. Errors: certificateFileNotFound, certificateFileUnreadable,
 * wrongCertificatePassword, badCertificate, badCertificateKey, certificateKeyMismatch, notAServerCertificate (ASP.NET Core's
 * rule: an Extended Key Usage that lacks Server Authentication). One that is not valid at the time is usable, with a warning.
 */
export function loadCertificate(source: CertificateSource, of: string, now = Date.now()): ServerCertificate {
  const subject = { of, now };
  if ('cert' in source) return fromPem({ cert: source.cert, key: source.key, password: source.password, file: 'the given text' }, subject);
  const content = read(source.path, of);
  const text = content.toString('latin1');
  const isPem = PEM_CERTIFICATE.test(text);
  if (!isPem && source.keyPath === undefined) return fromPfx(content, source, subject);
  const cert = isPem ? text : parse(content, source.path, of).toString();
  return { ...fromFiles(cert, source, subject), files: source.keyPath === undefined ? [source.path] : [source.path, source.keyPath] };
}

function fromFiles(cert: string, { path, keyPath, password }: CertificateFiles, subject: Subject): ServerCertificate {
  const { of } = subject;
  if (keyPath !== undefined) return fromPem({ cert, key: readKey(keyPath, of), password, file: path, keyFile: keyPath }, subject);
  if (!PEM_KEY.test(cert)) throw mewsError('badCertificate', { file: path, of, problem: 'it has no private key, and no "KeyPath" says where that is' });
  return fromPem({ cert, key: cert, password, file: path }, subject);
}

interface Pem {
  readonly cert: string;
  readonly key: string;
  readonly password: string | undefined;
  readonly file: string;
  readonly keyFile?: string;
}

function fromPem(pem: Pem, subject: Subject): ServerCertificate {
  const { file, keyFile = file } = pem;
  const certificate = parse(pem.cert, file, subject.of);
  const key = decrypt(pem, keyFile, subject.of);
  if (!certificate.checkPrivateKey(key)) throw mewsError('certificateKeyMismatch', { keyFile, file, of: subject.of });
  return checked({ cert: pem.cert, key: key.export({ type: 'pkcs8', format: 'pem' }).toString() }, { certificate, file, subject });
}

function fromPfx(pfx: Buffer, { path, password }: CertificateFiles, subject: Subject): ServerCertificate {
  const tls = { pfx, ...(password !== undefined && { passphrase: password }) };
  try {
    // Asked of a connection that will never be: the one documented way to the certificate inside.
    const socket = new TLSSocket(new Socket(), { isServer: true, secureContext: createSecureContext(tls) });
    const certificate = socket.getX509Certificate();
    socket.destroy();
    if (!certificate) throw new Error('it holds no certificate');
    return { ...checked(tls, { certificate, file: path, subject }), files: [path] };
  } catch (error) {
    throw describePfxFailure(error, path, subject.of);
  }
}

function describePfxFailure(error: unknown, file: string, of: string): unknown {
  if (error instanceof MewsError) return error;
  const message = messageOf(error);
  if (/mac verify failure|invalid password/i.test(message)) return mewsError('wrongCertificatePassword', { file, of }, { cause: error });
  return mewsError('badCertificate', { file, of, problem: PFX_PROBLEMS.find(([pattern]) => pattern.test(message))?.[1] ?? message }, { cause: error });
}

const PFX_PROBLEMS: readonly (readonly [RegExp, string])[] = [
  [/wrong tag|not enough data|too long|header too long|asn1|decode/i, 'it is neither PEM nor a PFX file'],
  [/unsupported/i, 'it is encrypted in an old way that OpenSSL 3 refuses; export it again, without -legacy'],
  [/private key/i, 'it has no private key'],
];

/** The rules that hold wherever the certificate came from. */
function checked(tls: ServerCertificate['tls'], { certificate, file, subject }: { certificate: X509Certificate; file: string; subject: Subject }): ServerCertificate {
  // `keyUsage` of Node is the *extended* key usage.
  const usages = certificate.keyUsage as readonly string[] | undefined;
  if (usages && usages.length > 0 && !usages.includes(SERVER_AUTHENTICATION)) throw mewsError('notAServerCertificate', { thumbprint: sha1Of(certificate), file });
  return { tls, certificate, files: [], warning: warningOf(certificate, file, subject.now) };
}

function warningOf({ validFrom, validTo }: X509Certificate, file: string, now: number): string | undefined {
  if (Date.parse(validTo) <= now) return `The certificate in ${file} expired on ${validTo}: clients will refuse it.`;
  if (Date.parse(validFrom) > now) return `The certificate in ${file} is valid from ${validFrom} only: clients will refuse it until then.`;
  return undefined;
}

function parse(content: string | Buffer, file: string, of: string): X509Certificate {
  try {
    return new X509Certificate(content);
  } catch (error) {
    throw mewsError('badCertificate', { file, of, problem: 'it cannot be read as a certificate' }, { cause: error });
  }
}

function decrypt({ key, password }: Pem, file: string, of: string): KeyObject {
  try {
    return createPrivateKey({ key, ...(password !== undefined && { passphrase: password }) });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const isAboutPassword = code === 'ERR_MISSING_PASSPHRASE' || /bad decrypt|bad password|passphrase|interrupted or cancelled/i.test(`${code} ${message}`);
    if (isAboutPassword) throw mewsError('wrongCertificatePassword', { file, of }, { cause: error });
    throw mewsError('badCertificateKey', { file, of, problem: 'it has no private key in PEM form' }, { cause: error });
  }
}

function readKey(file: string, of: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    const problem = isMissing(error) ? 'there is no such file' : unreadableFile(file, error).message;
    throw mewsError('badCertificateKey', { file, of, problem }, { cause: error });
  }
}

function read(file: string, of: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isMissing(error)) throw mewsError('certificateFileNotFound', { file, of }, { cause: error });
    throw mewsError('certificateFileUnreadable', { file, of, reason: reasonOf(error) }, { cause: error });
  }
}
