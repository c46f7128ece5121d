import { readFileSync } from 'node:fs';
import { loadCertificate } from '../../../../foundation/certificates/load-certificate.ts';
import type { CertificateFiles } from '../../../../foundation/certificates/server-certificate.ts';
import { mewsError } from '../../../../foundation/errors/mews-error.ts';
import { isMissing, unreadableFile } from '../../../../foundation/errors/unreadable-file.ts';
import type { TlsSettings } from '../../../../foundation/transport/tls-handshaker.ts';
import type { HttpProtocols } from '../../../application/kestrel-options.ts';
import type { HttpsSpec, TlsChoice } from './endpoint-spec.ts';
import { tlsVersions } from './tls-versions.ts';

/** What ALPN offers, the best first. */
const APPLICATION_PROTOCOLS: Readonly<Record<HttpProtocols, readonly string[]>> = {
  Http1: ['http/1.1'],
  Http2: ['h2'],
  Http1AndHttp2: ['h2', 'http/1.1'],
};

/** A choice with its certificate read. */
export interface PreparedChoice {
  readonly settings: TlsSettings;
  readonly protocols: HttpProtocols;
}

/** An endpoint's TLS with every certificate read. */
export interface PreparedTls {
  /** For every name, or by name. */
  readonly choices: PreparedChoice | ReadonlyMap<string, PreparedChoice>;
  /** What it was read from: when one changes, it is to be prepared anew. */
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}

export interface TlsPreparation {
  /** The endpoint's name, for errors. */
  readonly endpoint: string;
  /** False: HTTP/2 is not offered, whatever the choice says. */
  readonly speaksHttp2: boolean;
  /** `Certificates:Default`, else the development certificate, else nothing. */
  readonly findDefault: () => Promise<CertificateFiles | undefined>;
}

/** Reads the certificates of an https endpoint. Errors: noServerCertificate, those of the certificates. */
export async function prepareTls(https: HttpsSpec, preparation: TlsPreparation): Promise<PreparedTls> {
  const files = new Set<string>();
  const warnings = new Set<string>();
  const prepare = async (choice: TlsChoice): Promise<PreparedChoice> => {
    const source = choice.certificate ?? (await preparation.findDefault());
    if (!source) throw mewsError('noServerCertificate', { endpoint: preparation.endpoint });
    const loaded = loadCertificate(source, `the endpoint ${preparation.endpoint}`);
    for (const file of loaded.files) files.add(file);
    if (loaded.warning !== undefined) warnings.add(loaded.warning);
    if (choice.clientCertificateAuthorities !== undefined) files.add(choice.clientCertificateAuthorities);
    const applicationProtocols = APPLICATION_PROTOCOLS[choice.protocols].filter((protocol) => protocol !== 'h2' || preparation.speaksHttp2);
    return { settings: { ...toSettings(choice, https.handshakeTimeout), applicationProtocols, certificate: loaded.tls }, protocols: choice.protocols };
  };
  return { choices: https.sni ? await prepareNames(https.sni, prepare) : await prepare(https), files: [...files], warnings: [...warnings] };
}

async function prepareNames(names: ReadonlyMap<string, TlsChoice>, prepare: (choice: TlsChoice) => Promise<PreparedChoice>): Promise<ReadonlyMap<string, PreparedChoice>> {
  const prepared = new Map<string, PreparedChoice>();
  for (const [name, choice] of names) prepared.set(name, await prepare(choice));
  return prepared;
}

function toSettings(choice: TlsChoice, handshakeTimeout: number): Omit<TlsSettings, 'certificate' | 'applicationProtocols'> {
  const { clientCertificateMode, clientCertificateValidation, clientCertificateAuthorities: authorities } = choice;
  return {
    versions: tlsVersions(choice.sslProtocols),
    clientCertificateMode,
    ...(authorities !== undefined && { clientCertificateAuthorities: [readAuthorities(authorities)] }),
    ...(clientCertificateValidation && { clientCertificateValidation }),
    handshakeTimeout,
  };
}

function readAuthorities(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    if (isMissing(error)) throw mewsError('certificateFileNotFound', { file, of: 'ClientCertificateAuthorities' }, { cause: error });
    throw unreadableFile(file, error);
  }
}
