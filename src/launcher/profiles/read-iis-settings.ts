import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { IisSettings, IisSite } from './launch-profile.ts';
import { isPort } from './property-reader.ts';
import { locationOf, membersOf, shownValue, type SettingsMembers, type SettingsValue } from './settings-value.ts';

/**
 * Checks `iisSettings`. Only IIS and IISExpress profiles need it: for others a mistake in it is nobody's business.
 * @throws badIisSetting
 */
export function readIisSettings(value: SettingsValue | undefined): IisSettings {
  const members = readObject('iisSettings', value);
  return {
    iis: readSite('iisSettings.iis', members?.get('iis')),
    iisExpress: readSite('iisSettings.iisExpress', members?.get('iisExpress')),
  };
}

function readSite(setting: string, value: SettingsValue | undefined): IisSite | undefined {
  const members = readObject(setting, value);
  if (!members) return undefined;
  const url = members.get('applicationUrl');
  const port = members.get('sslPort');
  if (url && typeof url.value !== 'string' && url.value !== null) throw badSetting(`${setting}.applicationUrl`, url, 'a URL in a string');
  if (port && port.value !== null && !isPort(port.value)) throw badSetting(`${setting}.sslPort`, port, 'a port from 0 to 65535; 0 means no https');
  return { applicationUrl: typeof url?.value === 'string' ? url.value : undefined, sslPort: isPort(port?.value) ? port.value : 0 };
}

function readObject(setting: string, value: SettingsValue | undefined): SettingsMembers | undefined {
  if (value === undefined || value.value === null) return undefined;
  return membersOf(value) ?? refuse(setting, value);
}

function refuse(setting: string, value: SettingsValue): never {
  throw badSetting(setting, value, 'an object');
}

function badSetting(setting: string, value: SettingsValue, expected: string): Error {
  const params = { file: value.document.file, setting, value: shownValue(value), expected };
  return mewsError('badIisSetting', params, { location: locationOf(value) });
}
