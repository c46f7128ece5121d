import { describe, expect, test } from 'vitest';
import { HtmlInjector } from '../../../../src/hosting/application/browser-refresh/html-injector.ts';

const TAG = '<script src="/x" async></script>';

/** What is sent of each piece, and at the end. */
function send(pieces: readonly string[], tagFor: () => string | undefined = () => TAG): string[] {
  const injector = new HtmlInjector(tagFor);
  return [...pieces.map((piece) => injector.push(Buffer.from(piece, 'latin1'))), injector.end()].map((octets) => octets.toString('latin1'));
}

const whole = (text: string): string => send([text]).join('');

describe('the tag comes before the last </body>', () => {
  test.each([
    ['<html><body>x</body></html>', `<html><body>x${TAG}</body></html>`],
    ['<p>x</BODY >\n</HTML>\n', `<p>x${TAG}</BODY >\n</HTML>\n`],
    ['x</body\n>', `x${TAG}</body\n>`],
    ['x</body></html><!-- made by hand -->\n', `x${TAG}</body></html><!-- made by hand -->\n`],
    ['x</body>\n<!-- a --> <!-- b -->\n</html >', `x${TAG}</body>\n<!-- a --> <!-- b -->\n</html >`],
    ['<script>"</body></html>"</script>x</body></html>', `<script>"</body></html>"</script>x${TAG}</body></html>`],
    ['x</body></body>', `x</body>${TAG}</body>`],
    ['x</body></html', `x${TAG}</body></html`],
    ['x</body><!-- never ends', `x${TAG}</body><!-- never ends`],
  ])('%j', (page, expected) => {
    expect(whole(page)).toBe(expected);
  });
});

describe('without a </body> it comes last', () => {
  test.each(['<!DOCTYPE html>\n<p>x', '<html lang="en">x', '\xef\xbb\xbf<!-- c --><html>x</html>', '<!doctype html>x</body', '<!doctype html>x<', '<!doctype html>x</bodyguard>', '<!doctype html>x</body>y'])('%j', (page) => {
    expect(whole(page)).toBe(page + TAG);
  });

  test.each(['', 'text', '<p>a part</p>', '<htmlx>', `${' '.repeat(1024)}<html>`])('unless it is no document: %j', (page) => {
    expect(whole(page)).toBe(page);
  });
});

test('a page that forbids it goes by as it is', () => {
  expect(send(['<html>x</body>y</body>'], () => undefined).join('')).toBe('<html>x</body>y</body>');
});

test('what a page says of itself is told, as far as it is remembered', () => {
  const heads: string[] = [];
  const injector = new HtmlInjector((head) => void heads.push(head));
  for (const piece of ['<html>\xe9', 'a'.repeat(70_000), 'b']) injector.push(Buffer.from(piece, 'latin1'));
  injector.end();
  expect(heads).toEqual([`<html>\xe9${'a'.repeat(65_536 - 7)}`]);
});

describe('however a page is cut', () => {
  const pages = ['<!doctype html><body>x</body>\n</html>\n', '<html>"</body>" </bod</body><!-- </html> --></HTML>', '<html><p>no end</p><', '</</body</body ></html'];

  test.each(pages)('in two or three pieces: %j', (page) => {
    const expected = whole(page);
    for (let first = 0; first <= page.length; first++) {
      expect(send([page.slice(0, first), page.slice(first)]).join('')).toBe(expected);
      for (let second = first; second <= page.length; second++) expect(send([page.slice(0, first), page.slice(first, second), page.slice(second)]).join('')).toBe(expected);
    }
  });

  test.each(pages)('octet for octet: %j', (page) => {
    expect(send([...page]).join('')).toBe(whole(page));
  });
});

describe('nothing is held back but what may be the end', () => {
  test.each([
    ['<html><body><p>x</p>', '<html><body><p>x</p>'],
    ['<html>x</p', '<html>x</p'],
    ['<html>x</bo', '<html>x'],
    ['<html>x</body><div>', '<html>x</body><div>'],
    ['<html>x</body><', '<html>x'],
    ['<html>x</body> <!-', '<html>x'],
    [`<html></body>${' '.repeat(2000)}`, `<html></body>${' '.repeat(2000)}`],
  ])('of %j', (page, sent) => {
    expect(send([page])[0]).toBe(sent);
  });

  test('and what an app writes into the same buffer later is not sent', () => {
    const injector = new HtmlInjector(() => TAG);
    const buffer = Buffer.from('<html>x</body>');
    const first = injector.push(buffer).toString();
    buffer.fill('?');
    expect(first + injector.end().toString()).toBe(`<html>x${TAG}</body>`);
  });
});
