import { expect, it } from 'vitest';
import { browserUrl } from '../../../src/launcher/launch/open-browser.ts';

it.each([
  [null, ['http://localhost:5000'], 'http://localhost:5000/'],
  ['swagger', ['http://localhost:5000', 'http://127.0.0.1:6000'], 'http://localhost:5000/swagger'],
  ['/a?b=c', ['http://[::]:5000'], 'http://localhost:5000/a?b=c'],
  [null, ['http://0.0.0.0:80'], 'http://localhost/'],
  ['https://example.com/x', ['http://localhost:5000'], 'https://example.com/x'],
  [null, ['http://unix:/tmp/a.sock', 'http://[::1]:5000'], 'http://[::1]:5000/'],
  [null, ['http://unix:/tmp/a.sock'], undefined],
  [null, ['http://pipe:/a', 'http://<file handle>', 'line://127.0.0.1:4000'], undefined],
  [null, ['line://127.0.0.1:4000', 'https://localhost:5001'], 'https://localhost:5001/'],
  ['//', ['http://localhost:5000'], 'http://localhost:5000/'],
])('launchUrl %j on %j is %j', (launchUrl, addresses, url) => {
  expect(browserUrl(launchUrl, addresses)).toBe(url);
});
