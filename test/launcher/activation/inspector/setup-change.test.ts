import { expect, test } from 'vitest';
import { setupChange } from '../../../../src/launcher/activation/inspector/setup-change.ts';

test.each([
  ['Debugger.enable', {}, { keep: 'Debugger.enable' }],
  ['NodeWorker.enable', {}, { keep: 'NodeWorker.enable' }],
  ['Network.disable', {}, { forgetDomain: 'Network.' }],
  ['Debugger.setBlackboxPatterns', {}, { keep: 'Debugger.setBlackboxPatterns' }],
  ['Target.setAutoAttach', {}, { keep: 'Target.setAutoAttach' }],
  ['Runtime.addBinding', { name: 'a' }, { keep: 'Runtime.addBinding a' }],
  ['Runtime.removeBinding', { name: 'a' }, { forget: 'Runtime.addBinding a' }],
  ['HeapProfiler.startSampling', {}, { keep: 'HeapProfiler.startSampling' }],
  ['HeapProfiler.stopSampling', {}, { forget: 'HeapProfiler.startSampling' }],
])('%s changes the setup', (method, params, change) => {
  expect(setupChange(method, params)).toEqual(change);
});

test.each([
  ['Runtime.evaluate', {}],
  ['Debugger.pause', {}],
  ['Debugger.setBlackboxedRanges', { scriptId: '3' }],
  ['Runtime.addBinding', { name: 'a', executionContextId: 1 }],
])('%s does not: it asks, acts, or concerns one process only', (method, params) => {
  expect(setupChange(method, params)).toBeUndefined();
});
