import { featureKey } from './feature-collection.ts';

/** The variables of a request that IIS has (`IServerVariablesFeature`); only in-process. */
export interface ServerVariablesFeature {
  /** `REMOTE_ADDR`, `HTTPS`, `HTTP_USER_AGENT` … in any case; undefined for what there is not. */
  get(name: string): string | undefined;
  /** Overrules one for this request; undefined takes it away. */
  set(name: string, value: string | undefined): void;
}
export const ServerVariablesFeature = featureKey<ServerVariablesFeature>('ServerVariablesFeature');
