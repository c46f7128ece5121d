import { expect, test } from 'vitest';
import { inheritedHandles } from '../../../src/foundation/transport/inherited-handles.ts';

test.each([
  ['nothing', {}, []],
  ['another process', { LISTEN_PID: '4', LISTEN_FDS: '1' }, []],
  ['no sockets', { LISTEN_PID: '5', LISTEN_FDS: '0' }, []],
  ['nonsense', { LISTEN_PID: '5', LISTEN_FDS: 'many' }, []],
  ['one', { LISTEN_PID: '5', LISTEN_FDS: '1' }, [{ fd: 3, scheme: 'http' }]],
  ['two, one of them by name for https', { LISTEN_PID: '5', LISTEN_FDS: '2', LISTEN_FDNAMES: 'web:web-https' }, [{ fd: 3, scheme: 'http' }, { fd: 4, scheme: 'https' }]],
])('the environment speaks of %s', (_, env, handles) => {
  expect(inheritedHandles(env, 5)).toEqual(handles);
});
