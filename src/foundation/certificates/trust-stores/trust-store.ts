import type { DevCertificate } from '../dev-certificate-store.ts';

/** A place where programs look up whom they trust. Nothing in one is changed but by the steps that it names. */
export interface TrustStore {
  /** Whose it is: `System`, `Chromium`, `Firefox`, `Node`. */
  readonly name: string;
  /** Where it is: a file, a folder, a variable. */
  readonly place: string;
  /** False where trust lasts for the apps that mews starts only: such a store does not decide whether trusting succeeded. */
  readonly isLasting: boolean;
  /** Looks, as the programs that use the store would, whether the certificate is trusted there now. */
  check(certificate: DevCertificate): Promise<TrustCheck>;
  /** What makes it trusted there, in order; a certificate of mews that was trusted before it is replaced. */
  stepsToTrust(certificate: DevCertificate): Promise<readonly TrustStep[]>;
  /** What removes every certificate that mews has put there; nothing when there is none. */
  stepsToForget(certificate: DevCertificate | undefined): Promise<readonly TrustStep[]>;
}

/** `why` says what stands in the way, as a clause. */
export type TrustCheck = { readonly trusted: true } | { readonly trusted: false; readonly why: string };

/** A command as it is shown, and as it is run. */
export interface TrustStep {
  readonly command: Command;
  readonly asRoot: boolean;
}

export type Command = readonly [program: string, ...args: string[]];

/** The command as a shell takes it. */
export function commandText(command: readonly string[]): string {
  return command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
