import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBaseDotenvFiles, readEnvironmentDotenvFiles } from '../../../src/launcher/project/dotenv-files.ts';
import { tempProject } from '../../support/temp-project.ts';
import { failureOf } from '../../support/failure-of.ts';

async function layers(files: Record<string, string>, environmentName = 'Development'): Promise<string[]> {
  const { root } = await tempProject(files);
  const all = [...readBaseDotenvFiles(root), ...readEnvironmentDotenvFiles({ root, environmentName })];
  return all.map(({ from, variables }) => `${from} ${JSON.stringify([...variables])}`);
}

describe('.env files', () => {
  it('reads the files that exist, lowest first', async () => {
    const files = { '.env.development.local': 'D=4', '.env': 'A=1', '.env.local': 'B=2', '.env.development': 'C=3', '.env.production': 'X=5' };
    expect(await layers(files)).toEqual(['.env [["A","1"]]', '.env.local [["B","2"]]', '.env.development [["C","3"]]', '.env.development.local [["D","4"]]']);
    expect(await layers({ '.env.local': 'B=2' })).toEqual(['.env.local [["B","2"]]']);
    expect(await layers({})).toEqual([]);
  });

  it('prefers the exact case of the environment to lower case', async () => {
    expect(await layers({ '.env.Development': 'A=exact', '.env.development': 'A=lower' })).toEqual(['.env.Development [["A","exact"]]']);
    expect(await layers({ '.env.STAGING': 'A=1' }, 'Staging')).toEqual([]);
  });

  it("parses as dotenv does, and does not touch this process's environment", async () => {
    const text = '\uFEFFMEWS_TEST_A=1 # one\r\nexport B="two\\nlines"\nC=\'$A\'\n# no\nnot a line\nD=\n__proto__=x';
    expect(await layers({ '.env': text })).toEqual(['.env [["MEWS_TEST_A","1"],["B","two\\nlines"],["C","$A"],["D",""]]']);
    expect(process.env['MEWS_TEST_A']).toBeUndefined();
  });

  it.each(['', 'local', '../outside', 'a/b', 'a\\b'])('has no files for the environment %j', async (environmentName) => {
    expect(await layers({ '.env.local': 'A=1', '.env.': 'B=2', '.env.a/b': 'C=3', '.env.local.local': 'D=4' }, environmentName)).toEqual(['.env.local [["A","1"]]']);
  });

  it('gives the two base files first, since they may name the environment', async () => {
    const { root, path } = await tempProject({ '.env': 'MEWS_ENVIRONMENT=Staging', '.env.Staging': 'A=1' });
    const [base, ...others] = readBaseDotenvFiles(root);
    expect(base).toMatchObject({ from: '.env', file: path('.env') });
    expect(base?.variables.get('MEWS_ENVIRONMENT')).toBe('Staging');
    expect(others).toEqual([]);
  });

  it('says why a file cannot be read', async () => {
    const { root, path } = await tempProject();
    mkdirSync(path('.env'));
    expect(failureOf(() => readBaseDotenvFiles(root))).toMatchObject({ code: 'MEWS1107', message: expect.stringContaining(path('.env')) });
    const utf16 = await tempProject({ '.env': Buffer.from('A=1', 'utf16le') });
    expect(failureOf(() => readBaseDotenvFiles(utf16.root)).message).toContain('it is not a text in UTF-8');
  });
});
