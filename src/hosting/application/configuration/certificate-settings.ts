import { AppSettings } from './app-settings.ts';
import type { ConfigurationSection } from './configuration-section.ts';

/**
 * What of an app's settings counts for a process that serves its addresses without the app (the status host, the hosting module's front and answers):
 * its certificates. A file that cannot be read keeps the app from starting, but not those who say so: what was read last counts, or the variables alone.
 */
export class CertificateSettings extends AppSettings {
  #last: ConfigurationSection | undefined;

  override async load(): Promise<ConfigurationSection> {
    const settings = await super.load().catch(() => this.#last ?? this.loadVariables());
    this.#last = settings.only('Kestrel:Certificates');
    return this.#last;
  }
}
