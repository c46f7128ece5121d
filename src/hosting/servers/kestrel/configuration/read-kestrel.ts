import type { CertificateFiles } from '../../../../foundation/certificates/server-certificate.ts';
import type { ConfigurationSection } from '../../../application/configuration/configuration-section.ts';
import type { KestrelLimitOptions } from '../../../application/kestrel-options.ts';
import type { EndpointDefaults, EndpointSpec } from '../endpoints/endpoint-spec.ts';
import { readCertificate } from './read-certificate.ts';
import { readEndpoint, readTlsChoice } from './read-endpoint.ts';
import { readLimits } from './read-limits.ts';
import { settingText, toBoolean } from './setting-values.ts';
import { unknownSettings } from './unknown-settings.ts';

/** What the `Kestrel` section says. */
export interface KestrelSettings {
  readonly endpoints: readonly EndpointSpec[];
  /** `EndpointDefaults` over the defaults given: for endpoints from elsewhere, too. */
  readonly defaults: EndpointDefaults;
  /** `Certificates:Default`. */
  readonly defaultCertificate: CertificateFiles | undefined;
  readonly limits: KestrelLimitOptions;
  readonly addServerHeader: boolean | undefined;
  /** What was written and means nothing. */
  readonly warnings: readonly string[];
}

export interface KestrelSettingsContext {
  readonly contentRoot: string;
  readonly builtIn: EndpointDefaults;
  /** What code says over `EndpointDefaults`. */
  readonly code: Partial<EndpointDefaults>;
}

/** Reads the section `Kestrel` (§ "Configure endpoints" of ASP.NET Core). Errors: those of its parts, with their place in the file. */
export function readKestrel(section: ConfigurationSection, { contentRoot, builtIn, code }: KestrelSettingsContext): KestrelSettings {
  const ofEndpointDefaults = readTlsChoice(section.child('EndpointDefaults'), { endpoint: 'EndpointDefaults', contentRoot });
  const defaults = { ...builtIn, ...ofEndpointDefaults, ...code };
  const serverHeader = settingText(section.child('AddServerHeader'));
  return {
    endpoints: section.child('Endpoints').children.map((child) => readEndpoint(child, { defaults, contentRoot })),
    defaults,
    defaultCertificate: readCertificate(section.section('Certificates:Default'), { endpoint: 'Default', contentRoot }),
    limits: readLimits(section.child('Limits')),
    addServerHeader: serverHeader && toBoolean(serverHeader),
    warnings: unknownSettings(section),
  };
}
