import { expect, test } from 'vitest';
import { CountedIds } from '../../../../src/launcher/activation/inspector/counted-ids.ts';

const parsed = (scriptId: string, executionContextId = 1): { method: string; params: { scriptId: string; executionContextId: number } } => ({ method: 'Debugger.scriptParsed', params: { scriptId, executionContextId } });
const created = (id: number): { method: string; params: { context: { id: number } } } => ({ method: 'Runtime.executionContextCreated', params: { context: { id } } });

/** After a process that had one context and scripts up to 40. */
function inSecondProcess(): CountedIds {
  const ids = new CountedIds();
  ids.eventForEditor(created(1));
  ids.eventForEditor(parsed('40'));
  ids.startAnew();
  return ids;
}

test('the first process keeps its numbers: nothing is changed', () => {
  const ids = new CountedIds();
  for (const event of [created(1), parsed('40')]) expect(ids.eventForEditor(event)).toBe(event);
  const params = { scriptId: '3' };
  expect(ids.forProcess(params)).toEqual({ params });
});

test('the next one counts on, wherever a number stands', () => {
  const ids = inSecondProcess();
  expect(ids.eventForEditor(created(1))).toEqual(created(2));
  expect(ids.eventForEditor(parsed('3'))).toEqual(parsed('43', 2));
  const frames = (scriptId: string): object => ({ callFrames: [{ location: { scriptId, lineNumber: 1 }, this: { type: 'object' } }], asyncStackTrace: { callFrames: [{ scriptId }] } });
  expect(ids.resultForEditor(frames('3') as Record<string, unknown>)).toEqual(frames('43'));
  expect(ids.forProcess({ start: { scriptId: '43', lineNumber: 0 }, contextId: 2 })).toEqual({ params: { start: { scriptId: '3', lineNumber: 0 }, contextId: 1 } });
});

test("the app's own values stay as they are, the place of a function does not", () => {
  const ids = inSecondProcess();
  const own = { result: { type: 'object', value: { scriptId: '3', contextId: 1 } } };
  expect(ids.resultForEditor(own)).toBe(own);
  const argument = { arguments: [{ value: { scriptId: '3' } }] };
  expect(ids.forProcess(argument)).toEqual({ params: argument });
  expect(ids.resultForEditor({ internalProperties: [{ name: '[[FunctionLocation]]', value: { type: 'object', subtype: 'internal#location', value: { scriptId: '3' } } }] })).toEqual({
    internalProperties: [{ name: '[[FunctionLocation]]', value: { type: 'object', subtype: 'internal#location', value: { scriptId: '43' } } }],
  });
});

test('what an earlier process had is not to be found', () => {
  const ids = inSecondProcess();
  expect(ids.forProcess({ scriptId: '40' })).toMatchObject({ error: { message: 'No script for id: 40' } });
  expect(ids.forProcess({ expression: '1', contextId: 1 })).toMatchObject({ error: { message: 'Cannot find context with specified id' } });
});
