import { expect, test } from 'vitest';
import { BadHttpRequestError } from '../../../src/hosting/http1/bad-http-request-error.ts';
import { reject } from '../../../src/hosting/http1/rejection.ts';

test('a rejection has the status and the words of Kestrel', () => {
  expect(reject('MissingHostHeader')).toEqual({ reason: 'MissingHostHeader', status: 400, message: 'Request is missing Host header.' });
  expect(reject('RequestLineTooLong')).toMatchObject({ status: 414, message: 'Request line too long.' });
  expect(reject('HeadersExceedMaxTotalSize')).toMatchObject({ status: 431, message: 'Request headers too long.' });
  expect(reject('TooManyHeaders')).toMatchObject({ status: 431, message: 'Request contains too many headers.' });
  expect(reject('RequestHeadersTimeout')).toMatchObject({ status: 408, message: 'Reading the request headers timed out.' });
  expect(reject('UnrecognizedHTTPVersion', 'HTTP/3.0')).toMatchObject({ status: 505, message: "Unrecognized HTTP version: 'HTTP/3.0'" });
  expect(reject('RequestBodyTooLarge', 10)).toMatchObject({ status: 413, message: 'Request body too large. The max request body size is 10 bytes.' });
});

test('a 405 says which method the target demands', () => {
  expect(reject('OptionsMethodRequired')).toMatchObject({ status: 405, allow: 'OPTIONS' });
  expect(reject('ConnectMethodRequired')).toMatchObject({ status: 405, allow: 'CONNECT' });
  expect(reject('MissingHostHeader')).not.toHaveProperty('allow');
});

test('a detail is escaped, so that no client can write into a log', () => {
  expect(reject('InvalidRequestLine', 'a\r\n\0\x7f\xff~ ').message).toBe("Invalid request line: 'a\\x0D\\x0A\\x00\\x7F\\xFF~ '");
});

test('a detail is taken as it is, not as a pattern of a replacement', () => {
  expect(reject('InvalidHostHeader', "$&$'").message).toBe("Invalid Host header: '$&$''");
});

test('a long detail is cut behind 128 octets', () => {
  expect(reject('InvalidRequestLine', 'x'.repeat(128)).message).toBe(`Invalid request line: '${'x'.repeat(128)}'`);
  expect(reject('InvalidRequestLine', 'x'.repeat(129)).message).toBe(`Invalid request line: '${'x'.repeat(128)}...'`);
});

test('an app that reads a bad body gets an error with the status to answer', () => {
  const error = new BadHttpRequestError(reject('BadChunkSizeData'));
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'BadHttpRequestError', message: 'Bad chunk size data.', statusCode: 400, rejection: { reason: 'BadChunkSizeData' } });
});
