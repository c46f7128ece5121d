import { expect, test } from 'vitest';
import { ChildSessions } from '../../../../src/launcher/activation/inspector/child-sessions.ts';

const attached = (sessionId: string): { method: string; params: { sessionId: string; targetInfo: object } } => ({ method: 'Target.attachedToTarget', params: { sessionId, targetInfo: {} } });

test('a session keeps its id, and gets another one when an editor has known that id before', () => {
  const sessions = new ChildSessions();
  const first = attached('1');
  expect(sessions.forEditor(first)).toBe(first);
  expect(sessions.end()).toEqual([{ method: 'Target.detachedFromTarget', params: { sessionId: '1' } }]);
  expect(sessions.forEditor(attached('1'))).toEqual(attached('1.2'));
  sessions.end();
  expect(sessions.forEditor(attached('1'))).toEqual(attached('1.3'));
});

test('sessions that share the connection: both ways the other side hears the id that it knows', () => {
  const sessions = new ChildSessions();
  sessions.forEditor(attached('1'));
  sessions.end();
  sessions.forEditor(attached('1'));
  const command = { id: 5, method: 'Runtime.enable', params: {} };
  expect(sessions.forProcess({ ...command, sessionId: '1.2' })).toEqual({ ...command, sessionId: '1' });
  expect(sessions.forProcess({ ...command, sessionId: '1' })).toMatchObject({ error: { message: 'Session with given id not found.' } });
  expect(sessions.forProcess(command)).toBe(command);
  const event = { method: 'Runtime.consoleAPICalled', params: {} };
  expect(sessions.forEditor({ ...event, sessionId: '1' })).toEqual({ ...event, sessionId: '1.2' });
  expect(sessions.forProcess({ id: 6, method: 'Target.detachFromTarget', params: { sessionId: '1.2' } })).toMatchObject({ params: { sessionId: '1' } });
});

test('a session that has ended by itself is not ended again', () => {
  const sessions = new ChildSessions();
  sessions.forEditor(attached('1'));
  const detached = { method: 'Target.detachedFromTarget', params: { sessionId: '1' } };
  expect(sessions.forEditor(detached)).toBe(detached);
  expect(sessions.end()).toEqual([]);
});
