import { existsSync } from 'node:fs';
import { hasProgram } from './has-program.ts';
import type { Command } from './trust-store.ts';

/** How a family of Linux systems keeps its list of trusted certificates. */
export interface SystemPlace {
  /** The folder for certificates that the administrator adds. */
  readonly anchors: string;
  /** What makes the list anew after one was added, and after one was removed. */
  readonly update: Command;
  readonly updateAfterRemoval: Command;
  /** The list that programs read. */
  readonly bundle: string;
  /** Whether p11-kit makes the list: it takes no certificate that is no CA, unless it is told so in a format of its own. */
  readonly isP11Kit: boolean;
}

const UPDATE_CA_TRUST: Command = ['update-ca-trust', 'extract'];
const EXTRACT_COMPAT: Command = ['trust', 'extract-compat'];
const UPDATE_CA_CERTIFICATES: Command = ['update-ca-certificates'];

export const SYSTEM_PLACES: Readonly<Record<'fedora' | 'arch' | 'openSuse' | 'debian', SystemPlace>> = {
  fedora: {
    anchors: '/etc/pki/ca-trust/source/anchors',
    update: UPDATE_CA_TRUST,
    updateAfterRemoval: UPDATE_CA_TRUST,
    bundle: '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
    isP11Kit: true,
  },
  arch: {
    anchors: '/etc/ca-certificates/trust-source/anchors',
    update: EXTRACT_COMPAT,
    updateAfterRemoval: EXTRACT_COMPAT,
    bundle: '/etc/ca-certificates/extracted/tls-ca-bundle.pem',
    isP11Kit: true,
  },
  openSuse: {
    anchors: '/etc/pki/trust/anchors',
    update: UPDATE_CA_CERTIFICATES,
    updateAfterRemoval: UPDATE_CA_CERTIFICATES,
    bundle: '/var/lib/ca-certificates/ca-bundle.pem',
    isP11Kit: true,
  },
  debian: {
    anchors: '/usr/local/share/ca-certificates',
    update: UPDATE_CA_CERTIFICATES,
    // it leaves links to what is gone otherwise
    updateAfterRemoval: ['update-ca-certificates', '--fresh'],
    bundle: '/etc/ssl/certs/ca-certificates.crt',
    isP11Kit: false,
  },
};

/** The place of this system: the first whose folder and program are there. Debian's also serves Ubuntu and Alpine. */
export function findSystemPlace(env: Readonly<Record<string, string | undefined>>): SystemPlace | undefined {
  return Object.values(SYSTEM_PLACES).find(({ anchors, update: [program] }) => existsSync(anchors) && hasProgram(program, env));
}
