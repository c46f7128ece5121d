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
