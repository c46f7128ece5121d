import { speedCase } from '../speed-case.mjs';

/** What Chrome sends with a page of its own, besides Host. */
const headers = {
  Connection: 'keep-alive',
  'Cache-Control': 'max-age=0',
  'sec-ch-ua': '"Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"',
  'sec-ch-ua-mobile': '?0',
  'sec-ch-ua-platform': '"Linux"',
  'Upgrade-Insecure-Requests': '1',
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8',
  'Sec-Fetch-Site': 'same-origin',
  'Accept-Encoding': 'gzip, deflate, br, zstd',
  'Accept-Language': 'en-GB,en;q=0.9,de;q=0.8',
};

/** A browser's twelve header fields, of which the app reads one. */
export const run = ({ rounds, seconds }) =>
  speedCase({
    ours: { name: 'browser-like: mews', file: 'mews', args: ['browser'] },
    others: [{ server: { name: 'node:http', file: 'node-http', args: ['browser'] }, target: 1.6 }],
    request: { headers },
    rounds,
    seconds,
  });
