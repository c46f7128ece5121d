import { expect, test } from 'vitest';
import { moduleVariables, type ModuleEnvironment } from '../../../../src/foundation/events/module-environment.ts';
import { moduleUrls, readModuleEnvironment } from '../../../../src/hosting/application/iis-integration/module-environment.ts';

const TOLD: ModuleEnvironment = {
  endpoint: { port: 12_345, path: '/run/app.sock' },
  applicationPath: '/shop',
  token: 'secret',
  httpAuth: ['windows', 'anonymous'],
  supportsWebSockets: false,
  physicalPath: '/srv/shop',
  httpsPort: 44_300,
};

test('what the module tells is what the app reads', () => {
  expect(readModuleEnvironment(moduleVariables(TOLD))).toEqual({ ...TOLD, limitsBodies: false });
});

test('the variables have their names in ASP.NET Core, our own, and PORT', () => {
  expect(moduleVariables(TOLD)).toMatchObject({
    PORT: '12345',
    HOST: '127.0.0.1',
    ASPNETCORE_PORT: '12345',
    MEWS_SOCKET: '/run/app.sock',
    ASPNETCORE_APPL_PATH: '/shop',
    MEWS_TOKEN: 'secret',
    ASPNETCORE_IIS_HTTPAUTH: 'windows;anonymous;',
    ASPNETCORE_IIS_WEBSOCKETS_SUPPORTED: 'false',
    ASPNETCORE_ANCM_HTTPS_PORT: '44300',
  });
});

test('an app behind the module listens on the port and on the socket', () => {
  expect(moduleUrls(TOLD)).toEqual(['http://127.0.0.1:12345', 'http://unix:/run/app.sock']);
});

test.each(['PORT', 'APPL_PATH', 'TOKEN'])('without ASPNETCORE_%s an app is not behind the module', (missing) => {
  const env: Record<string, string> = { ASPNETCORE_PORT: '12345', ASPNETCORE_APPL_PATH: '/', ASPNETCORE_TOKEN: 'x' };
  expect(readModuleEnvironment(env)).toMatchObject({ endpoint: { port: 12_345 }, applicationPath: '/', token: 'x', supportsWebSockets: true });
  expect(readModuleEnvironment({ ...env, [`ASPNETCORE_${missing}`]: '' })).toBeUndefined();
});

test.each(['0', '65536', '12a', '-1', '0x50'])('a port that is none (%s) is as if it were not there', (port) => {
  expect(readModuleEnvironment({ ASPNETCORE_PORT: port, ASPNETCORE_APPL_PATH: '/', ASPNETCORE_TOKEN: 'x' })).toBeUndefined();
});

test.each([
  ['a port alone', { ASPNETCORE_PORT: '12345' }, { port: 12_345 }, ['http://127.0.0.1:12345']],
  ['a socket alone', { MEWS_SOCKET: '/run/app.sock' }, { path: '/run/app.sock' }, ['http://unix:/run/app.sock']],
  ['a socket beside a port that is none', { MEWS_SOCKET: '/run/app.sock', ASPNETCORE_PORT: '0' }, { path: '/run/app.sock' }, ['http://unix:/run/app.sock']],
])('%s is where the app listens, and nowhere else', (_, told, endpoint, urls) => {
  const environment = readModuleEnvironment({ ...told, ASPNETCORE_APPL_PATH: '/PathBase', ASPNETCORE_TOKEN: 'x' });
  expect(environment?.endpoint).toEqual(endpoint);
  expect(environment && moduleUrls(environment)).toEqual(urls);
});

test('an app knows whose module it is behind: that of IIS limits bodies, ours leaves that to the app', () => {
  const ofIis = { ASPNETCORE_PORT: '1', ASPNETCORE_APPL_PATH: '/', ASPNETCORE_TOKEN: 'x' };
  expect(readModuleEnvironment(ofIis)?.limitsBodies).toBe(true);
  expect(readModuleEnvironment(moduleVariables(TOLD))?.limitsBodies).toBe(false);
});
