import { describe, expect, it } from 'vitest';
import { runMews } from '../support/run-mews.ts';
import { program } from '../support/run-program.ts';
import { tempProject } from '../support/temp-project.ts';

const SETTINGS = {
  profiles: {
    container: { commandName: 'Docker', applicationUrl: 'http://localhost:5000' },
    https: { commandName: 'Project', applicationUrl: 'https://localhost:7123;http://localhost:5123' },
    tool: { commandName: 'Executable' },
    iis: { commandName: 'IISExpress' },
    none: {},
  },
  iisSettings: { iisExpress: { applicationUrl: 'http://localhost:5124', sslPort: 44_300 } },
};

describe('mews profiles', () => {
  it('lists name, command, addresses, what is usable or why not, and marks the default one', async () => {
    const { root: cwd } = await tempProject({ 'src/main.ts': '', 'Properties/launchSettings.json': SETTINGS });
    const { code, stdout, stderr } = await runMews(['profiles'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        "  container  Docker      not usable: The launch profile 'container' cannot be launched: Docker needs the Docker tooling of Visual Studio, which mews does not have.",
        '* https      Project     https://localhost:7123;http://localhost:5123',
        "  tool       Executable  not usable: The launch profile 'tool' has the commandName Executable but no executablePath.",
        '  iis        IISExpress  http://localhost:5124;https://localhost:44300',
        "  none                   not usable: The launch profile 'none' has no commandName.",
        '',
      ].join('\n'),
    );
  });

  it('lists them for machines', async () => {
    const { root: cwd, path } = await tempProject({ 'src/main.ts': '', 'Properties/launchSettings.json': SETTINGS });
    const { out } = await program(['profiles', '--format', 'json'], { cwd });
    const source = path('Properties/launchSettings.json');
    expect(JSON.parse(out)).toEqual([
      { name: 'container', commandName: 'Docker', urls: ['http://localhost:5000'], usable: false, reason: expect.stringContaining('Docker needs'), default: false, source },
      { name: 'https', commandName: 'Project', urls: ['https://localhost:7123', 'http://localhost:5123'], usable: true, default: true, source },
      { name: 'tool', commandName: 'Executable', urls: [], usable: false, reason: expect.stringContaining('executablePath'), default: false, source },
      { name: 'iis', commandName: 'IISExpress', urls: ['http://localhost:5124', 'https://localhost:44300'], usable: true, default: false, source },
      { name: 'none', commandName: null, urls: [], usable: false, reason: expect.stringContaining('no commandName'), default: false, source },
    ]);
  });

  it.each<[string, Record<string, string | object>, RegExp]>([
    ['where it looked', { 'src/main.ts': '' }, /^No launch settings were found\. Looked for Properties\/launchSettings\.json, launchSettings\.json, .*\.run\.json\.\n$/],
    ['that there are none', { 'src/main.ts': '', 'launchSettings.json': { profiles: {} } }, /^launchSettings\.json has no profiles\.\n$/],
  ])('says %s', async (_what, files, text) => {
    const { root: cwd } = await tempProject(files);
    expect(await program(['profiles'], { cwd })).toMatchObject({ exitCode: 0, out: expect.stringMatching(text) });
    expect((await program(['profiles', '--format', 'json'], { cwd })).out).toBe('[]\n');
  });

  it('lists those of another folder, and of a file', async () => {
    const { root: cwd } = await tempProject({ 'app/launchSettings.json': SETTINGS, 'tool.ts': '', 'tool.run.json': { profiles: { own: { commandName: 'Project' } } } });
    expect((await program(['profiles', '--project', 'app'], { cwd })).out).toContain('* https');
    expect((await program(['profiles', 'tool.ts'], { cwd })).out).toBe('* own  Project\n');
  });

  it('shows control characters in a name as escapes', async () => {
    const { root: cwd } = await tempProject({ 'src/main.ts': '', 'launchSettings.json': { profiles: { 'a\u001B[31m\n\u009Bb': { commandName: 'Project' } } } });
    expect((await program(['profiles'], { cwd })).out).toBe('* a\\u001b[31m\\n\\u009bb  Project\n');
  });
});
