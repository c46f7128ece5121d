import { extname, resolve } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';

/** What commander makes of the options of `dev-certs https`. `password` is false after `--no-password` alone. */
export interface DevCertsOptions {
  readonly check?: boolean;
  readonly trust?: boolean;
  readonly clean?: boolean;
  readonly exportPath?: string;
  readonly format?: 'pfx' | 'pem';
  readonly password?: string;
  readonly noPassword?: boolean;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
}

const PEM_NAMES = ['.pem', '.crt', '.cer'];

/** Refuses options that contradict each other, before anything is done. Throws `conflictingOptions`, `optionNeedsAnother`. */
export function refuseContradictions(options: DevCertsOptions): void {
  const given = (name: keyof DevCertsOptions): boolean => options[name] !== undefined;
  const changes: [keyof DevCertsOptions, string][] = [['exportPath', '--export-path'], ['format', '--format'], ['password', '--password'], ['noPassword', '--no-password']];
  if (given('check') && given('clean')) refuse('--check', '--clean', 'one looks, the other removes.');
  if (given('clean') && given('trust')) refuse('--clean', '--trust', 'one removes what the other makes.');
  for (const [name, option] of changes) {
    if (!given(name)) continue;
    if (given('check')) refuse('--check', option, '--check looks and writes nothing.');
    if (given('clean')) refuse('--clean', option, '--clean removes and writes nothing.');
  }
  if (given('password') && given('noPassword')) refuse('--password', '--no-password', 'one protects the key, the other does not.');
  if (given('verbose') && given('quiet')) refuse('--verbose', '--quiet', 'one tells more, the other less.');
  for (const [name, option] of changes.slice(1)) {
    if (given(name) && !given('exportPath')) throw mewsError('optionNeedsAnother', { option, needs: '--export-path', why: 'it says how the exported file is written.' });
  }
  if (options.password === '' && exportFormat(options) === 'pem') refuse(`--password ''`, '--format pem', 'an empty password encrypts no PEM key; --no-password writes it as it is.');
}

/** As asked for; else PEM for the names that PEM files have, and PFX for all others. */
function exportFormat({ format, exportPath = '' }: DevCertsOptions): 'pfx' | 'pem' {
  return format ?? (PEM_NAMES.includes(extname(exportPath).toLowerCase()) ? 'pem' : 'pfx');
}

/** What is exported where, when something is. Throws `conflictingOptions` when certificate and key would be one file. */
export function exportOf(options: DevCertsOptions, cwd: string): ExportRequest | undefined {
  const { exportPath, password, noPassword = false } = options;
  if (exportPath === undefined) return undefined;
  const path = resolve(cwd, exportPath);
  const format = exportFormat(options);
  const hasKey = password !== undefined || noPassword;
  if (format === 'pem' && hasKey && extname(path) === '.key') refuse(`--export-path ${exportPath}`, '--format pem', 'the key is written to that name, and the certificate needs another.');
  return { path, format, password, noPassword };
}

interface ExportRequest {
  readonly path: string;
  readonly format: 'pfx' | 'pem';
  readonly password: string | undefined;
  readonly noPassword: boolean;
}

function refuse(first: string, second: string, why: string): never {
  throw mewsError('conflictingOptions', { first, second, why });
}
