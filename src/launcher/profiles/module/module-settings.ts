import type { HostingModel } from '../profile-values.ts';
import type { ModuleValues } from './module-values.ts';

/** What one source says of the hosting module, checked. */
export interface ModuleSettings {
  readonly values: Partial<ModuleValues>;
  readonly environmentVariables: ReadonlyMap<string, string>;
  /** Of a web.config alone. */
  readonly hostingModel?: HostingModel | undefined;
  /** What is written there and means nothing. */
  readonly unknown: readonly string[];
}
