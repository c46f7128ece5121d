import { dayOf } from '../../foundation/certificates/day-of.ts';
import { type DevCertificate, findDevCertificate, inspectDevCertificate } from '../../foundation/certificates/dev-certificate-store.ts';
import { devCertificateFolder } from '../../foundation/certificates/dev-certificate-folder.ts';
import { ensureDevCertificate, type EnsuredCertificate } from '../../foundation/certificates/ensure-dev-certificate.ts';
import { exportDevCertificate } from '../../foundation/certificates/export-dev-certificate.ts';
import { removeDevCertificate } from '../../foundation/certificates/remove-dev-certificate.ts';
import { findTrustStores } from '../../foundation/certificates/trust-stores/find-trust-stores.ts';
import { hasProgram } from '../../foundation/certificates/trust-stores/has-program.ts';
import type { StoreAccess } from '../../foundation/certificates/trust-stores/run-steps.ts';
import { checkStores, forgetInStores, type StoreState, trustInStores } from '../../foundation/certificates/trust-stores/trust-in-stores.ts';
import type { TrustStore } from '../../foundation/certificates/trust-stores/trust-store.ts';
import { MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import type { CommandContext } from './command-context.ts';
import { createReporter } from './create-reporter.ts';
import { type DevCertsOptions, exportOf } from './dev-certs-options.ts';
import { type ExitCodes, failureExitCode } from './failure-exit-code.ts';
import { renderStores } from './render-stores.ts';

/** Exit codes of `dotnet dev-certs https`, by the failure that they stand for. */
const EXIT_CODES: ExitCodes = {
  devCertificateNotMade: 1,
  devCertificateNotSaved: 2,
  devCertificateNotExported: 3,
  exportFolderNotFound: 3,
  devCertificateNotTrusted: 4,
  noValidDevCertificate: 6,
  devCertificateUntrusted: 7,
  devCertificateNotRemoved: 8,
  trustCancelled: 5,
};

type Run = StoreAccess & Pick<CommandContext, 'out' | 'cwd'> & { readonly isQuiet: boolean };

/** `mews dev-certs https`, its options in order. Resolves with the exit code; what a user can act on is reported. */
export async function devCertsHttps(options: DevCertsOptions, context: CommandContext): Promise<number> {
  const report = createReporter(context, { format: 'text', verbosity: options.quiet ? 'quiet' : options.verbose ? 'detailed' : 'minimal' });
  const { env, out, cwd } = context;
  const canSudo = context.isTty && process.platform !== 'win32' && hasProgram('sudo', env);
  const run: Run = { env, out, cwd, report, signal: context.stop.graceful, canSudo, isRoot: process.getuid?.() === 0, isQuiet: options.quiet === true };
  try {
    if (options.check) await check(options, run);
    else if (options.clean) await clean(run);
    else await ensure(options, run);
    return 0;
  } catch (error) {
    if (!(error instanceof MewsError)) throw error;
    const exitCode = failureExitCode(error, EXIT_CODES);
    if (exitCode === undefined) throw error;
    report({ type: 'error', error: error.toJSON() });
    return exitCode;
  }
}

async function check({ trust }: DevCertsOptions, run: Run): Promise<void> {
  const found = inspectDevCertificate(run.env);
  if (!found.certificate) throw mewsError('noValidDevCertificate', { folder: devCertificateFolder(run.env), reason: found.why });
  const { certificate } = found;
  run.report({ type: 'note', text: `A valid certificate was found: ${describe(certificate)}` });
  if (!trust) return;
  const states = await checkStores(certificate, findTrustStores(run.env));
  print(states, run);
  const reasons = untrusted(deciding(states));
  if (reasons.length > 0) throw mewsError('devCertificateUntrusted', { reasons });
  run.report({ type: 'note', text: 'A trusted certificate was found.' });
}

async function clean(run: Run): Promise<void> {
  const problems = await forgetInStores(findDevCertificate(run.env), findTrustStores(run.env), run);
  const removed = await removeFiles(run);
  if (problems.length > 0) throw mewsError('devCertificateNotRemoved', { reasons: problems });
  run.report({ type: 'note', text: removed.length === 0 ? 'There was no HTTPS development certificate to remove.' : 'HTTPS development certificates successfully removed from the machine.' });
}

async function removeFiles({ env, report }: Run): Promise<readonly string[]> {
  try {
    const removed = await removeDevCertificate(env);
    for (const file of removed) report({ type: 'note', text: `Removed ${file}` });
    return removed;
  } catch (error) {
    throw mewsError('devCertificateNotRemoved', { reasons: [(error as Error).message] }, { cause: error });
  }
}

async function ensure(options: DevCertsOptions, run: Run): Promise<void> {
  const wanted = exportOf(options, run.cwd);
  const stores = options.trust ? findTrustStores(run.env) : undefined;
  const ensured = await ensureDevCertificate(run.env);
  run.report({ type: 'note', text: outcomeText(ensured) });
  if (wanted !== undefined) {
    for (const { path, holds } of await exportDevCertificate(ensured.certificate, wanted)) run.report({ type: 'note', text: `Exported to ${path} (${holds})` });
  }
  if (stores) await trust(ensured.certificate, stores, run);
}

async function trust(certificate: DevCertificate, stores: readonly TrustStore[], run: Run): Promise<void> {
  const states = await trustInStores(certificate, stores, run);
  print(states, run);
  const reasons = untrusted(states);
  if (run.signal.aborted && reasons.length > 0) throw mewsError('trustCancelled', { reasons });
  if (states.length > 0 && deciding(states).every(({ trusted }) => !trusted)) throw mewsError('devCertificateNotTrusted', { reasons });
  if (reasons.length > 0) run.report({ type: 'warning', text: 'The certificate is trusted in a part of the stores only; the list says what stands in the way of the others.' });
  else run.report({ type: 'note', text: 'The certificate is trusted. Browsers that are open see it after they were started again.' });
}

function print(states: readonly StoreState[], { out, isQuiet }: Run): void {
  const shown = isQuiet ? states.filter(({ trusted }) => !trusted) : states;
  if (shown.length > 0) out(renderStores(shown));
}

/** Trust for the apps that mews starts is no trust for the browser that opens them: it decides only where nothing else is asked for. */
function deciding(states: readonly StoreState[]): readonly StoreState[] {
  const lasting = states.filter(({ isLasting }) => isLasting);
  return lasting.length > 0 ? lasting : states;
}

function untrusted(states: readonly StoreState[]): string[] {
  return states.filter(({ trusted }) => !trusted).map(({ name, place, why }) => `${name} (${place}): ${why}`);
}

function outcomeText({ certificate, outcome }: EnsuredCertificate): string {
  if (outcome.kind === 'kept') return `A valid HTTPS certificate is already present: ${describe(certificate)}`;
  const made = `The HTTPS developer certificate was generated successfully: ${describe(certificate)}`;
  return outcome.kind === 'made' ? made : `${made}\nIt takes the place of the one before (${outcome.why}); where that one was trusted, run 'mews dev-certs https --trust' again.`;
}

function describe({ certificatePath, validTo }: DevCertificate): string {
  return `${certificatePath}, valid to ${dayOf(validTo)}`;
}
