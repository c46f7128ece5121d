import type { HostSettings } from '../../../foundation/events/event.ts';
import { AppSettings, type AppSettingsPlace } from './app-settings.ts';
import { CertificateSettings } from './certificate-settings.ts';

/** The settings that count for a process: for one that serves an app all, for one that serves in the place of an app the certificates. */
export function openSettings({ environment, status, module }: HostSettings, place: Omit<AppSettingsPlace, 'environment'>): AppSettings {
  const hasApp = status === undefined && (module === undefined || module.role === 'worker');
  return hasApp ? new AppSettings({ ...place, environment }) : new CertificateSettings({ ...place, environment });
}
