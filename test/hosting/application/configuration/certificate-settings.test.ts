import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HostSettings } from '../../../../src/foundation/events/event.ts';
import { CertificateSettings } from '../../../../src/hosting/application/configuration/certificate-settings.ts';
import { openSettings } from '../../../../src/hosting/application/configuration/open-settings.ts';
import { STARTING } from '../../../support/status-reports.ts';
import { tempProject } from '../../../support/temp-project.ts';

const FILE = 'appsettings.json';
const CERTIFICATE = 'Kestrel:Certificates:Default:Path';
const WRITTEN = { Urls: 'http://*:1', AllowedHosts: 'x', Kestrel: { Limits: { MaxConcurrentConnections: 1 }, Endpoints: { Http: { Url: 'http://*:2' } }, Certificates: { Default: { Path: 'site.pem' } } } };

async function settingsOf(content: string | object, env: Record<string, string> = {}): Promise<{ settings: CertificateSettings; root: string }> {
  const { root } = await tempProject({ [FILE]: content });
  return { settings: new CertificateSettings({ contentRoot: root, environment: 'Development', env }), root };
}

test('nothing but the certificates counts', async () => {
  const { settings } = await settingsOf(WRITTEN, { Kestrel__Endpoints__More__Url: 'http://*:3', ASPNETCORE_preferHostingUrls: 'true', Kestrel__Certificates__Default__KeyPath: 'site.key' });
  const configuration = await settings.load();
  expect(configuration.children.map(({ path }) => path)).toEqual(['Kestrel']);
  expect(configuration.section('Kestrel').children.map(({ path }) => path)).toEqual(['Kestrel:Certificates']);
  expect([configuration.get(CERTIFICATE), configuration.get('Kestrel:Certificates:Default:KeyPath')]).toEqual(['site.pem', 'site.key']);
});

test('without certificates there is nothing', async () => {
  const { settings } = await settingsOf({ Kestrel: { Limits: { MaxConcurrentConnections: 1 } } });
  expect((await settings.load()).section('Kestrel').exists).toBe(false);
});

test('of a file that cannot be read the variables are left', async () => {
  const { settings } = await settingsOf('{ "Kestrel": ', { ASPNETCORE_Kestrel__Certificates__Default__Path: 'other.pem', Kestrel__Limits__MaxConcurrentConnections: '1' });
  const configuration = await settings.load();
  expect(configuration.get(CERTIFICATE)).toBe('other.pem');
  expect(configuration.get('Kestrel:Limits:MaxConcurrentConnections')).toBeUndefined();
});

test('while a file is being written wrongly, what it said before counts', async () => {
  const { settings, root } = await settingsOf(WRITTEN);
  await settings.load();
  writeFileSync(join(root, FILE), '{ "Kestrel": ');
  expect((await settings.load()).get(CERTIFICATE)).toBe('site.pem');
  writeFileSync(join(root, FILE), JSON.stringify({ Kestrel: { Certificates: { Default: { Path: 'new.pem' } } } }));
  expect((await settings.load()).get(CERTIFICATE)).toBe('new.pem');
});

test('all settings count for an app and its worker; for who serves in its place, the certificates', () => {
  const host: HostSettings = { urls: [], server: 'kestrel', listen: 'profile', environment: 'Development', sourceEntry: '/a', entry: 'file:///a', resolveMews: false, isDetailed: false };
  const isForCertificates = (more: Partial<HostSettings>): boolean => openSettings({ ...host, ...more }, { contentRoot: '/', env: {} }) instanceof CertificateSettings;
  expect(isForCertificates({})).toBe(false);
  expect(isForCertificates({ module: { role: 'worker', applicationPath: '/', physicalPath: '/' } })).toBe(false);
  expect(isForCertificates({ module: { role: 'answers', answer: { kind: 'offline', content: '' } } })).toBe(true);
  expect(isForCertificates({ module: { role: 'front', applicationPath: '/', token: 'x', upstreams: [], requestTimeout: 1, isDetailed: false, isWatched: false } })).toBe(true);
  expect(isForCertificates({ status: STARTING })).toBe(true);
});
