import { expect, test } from 'vitest';
import { scanSources } from '../../../src/launcher/build/scan-sources.ts';
import { tempProject } from '../../support/temp-project.ts';

test('imports of every kind are followed to mews and to what Node cannot run', async () => {
  const project = await tempProject({
    'app.js': `import './a.js';\nexport * from './lib';\nawait import("./b.mjs");\nconst c = require('./c');`,
    'a.js': `import './app.js'; // a circle`,
    'lib/index.js': `import { x } from 'mews/testing';`,
    'b.mjs': '',
    'c.js': '',
    'jsx.js': `import './view.jsx';`,
    'view.jsx': '',
  });
  const files = ['app.js', 'a.js', 'lib/index.js', 'b.mjs', 'c.js'].map((file) => project.path(file));
  expect(scanSources(project.path('app.js'))).toEqual({ files, importsMews: true, needsBuild: undefined });
  expect(scanSources(project.path('jsx.js')).needsBuild).toBe(project.path('view.jsx'));
  expect(scanSources(project.path('missing.js'))).toEqual({ files: [project.path('missing.js')], importsMews: false, needsBuild: undefined });
});
