import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ownIdentity } from '../../../foundation/process/process-identity.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { Registration } from './registration.ts';
import { registrationFolder } from './running-folders.ts';

export interface RunningApp {
  readonly plan: LaunchPlan;
  /** Where it listens, as bound. */
  readonly addresses: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default `run`. */
  readonly command?: 'run' | 'watch';
}

/** Milliseconds until a launch is registered: in them the first request is answered. */
const LATER = 250;

/** Registrations of this process: the next version of an app is registered before the last one is forgotten. */
let registered = 0;

/** A registration that is made, or about to be. */
export interface Registered {
  readonly isWritten: boolean;
  forget(): void;
}

/**
 * Registers a launch for `mews ps`, a little later, so that it costs nothing on the way to the first answer. `last` is a
 * registration of the same launch that knew less: there is one of the two at any time. Where the folder cannot be written
 * nobody is told: `mews ps` finds the app by looking, or not.
 */
export function registerRunning(app: RunningApp, last?: Registered): Registered {
  const folder = registrationFolder(app.env);
  const file = join(folder, `${process.pid}-${++registered}.json`);
  let isWritten = false;
  const register = (): void => {
    isWritten = attempt(() => write(folder, { file, registration: toRegistration(app) }));
  };
  const timer = last?.isWritten ? undefined : setTimeout(register, LATER).unref();
  if (!timer) register();
  last?.forget();
  return {
    get isWritten() {
      return isWritten;
    },
    forget: () => {
      clearTimeout(timer);
      attempt(() => rmSync(file, { force: true }));
    },
  };
}

function toRegistration({ plan, addresses, command = 'run' }: RunningApp): Registration {
  return {
    launcher: ownIdentity(),
    command,
    name: plan.projectName,
    project: plan.projectRoot,
    profile: plan.profile?.name ?? null,
    urls: addresses,
    server: plan.executablePath.value === null ? plan.server.value : basename(plan.executablePath.value),
    since: Math.round(Date.now() - process.uptime() * 1000),
  };
}

function write(folder: string, { file, registration }: { readonly file: string; readonly registration: Registration }): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Never through a link, nor over another's file.
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(registration)}\n`, { flag: 'wx', mode: 0o600 });
}

/** A read-only home is no reason not to run. */
function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
