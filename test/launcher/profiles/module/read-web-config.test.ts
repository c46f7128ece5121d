import { describe, expect, it } from 'vitest';
import type { ModuleSettings } from '../../../../src/launcher/profiles/module/module-settings.ts';
import { readWebConfig } from '../../../../src/launcher/profiles/module/read-web-config.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { tempProject } from '../../../support/temp-project.ts';

async function read(content: string | Uint8Array): Promise<ModuleSettings | undefined> {
  const project = await tempProject({ 'web.config': content });
  return readWebConfig(project.path('web.config'));
}

/** What is wrong with the file, with its place. */
async function refused(content: string | Uint8Array): Promise<{ readonly problem: string; readonly at: string; readonly frame: string }> {
  const project = await tempProject({ 'web.config': content });
  const file = project.path('web.config');
  const { code, message, location } = failureOf(() => readWebConfig(file));
  expect({ code, file: location?.file }).toEqual({ code: 'MEWS1217', file });
  const problem = /^The configuration of the hosting module in '.*' cannot be used: (.*)\.$/.exec(message)?.[1] ?? message;
  return { problem, at: `${location?.line}:${location?.column}`, frame: location?.frame ?? '' };
}

const site = (aspNetCore: string): string => `<configuration><system.webServer>${aspNetCore}</system.webServer></configuration>`;
const utf16 = (text: string, order: 'le' | 'be'): Uint8Array => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};

/** As `dotnet publish` writes it. */
const PUBLISHED = `<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <location path="." inheritInChildApplications="false">
    <system.webServer>
      <handlers>
        <add name="aspNetCore" path="*" verb="*" modules="AspNetCoreModuleV2" resourceType="Unspecified" />
      </handlers>
      <aspNetCore processPath="dotnet" arguments=".\\Shop.dll" stdoutLogEnabled="false" stdoutLogFile=".\\logs\\stdout" hostingModel="inprocess" />
    </system.webServer>
  </location>
</configuration>
<!--ProjectGuid: 4FDFC1EF-1486-4D2C-9775-EB2414BC9B9B-->
`;

describe('a web.config', () => {
  it('is read as dotnet publish writes it', async () => {
    expect(await read(PUBLISHED)).toEqual({
      values: { processPath: 'dotnet', arguments: '.\\Shop.dll', stdoutLogEnabled: false, stdoutLogFile: '.\\logs\\stdout' },
      environmentVariables: new Map(),
      hostingModel: 'inprocess',
      unknown: [],
    });
  });

  it('has every attribute of <aspNetCore>, times in milliseconds', async () => {
    const written = await read(
      site(`<aspNetCore processPath="python3" arguments="-m &quot;http.server&quot;" startupTimeLimit="30" shutdownTimeLimit="5" requestTimeout="00:10:00"
        rapidFailsPerMinute="3" processesPerApplication="4" stdoutLogEnabled="true" stdoutLogFile="logs/out" disableStartUpErrorPage="TRUE"
        forwardWindowsAuthToken="false" hostingModel="OutOfProcess">
        <handlerSettings><handlerSetting name="debugLevel" value="FILE,TRACE" /><handlerSetting name="shutdownDelay" value="250" /></handlerSettings>
        <environmentVariables><environmentVariable name="B" value="%HOME% &amp; &#65;" /><environmentVariable name="A" value="" /></environmentVariables>
      </aspNetCore>`),
    );
    expect(written?.values).toEqual({
      processPath: 'python3',
      arguments: '-m "http.server"',
      startupTimeLimit: 30_000,
      shutdownTimeLimit: 5000,
      requestTimeout: 600_000,
      rapidFailsPerMinute: 3,
      processesPerApplication: 4,
      stdoutLogEnabled: true,
      stdoutLogFile: 'logs/out',
      disableStartUpErrorPage: true,
      forwardWindowsAuthToken: false,
      shutdownDelay: 250,
    });
    expect([...(written?.environmentVariables ?? [])]).toEqual([['B', '%HOME% & A'], ['A', '']]);
    expect(written).toMatchObject({ hostingModel: 'outofprocess', unknown: [] });
  });

  it('lists attributes that it does not know', async () => {
    const written = await read(site('<aspNetCore startupRetryCount="3" startuptimelimit="5" toString="1" />'));
    const told = ['startupRetryCount', 'startuptimelimit', 'toString'].map((name) => `${name} of <aspNetCore> (IIS refuses it: 500.19)`);
    expect(written).toMatchObject({ values: {}, unknown: told });
  });

  it.each(['', ' '])('leaves the hosting model open with hostingModel="%s"', async (model) => {
    expect((await read(site(`<aspNetCore hostingModel="${model}" />`)))?.hostingModel).toBeUndefined();
  });
});

describe('the <aspNetCore> of a web.config', () => {
  const found = '<aspNetCore startupTimeLimit="7" />';
  const other = '<aspNetCore startupTimeLimit="8" />';
  const server = (content: string): string => `<system.webServer>${content}</system.webServer>`;

  it.each([
    ['in system.webServer', server(found)],
    ['in the second system.webServer', server('<handlers />') + server(found)],
    ['in a location of the whole site', `<location path=".">${server(found)}</location>`],
    ['in a location without a path', `<location>${server(found)}</location>`],
    ['in a location with an empty path', `<location path="">${server(found)}</location>`],
    ['after a location of something else', `<location path="admin">${server(other)}</location><location path=".">${server(found)}</location>`],
    ['between comments', `<!-- ${server(other)} --><system.webServer><!-- -->${found}<!-- ${other} --></system.webServer>`],
    ['after other sections', `<appSettings><add key="a" value="b"/></appSettings><system.web />${server(found)}`],
  ])('is found %s', async (_where, content) => {
    expect((await read(`<configuration>${content}</configuration>`))?.values).toEqual({ startupTimeLimit: 7000 });
  });

  it.each([
    ['is in a location of a part of the site', `<configuration><location path="admin">${server(other)}</location></configuration>`],
    ['is in a location within another', `<configuration><location path="."><location path=".">${server(other)}</location></location></configuration>`],
    ['is not in system.webServer', `<configuration>${other}<system.web>${other}</system.web></configuration>`],
    ['is deeper in system.webServer', `<configuration>${server(`<handlers>${other}</handlers>`)}</configuration>`],
    ['is written in another case', `<configuration>${server('<AspNetCore startupTimeLimit="8" /><aspnetcore startupTimeLimit="8" />')}</configuration>`],
    ['is of another root', `<config>${server(other)}</config>`],
    ['is the root', other],
    ['is in a comment', `<configuration>${server(`<!-- ${other} -->`)}</configuration>`],
    ['is text', `<configuration>${server(`<![CDATA[${other}]]>`)}</configuration>`],
    ['is not there', '<configuration />'],
  ])('is nobody\'s business when it %s', async (_where, content) => {
    expect(await read(content)).toBeUndefined();
  });
});

describe('the encoding of a web.config', () => {
  const text = `<?xml version="1.0"?>\n${site('<aspNetCore processPath="./café" />')}`;

  it.each<[string, string | Uint8Array]>([
    ['UTF-8', text],
    ['UTF-8 with a byte order mark', `\uFEFF${text}`],
    ['UTF-16, little endian', utf16(text, 'le')],
    ['UTF-16, big endian', utf16(text, 'be')],
    ['UTF-16 that says so', utf16(text.replace('?>', ' encoding="utf-16"?>'), 'le')],
    ['CRLF', text.replaceAll('\n', '\r\n')],
  ])('may be %s', async (_name, content) => {
    expect((await read(content))?.values).toEqual({ processPath: './café' });
  });

  it('does not move the place of a mistake', async () => {
    const wrong = '<configuration><system.webServer><aspNetCore startupTimeLimit="x" /></system.webServer></configuration>';
    const places = await Promise.all([wrong, `\uFEFF${wrong}`, utf16(wrong, 'le'), utf16(wrong, 'be')].map(async (content) => (await refused(content)).at));
    expect(new Set(places)).toEqual(new Set([`1:${wrong.indexOf('"x"') + 1}`]));
  });
});

describe('a mistake in a web.config', () => {
  it.each([
    ['startupTimeLimit', '3601', 'a number of seconds from 0 to 3600, or a time as "00:02:00"'],
    ['startupTimeLimit', '', 'a number of seconds from 0 to 3600, or a time as "00:02:00"'],
    ['shutdownTimeLimit', '-1', 'a number of seconds from 0 to 600, or a time as "00:02:00"'],
    ['requestTimeout', '00:60:00', 'a number of seconds from 1 to 1296000, or a time as "00:02:00"'],
    ['rapidFailsPerMinute', '101', 'a whole number from 0 to 100'],
    ['processesPerApplication', '0', 'a whole number from 1 to 100'],
    ['stdoutLogEnabled', 'yes', 'true or false'],
    ['disableStartUpErrorPage', '1', 'true or false'],
    ['forwardWindowsAuthToken', '', 'true or false'],
    ['processPath', '&#0;', 'a string without NUL characters'],
    ['hostingModel', 'InProces', 'InProcess or OutOfProcess'],
  ])('is told for %s="%s" at the value', async (name, value, expected) => {
    const { problem, at, frame } = await refused(`<configuration>\n<system.webServer>\n<aspNetCore\n\t lockItem=""\n  ${name}="${value}" />\n</system.webServer></configuration>`);
    expect(problem).toBe(`${name} of <aspNetCore> is "${value.replace('&#0;', '\0')}"; it must be ${expected}`);
    expect(at).toBe(`5:${`  ${name}=`.length + 1}`);
    expect(frame).toContain(`> 5 |   ${name}="${value}" />`);
  });

  it('is told for a handler setting at its element', async () => {
    const { problem, at } = await refused(site('<aspNetCore>\n  <handlerSettings>\n    <handlerSetting name="shutdownDelay" value="1s" /></handlerSettings></aspNetCore>'));
    expect({ problem, at }).toEqual({ problem: 'shutdownDelay of <aspNetCore> is "1s"; it must be a whole number of milliseconds from 0 to 600000', at: '3:5' });
  });

  it.each([
    ['<environmentVariable name="A" value="1" />\n<environmentVariable name="A" value="2" />', '<environmentVariable> has the name "A" a second time', '3:1'],
    ['<environmentVariable name="" value="1" />', '<environmentVariable> has the name "", which no variable can have', '2:1'],
    ['<environmentVariable value="1" />', '<environmentVariable> has the name "", which no variable can have', '2:1'],
    ['<environmentVariable name="A=B" value="1" />', '<environmentVariable> has the name "A=B", which no variable can have', '2:1'],
    ['<environmentVariable name="A" value="&#0;" />', '<environmentVariable> "A" has a NUL character in its value', '2:1'],
  ])('is told for %s', async (variables, problem, at) => {
    expect(await refused(site(`<aspNetCore><environmentVariables>\n${variables}</environmentVariables></aspNetCore>`))).toMatchObject({ problem, at });
  });

  it.each([
    ['an element without an end', '<configuration>\n  <system.webServer>\n</configuration>', /mismatch/, '2:21'],
    ['a file that breaks off', '<configuration>\n  <system.webServer>', /unclosed/, '2:3'],
    ['an attribute that is there twice', '<configuration>\n<a b="1" b="2" /></configuration>', /redefined/, '2:1'],
    ['an attribute without quotation marks', '<configuration>\n<a b=1 /></configuration>', /quot/, '2:1'],
    ['a < in a value', '<configuration>\n<a b="<" /></configuration>', /'<' not allowed/, '2:1'],
    ['an entity that nobody declared', '<configuration>\n<a b="&nbsp;" /></configuration>', /entity not found/, '2:1'],
    ['a second root', '<configuration />\n<configuration />', /Only one element/, '2:1'],
    ['text after the root', '<configuration />\nx', /Extra content/, '1:1'],
    ['a document type that breaks off', '<!DOCTYPE c [<!ENTITY x "y">', /doctype/i, '1:1'],
    ['a file that breaks off within a tag', '<configuration', /./, '1:1'],
    ['an empty file', '', /missing root element/, '1:1'],
    ['JSON', '{ "a": 1 }', /missing root element/, '1:1'],
  ])('is told for %s', async (_what, content, problem, at) => {
    const told = await refused(content);
    expect(told.problem).toMatch(problem);
    expect(told.problem).not.toMatch(/\n|caused/);
    expect(told.at).toBe(at);
  });

  it.each([
    ['beside the first', '<system.webServer><aspNetCore />\n<aspNetCore /></system.webServer>'],
    ['in a location of the same site', '<system.webServer><aspNetCore /></system.webServer><location path="."><system.webServer>\n<aspNetCore /></system.webServer></location>'],
  ])('is told for a second <aspNetCore> %s', async (_where, content) => {
    expect(await refused(`<configuration>${content}</configuration>`)).toMatchObject({ problem: 'it has a second <aspNetCore> for the same site', at: '2:1' });
  });

  it('is told for a folder of that name', async () => {
    const project = await tempProject({ 'web.config/x': '' });
    expect(failureOf(() => readWebConfig(project.path('web.config'))).message).toContain('web.config');
  });
});

describe('a document type in a web.config', () => {
  const REFUSED = 'it has a document type, which no web.config has';

  it.each([
    ['of HTML', '<!DOCTYPE configuration><configuration />', '1:1'],
    ['with a file to read', '<!DOCTYPE c SYSTEM "file:///etc/passwd"><configuration />', '1:1'],
    ['with an entity that names a file', `<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n${site('<aspNetCore arguments="&x;" />')}`, '1:1'],
    ['with an entity in a text', '<!DOCTYPE c [<!ENTITY x "y">]>\n<configuration>&x;</configuration>', '1:1'],
    ['after a comment', '<!-- a -->\n  <!DOCTYPE configuration>\n<configuration />', '2:3'],
  ])('is refused: %s', async (_what, content, at) => {
    expect(await refused(content)).toMatchObject({ problem: REFUSED, at });
  });

  it('is refused when it would become a billion laughs, and nothing of them is laughed', async () => {
    const laughs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('\n');
    const { problem, frame } = await refused(`<?xml version="1.0"?>\n<!DOCTYPE c [\n<!ENTITY l0 "haha">\n${laughs}\n]>\n${site('<aspNetCore arguments="&l9;" />')}`);
    expect(problem).toBe(REFUSED);
    expect(frame).not.toContain('hahahaha');
  });

  it('is no document type in a comment or a value', async () => {
    expect((await read(`<!-- <!DOCTYPE x> -->${site('<aspNetCore arguments="&lt;!DOCTYPE x>" />')}`))?.values).toEqual({ arguments: '<!DOCTYPE x>' });
  });
});
