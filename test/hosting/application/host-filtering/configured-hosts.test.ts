import { describe, expect, test } from 'vitest';
import { ConfigurationSection } from '../../../../src/hosting/application/configuration/configuration-section.ts';
import { filterConfiguredHosts } from '../../../../src/hosting/application/host-filtering/configured-hosts.ts';
import type { Host } from '../../../../src/hosting/application/host.ts';
import { fakeContext } from '../../../support/fake-context.ts';
import { toApplication } from '../../../support/start-server.ts';

function hostWith(allowedHosts: string | undefined): Host {
  const settings = new ConfigurationSection();
  if (allowedHosts !== undefined) settings.set(['allowedhosts'], { text: allowedHosts, from: 'a test' });
  return { loadSettings: async () => settings } as Partial<Host> as Host;
}

async function statusOf(allowedHosts: string | undefined, host: string): Promise<number> {
  const application = await filterConfiguredHosts(toApplication((context) => void (context.response.statusCode = 204)), hostWith(allowedHosts));
  const context = fakeContext({ host });
  await application.processRequest(context);
  return context.response.statusCode;
}

describe('the setting AllowedHosts', () => {
  test.each([
    ['example.com', 'example.com:5000', 204],
    ['example.com', 'evil.example', 400],
    ['example.com; *.test', 'a.test', 204],
    ['example.com; *.test', 'test', 400],
    ['*', 'anything', 204],
    ['example.com;*', 'anything', 204],
    ['', 'anything', 204],
    [' ; ', 'anything', 204],
    [undefined, 'anything', 204],
  ])('%o answers a request for %s with %i', async (allowedHosts, host, status) => {
    expect(await statusOf(allowedHosts, host)).toBe(status);
  });

  test('costs nothing where it is not there', async () => {
    const application = toApplication(() => {});
    expect(await filterConfiguredHosts(application, undefined)).toBe(application);
    expect(await filterConfiguredHosts(application, hostWith('*'))).toBe(application);
  });
});
