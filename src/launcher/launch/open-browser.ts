import { createRequire } from 'node:module';
import type * as Open from 'open';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { LaunchHost } from './launch-host.ts';

// Loaded when a browser is opened; the CLI's one file cannot import.
const load = createRequire(import.meta.url);

export interface BrowserContext {
  readonly host: Pick<LaunchHost, 'isTty' | 'report'>;
  readonly addresses: readonly string[];
}

/** Opens the browser on the app when the plan wants it: on a terminal only, unless the command line asked with `--open`. */
export async function openBrowser(plan: LaunchPlan, { host, addresses }: BrowserContext): Promise<void> {
  const { launchBrowser } = plan;
  if (launchBrowser.value && (host.isTty || launchBrowser.from === '--open')) await openPage(plan, { host, addresses });
}

/** The same because somebody asks for it now. */
export async function openPage({ launchUrl }: Pick<LaunchPlan, 'launchUrl'>, { host, addresses }: { readonly host: Pick<LaunchHost, 'report'>; readonly addresses: readonly string[] }): Promise<void> {
  const url = browserUrl(launchUrl.value, addresses);
  if (url === undefined) return;
  try {
    const { default: open } = load('open') as typeof Open;
    const browser = await open(url);
    browser.on('error', () => warn(host, url));
  } catch {
    warn(host, url);
  }
}

/** Not sockets, pipes and handles, nor what a custom server speaks that is not HTTP. */
const BROWSABLE = /^https?:\/\/(?!unix:|pipe:|<)/;

/** `launchUrl` absolute as it is, relative to the first address that a browser can open, which is opened itself when it makes no sense; every-interface addresses are opened as localhost. */
export function browserUrl(launchUrl: string | null, addresses: readonly string[]): string | undefined {
  if (launchUrl && /^[a-z][a-z0-9+.-]*:\/\//i.test(launchUrl)) return launchUrl;
  const base = addresses.find((address) => BROWSABLE.test(address))?.replace(/\/\/(?:\[::\]|0\.0\.0\.0)(?=[:/]|$)/, '//localhost');
  if (base === undefined) return undefined;
  return new URL(launchUrl && URL.canParse(launchUrl, base) ? launchUrl : '', base).href;
}

function warn({ report }: Pick<LaunchHost, 'report'>, url: string): void {
  report({ type: 'warning', text: `Unable to launch the browser. Open ${url} yourself.` });
}
