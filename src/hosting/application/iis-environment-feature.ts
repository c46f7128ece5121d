import { featureKey } from '../http/feature-collection.ts';

/** Where an app is hosted in-process (`IIISEnvironmentFeature`): a feature of the server. */
export interface IisEnvironmentFeature {
  /** The version whose behaviour is followed. */
  readonly iisVersion: string;
  readonly appPoolId: string;
  /** Empty: there is no such file. */
  readonly appPoolConfigFile: string;
  readonly appConfigPath: string;
  /** The app's folder: an absolute path. */
  readonly applicationPhysicalPath: string;
  /** `/`, `/shop`. */
  readonly applicationVirtualPath: string;
  readonly applicationId: string;
  readonly siteName: string;
  readonly siteId: number;
}
export const IisEnvironmentFeature = featureKey<IisEnvironmentFeature>('IisEnvironmentFeature');
