import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { build } from '../../../src/launcher/build/build.ts';
import { tempProject } from '../../support/temp-project.ts';
import { buildRequest, failureOf } from './build-fixture.ts';

test('the project\'s own toolchain runs as npm would run it, and its output is told by lines', async () => {
  const project = await tempProject({ 'package.json': {}, 'node_modules/.bin/own-tool': `#!/bin/sh\necho "one $MEWS_CONFIGURATION"\nprintf two >&2\nmkdir -p out && echo 1 > out/app.js\n` });
  chmodSync(project.path('node_modules/.bin/own-tool'), 0o755);
  const { request, events } = buildRequest(project, 'out/app.js', { buildCommand: 'own-tool && true', configuration: 'Release' });
  expect(await build(request)).toMatchObject({ outputEntry: project.path('out/app.js'), upToDate: false });
  const output = events.flatMap((event) => (event.type === 'output' ? [event.text] : []));
  expect(output.sort()).toEqual(['one Release\n', 'two\n']);
  expect(events.at(-1)).toMatchObject({ type: 'buildSucceeded', upToDate: false });
});

test('its failure, and an entry it does not write, are errors', async () => {
  const project = await tempProject({ 'package.json': {} });
  const failing = buildRequest(project, 'out.js', { buildCommand: 'exit 7' });
  expect(await failureOf(build(failing.request))).toMatchObject({ code: 'MEWS2004', message: expect.stringContaining('exit code 7') });
  const idle = buildRequest(project, 'out.js', { buildCommand: 'true' });
  expect(await failureOf(build(idle.request))).toMatchObject({ code: 'MEWS2005' });
});

test('an abort ends it with everything it started', async () => {
  const project = await tempProject({ 'package.json': {} });
  const stop = new AbortController();
  const { request } = buildRequest(project, 'out.js', {
    buildCommand: `sleep 600 & echo $! > pid; echo ready; wait`,
    signal: stop.signal,
    report: (event) => { if (event.type === 'output') stop.abort(); },
  });
  expect(await failureOf(build(request))).toMatchObject({ name: 'AbortError' });
  // An ended process that nobody has collected yet has no command line any more.
  const cmdline = `/proc/${readFileSync(project.path('pid'), 'utf8').trim()}/cmdline`;
  expect(existsSync(cmdline) ? readFileSync(cmdline, 'utf8') : '').toBe('');
});
