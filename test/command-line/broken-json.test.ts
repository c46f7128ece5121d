import { describe, expect, it } from 'vitest';
import { runMews } from '../support/run-mews.ts';
import { program } from '../support/run-program.ts';
import { tempProject } from '../support/temp-project.ts';

const SETTINGS = `\uFEFF{
  // the profiles of "hello"
  "$schema": "https://json.schemastore.org/launchsettings.json",
  "profiles": {
    "http": { "commandName": "Project", "launchBrowser": true, "applicationUrl": "http://localhost:5123", },
    /* für später */ "tool": {
      "commandName": "Executable", "executablePath": "python3",
      "commandLineArgs": "-m http.server \\"%PORT%\\" \\u00e9",
      "environmentVariables": { "A": "1", "B": null, "C": 1.5e3 }
    }
  },
  "iisSettings": { "iisExpress": { "sslPort": 44300 } }
}
`;

const PACKAGE = `{
  "name": "hello",
  "mews": { "entry": "src/main.ts", "typecheck": "off" }
}
`;

/** Every offset where a file may have been cut off before it is whole. */
function cuts(text: string): number[] {
  const whole = Buffer.from(text.trimEnd()).length;
  return Array.from({ length: whole }, (_, at) => at);
}

describe('a file that was cut off', () => {
  it('is an error with code, hint and place, wherever launchSettings.json ends', async () => {
    const project = await tempProject({ 'src/main.ts': 'export default () => {};' });
    const bytes = Buffer.from(SETTINGS);
    for (const at of cuts(SETTINGS)) {
      project.write('Properties/launchSettings.json', bytes.subarray(0, at));
      for (const args of [['run'], ['run', '-lp', 'http', '--dry-run'], ['profiles']]) {
        const { error, out, exitCode } = await program(args, { cwd: project.root });
        expect({ at, code: error?.code, exitCode, out }).toEqual({ at, code: 'MEWS1201', exitCode: 1, out: '' });
        expect(error?.message).toContain(project.path('Properties/launchSettings.json'));
        expect(error?.hint).toContain('Correct the JSON');
        expect(error?.location?.frame).toContain('^');
      }
    }
  });

  it('is an error with code, hint and place, wherever package.json ends', async () => {
    const project = await tempProject({ 'src/main.ts': 'export default () => {};' });
    for (const at of cuts(PACKAGE)) {
      project.write('package.json', PACKAGE.slice(0, at));
      const { error, out } = await program(['run'], { cwd: project.root });
      expect({ at, code: error?.code, out }).toEqual({ at, code: 'MEWS1108', out: '' });
      expect(error?.location?.frame).toContain('^');
    }
  });

  it('ends the real command with 1, and with nothing on stdout', async () => {
    const project = await tempProject({ 'src/main.ts': 'throw new Error("it was started");' });
    const bytes = Buffer.from(SETTINGS);
    for (const at of [0, 2, 4, 40, 111, 210, 400, bytes.length - 3]) {
      project.write('Properties/launchSettings.json', bytes.subarray(0, at));
      const { code, stdout, stderr } = await runMews(['run'], { cwd: project.root });
      expect({ at, code, stdout }).toEqual({ at, code: 1, stdout: '' });
      expect(stderr).toMatch(/^error MEWS1201: [^]*\n {2}at Properties\/launchSettings\.json:\d+:\d+\n[^]*\nhint: Correct the JSON/);
      expect(stderr).not.toMatch(/^\s+at .*\(|it was started/m);
    }
  });
});
