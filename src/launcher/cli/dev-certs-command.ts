import { Command, Option } from 'commander';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { choice } from './choice.ts';
import type { CommandContext } from './command-context.ts';
import { type DevCertsOptions, refuseContradictions } from './dev-certs-options.ts';

const EXAMPLES = `
Examples:
  mews dev-certs https                                     make a certificate if there is no valid one
  mews dev-certs https --trust                             the same, and let browsers and programs trust it
  mews dev-certs https --check --trust                     is there one, and is it trusted everywhere?
  mews dev-certs https --export-path app.pfx -p secret     certificate and key as PFX
  mews dev-certs https --export-path app.pem -np           app.pem and app.key
  mews dev-certs https --clean                             remove certificate, key and trust

The certificate is for localhost, *.localhost, *.dev.localhost, 127.0.0.1 and ::1. TLS clients refuse a wildcard right under
a top-level name: name apps name.dev.localhost, not name.localhost. It is valid for a year, and renewed in its last 30 days.

Where no --format is given, .pem, .crt and .cer are PEM files and all others PFX. A PFX has the key in it; a PEM file has its
key beside it (.key) when --password or --no-password is given, else the certificate is exported alone.

Node has a list of its own. Apps that mews starts get the certificate in NODE_EXTRA_CA_CERTS, without --trust, unless that is set
already; for other Node programs set it to the certificate's path, which this command prints.

Environment:
  MEWS_DEV_CERTS_DIRECTORY      the folder for certificate and key (default: ~/.mews/https)
  MEWS_DEV_CERTS_TRUST_STORES   the kinds of stores for --trust: system, nss, node (default: all of them)

Exit codes: 0 done or valid, 1 wrong usage or not made, 2 not saved, 3 not exported, 4 trusted nowhere, 5 cancelled,
6 no valid certificate, 7 not trusted everywhere, 8 not completely removed`;

/** `mews dev-certs https`: the certificate for https on localhost, made, trusted, exported and removed. */
export function devCertsCommand(context: CommandContext): Command {
  const noPassword = { value: false };
  const command = new Command('dev-certs')
    .description('make, trust, export or remove the HTTPS development certificate')
    .argument('[https]', 'the kind of certificate: there is this one')
    .usage('https [options]')
    .addOption(new Option('-c, --check', 'look whether there is a valid certificate; make none'))
    .addOption(new Option('-t, --trust', 'make browsers and programs of this user trust the certificate; with --check: whether they do'))
    .addOption(new Option('--clean', 'remove the certificate, its key, and the trust that mews has made'))
    .addOption(new Option('--export-path <path>', 'write the certificate to a file (short: -ep)'))
    .addOption(new Option('--format <pfx|pem>', 'the format of that file').argParser(choice('--format', ['pfx', 'pem'])))
    .addOption(new Option('-p, --password <password>', 'encrypt the exported key with a password'))
    .addOption(new Option('--no-password', 'export the key without a password (short: -np)'))
    .addOption(new Option('-v, --verbose', 'tell every step'))
    .addOption(new Option('-q, --quiet', 'tell warnings and errors only'))
    .addHelpText('after', EXAMPLES)
    // commander keeps one value for the two, and takes the last
    .on('option:no-password', () => (noPassword.value = true))
    .on('option:password', (value: string) => command.setOptionValue('givenPassword', value));
  return command.action(async (kind: string | undefined, parsed: DevCertsOptions & { readonly givenPassword?: string }) => {
    if (kind === undefined) return command.outputHelp();
    if (kind !== 'https') throw mewsError('unknownCertificateKind', { kind });
    const { password: _, givenPassword, ...said } = parsed;
    const options = { ...said, ...(givenPassword === undefined ? {} : { password: givenPassword }), ...(noPassword.value ? { noPassword: true } : {}) };
    refuseContradictions(options);
    const { devCertsHttps } = await import('./dev-certs-https.ts');
    context.exitCode.value = await devCertsHttps(options, context);
  });
}
