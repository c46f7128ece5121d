import type { CertificateFiles } from '../../../foundation/certificates/server-certificate.ts';
import { messageOf } from '../../../foundation/errors/message-of.ts';
import { watchFiles } from '../../../foundation/events/watch-files.ts';
import type { ServerOptions } from '../../application/server.ts';
import { endpointChanges } from './configuration/endpoint-changes.ts';
import { reloadSettings } from './configuration/load-configuration.ts';
import type { EndpointLog } from './endpoints/endpoint-host.ts';
import type { EndpointSpec } from './endpoints/endpoint-spec.ts';
import type { Endpoints } from './endpoints/endpoints.ts';

export interface FollowSettingsOptions {
  readonly options: ServerOptions;
  readonly endpoints: Endpoints;
  /** Those of the endpoints that the configuration names. */
  readonly configured: readonly EndpointSpec[];
  /** `Certificates:Default` as it was, and where it is kept. */
  readonly defaultCertificate: { current: CertificateFiles | undefined };
  /** Called after each change that was carried out. */
  readonly onChanged: () => void;
  /** Told of what was written and means nothing. */
  readonly warnOnce: (warnings: readonly string[]) => void;
  readonly log: EndpointLog;
}

/**
 * Lets the endpoints follow the settings files while the server runs (Kestrel's `reloadOnChange`). A configuration that
 * cannot be read, or used, leaves everything as it is. Changes are carried out one after the other.
 */
export function followSettings(following: FollowSettingsOptions): { close(): void } {
  const { options, configured } = following;
  /** In lower case, since the start: others are endpoints of code, which stay. */
  const names = new Set(configured.map(({ name }) => name.toLowerCase()));
  let reloading = Promise.resolve();
  let isClosed = false;
  const watch = watchFiles(options.settings?.files ?? [], () => {
    reloading = reloading.then(() => (isClosed ? undefined : reload(following, names)));
  });
  return {
    close: () => {
      isClosed = true;
      watch.close();
    },
  };
}

async function reload({ options, endpoints, defaultCertificate, onChanged, warnOnce, log }: FollowSettingsOptions, names: Set<string>): Promise<void> {
  try {
    const settings = await reloadSettings(options);
    warnOnce(settings.warnings);
    const isSameCertificate = JSON.stringify(settings.defaultCertificate) === JSON.stringify(defaultCertificate.current);
    const before = endpoints.specs.filter(({ name }) => names.has(name.toLowerCase()));
    defaultCertificate.current = settings.defaultCertificate;
    for (const { name } of settings.endpoints) names.add(name.toLowerCase());
    await endpoints.change(endpointChanges(before, settings.endpoints, isSameCertificate));
    onChanged();
  } catch (error) {
    log.critical(`The changed configuration cannot be used; what was there stays. ${messageOf(error)}`);
  }
}
