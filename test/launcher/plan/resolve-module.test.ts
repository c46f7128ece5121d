import { describe, expect, test } from 'vitest';
import type { ModuleSource } from '../../../src/launcher/plan/launch-facts.ts';
import { moduleProgram, moduleWarnings } from '../../../src/launcher/plan/module-program.ts';
import { resolveModule, splitApplicationPath } from '../../../src/launcher/plan/resolve-module.ts';
import type { ModuleValues } from '../../../src/launcher/profiles/module/module-values.ts';
import { failureOf } from '../../support/failure-of.ts';

const source = (from: string, values: Partial<ModuleValues>): ModuleSource => ({ from, settings: { values, environmentVariables: new Map(), unknown: [] } });
const resolve = (...module: ModuleSource[]) => resolveModule({ facts: { settings: { warnings: [], module } }, contentRoot: '/app', applicationPath: { value: '/', from: 'default' } });
const urls = (...values: string[]) => splitApplicationPath(values.map((value) => ({ value, from: 'iisSettings', isDefault: false })));

describe('the settings of the hosting module', () => {
  test('are those of the ASP.NET Core Module where nobody says anything', () => {
    expect(resolve()).toEqual({
      startupTimeLimit: { value: 120_000, from: 'default' },
      shutdownTimeLimit: { value: 10_000, from: 'default' },
      shutdownDelay: { value: 0, from: 'default' },
      requestTimeout: { value: 120_000, from: 'default' },
      idleTimeout: { value: 0, from: 'default' },
      rapidFailsPerMinute: { value: 10, from: 'default' },
      processesPerApplication: { value: 1, from: 'default' },
      stdoutLogEnabled: { value: false, from: 'default' },
      stdoutLogFile: { value: '/app/aspnetcore-stdout', from: 'default' },
      disableStartUpErrorPage: { value: false, from: 'default' },
      applicationPath: { value: '/', from: 'default' },
      webConfigPath: '/app/web.config',
    });
  });

  test('are the profile\'s over those of web.config, one by one', () => {
    const { requestTimeout, rapidFailsPerMinute } = resolve(source('web.config', { requestTimeout: 1000, rapidFailsPerMinute: 3 }), source('profile "iis" module', { requestTimeout: 2000 }));
    expect(requestTimeout).toEqual({ value: 2000, from: 'profile "iis" module requestTimeout' });
    expect(rapidFailsPerMinute).toEqual({ value: 3, from: 'web.config rapidFailsPerMinute' });
  });

  test('name a log with the separators of Windows, too', () => {
    expect(resolve(source('web.config', { stdoutLogFile: String.raw`.\logs\stdout` })).stdoutLogFile.value).toBe('/app/logs/stdout');
  });
});

describe('the virtual path of an app', () => {
  test('is the path of its addresses, which are bound without it', () => {
    const { urls: bound, applicationPath } = urls('http://localhost:5000/shop/', 'https://localhost:5001/shop');
    expect(bound.map(({ value }) => value)).toEqual(['http://localhost:5000', 'https://localhost:5001']);
    expect(applicationPath).toEqual({ value: '/shop', from: 'iisSettings' });
  });

  test('is the root without one; sockets of files have none', () => {
    expect(urls('http://localhost:5000', 'http://localhost:5001/').applicationPath.value).toBe('/');
    expect(urls('http://unix:/run/app.sock').urls[0]?.value).toBe('http://unix:/run/app.sock');
  });

  test('is the same for all addresses', () => {
    expect(failureOf(() => urls('http://localhost:5000/shop', 'http://localhost:5001/store')).code).toBe('MEWS4307');
  });
});

describe('processPath', () => {
  const program = (processPath: string) => moduleProgram({ warnings: [], module: [source('web.config', { processPath, arguments: 'server.py' })] });

  test.each(['', 'node', 'NODE.EXE', 'dotnet', '/usr/bin/node', String.raw`C:\Program Files\dotnet\dotnet.exe`, 'mews', '%LAUNCHER_PATH%'])('%j is the project\'s own app', (path) => {
    expect(program(path)).toBeUndefined();
  });

  test.each(['python3', './server.sh', 'nodemon', '/opt/node-app/start'])('%j is a program in its place', (path) => {
    expect(program(path)).toEqual({ path: { value: path, from: 'web.config processPath' }, arguments: { value: 'server.py', from: 'web.config arguments' } });
  });

  test('dotnet is said not to be started', () => {
    expect(moduleWarnings({ warnings: [], module: [source('web.config', { processPath: 'dotnet' })] })).toEqual([expect.stringContaining("processPath 'dotnet'")]);
    expect(moduleWarnings({ warnings: [] })).toEqual([]);
  });
});
