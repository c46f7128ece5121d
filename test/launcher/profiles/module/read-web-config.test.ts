import { describe, expect, test } from 'vitest';
import { readWebConfig } from '../../../../src/launcher/profiles/module/read-web-config.ts';
import type { ModuleSettings } from '../../../../src/launcher/profiles/module/module-settings.ts';
import type { MewsError } from '../../../../src/foundation/errors/mews-error.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { tempProject } from '../../../support/temp-project.ts';

const expand = (text: string): string => text.replaceAll('%PORT%', '8080');

async function read(content: string | Uint8Array): Promise<ModuleSettings | undefined> {
  const project = await tempProject({ 'web.config': content });
  return readWebConfig(project.path('web.config'), expand);
}

async function failure(content: string): Promise<MewsError> {
  const project = await tempProject({ 'web.config': content });
  return failureOf(() => readWebConfig(project.path('web.config'), expand));
}

const within = (aspNetCore: string): string => `<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <system.webServer>\n    ${aspNetCore}\n  </system.webServer>\n</configuration>\n`;

describe('a web.config', () => {
  test('tells what its aspNetCore element says', async () => {
    const settings = await read(within(`<aspNetCore processPath="dotnet" arguments=".\\App.dll --port %PORT%" stdoutLogEnabled="false" stdoutLogFile=".\\logs\\stdout" hostingModel="InProcess" requestTimeout="00:05:00">
      <environmentVariables><environmentVariable name="ASPNETCORE_ENVIRONMENT" value="Staging" /><environmentVariable name="URL" value="http://localhost:%PORT%" /></environmentVariables>
      <handlerSettings><handlerSetting name="shutdownDelay" value="500" /><handlerSetting name="debugLevel" value="TRACE" /></handlerSettings>
    </aspNetCore>`));
    expect(settings).toEqual({
      values: { processPath: 'dotnet', arguments: '.\\App.dll --port 8080', stdoutLogEnabled: false, stdoutLogFile: '.\\logs\\stdout', requestTimeout: 300_000, shutdownDelay: 500 },
      environmentVariables: new Map([['ASPNETCORE_ENVIRONMENT', 'Staging'], ['URL', 'http://localhost:8080']]),
      hostingModel: 'inprocess',
      unknown: [],
    });
  });

  test('is looked into at the location of the whole site, and at no other', async () => {
    const at = (path: string): string => `<configuration><location ${path} inheritInChildApplications="false"><system.webServer><aspNetCore rapidFailsPerMinute="3" /></system.webServer></location></configuration>`;
    expect((await read(at('path="."')))?.values).toEqual({ rapidFailsPerMinute: 3 });
    expect((await read(at('')))?.values).toEqual({ rapidFailsPerMinute: 3 });
    expect(await read(at('path="admin"'))).toBeUndefined();
  });

  test.each(['<configuration />', '<configuration><system.webServer /></configuration>', '<configuration><System.WebServer><aspNetCore processPath="x" /></System.WebServer></configuration>', '<other />'])('that has no such element says nothing: %s', async (content) => {
    expect(await read(content)).toBeUndefined();
  });

  test('may have a byte order mark, comments, and be UTF-16', async () => {
    const content = within('<!-- ours --><aspNetCore processesPerApplication="2" />');
    expect((await read(`\uFEFF${content}`))?.values).toEqual({ processesPerApplication: 2 });
    const wide = Buffer.from(`\uFEFF${content.replace('utf-8', 'utf-16')}`, 'utf16le');
    expect((await read(wide))?.values).toEqual({ processesPerApplication: 2 });
  });

  test('attributes that nobody knows are noted', async () => {
    expect((await read(within('<aspNetCore startupRetryCount="2" />')))?.unknown).toEqual(['aspNetCore startupRetryCount']);
  });

  test.each([
    ['<configuration><system.webServer></configuration>', /cannot be used/],
    ['<configuration', /cannot be used/],
    ['', /cannot be used/],
    ['<configuration></configuration><more />', /cannot be used/],
    ['<!DOCTYPE configuration [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><configuration>&b;</configuration>', /document type|entity/],
  ])('that is no XML is refused: %s', async (content, message) => {
    const error = await failure(content);
    expect(error.code).toBe('MEWS1217');
    expect(error.message).toMatch(message);
  });

  test('a wrong value is refused at its place', async () => {
    const error = await failure(within('<aspNetCore startupTimeLimit="soon" />'));
    expect(error.code).toBe('MEWS1217');
    expect(error.message).toContain('startupTimeLimit of <aspNetCore> is "soon"; it must be a number of seconds from 0 to 3600');
    expect(error.location).toMatchObject({ line: 4, column: 5 });
  });

  test.each(['<aspNetCore hostingModel="nearby" />', '<aspNetCore><environmentVariables><environmentVariable name="A" value="1" /><environmentVariable name="A" value="2" /></environmentVariables></aspNetCore>', '<aspNetCore><environmentVariables><environmentVariable value="1" /></environmentVariables></aspNetCore>'])('so is %s', async (element) => {
    expect((await failure(within(element))).code).toBe('MEWS1217');
  });
});
