import { request as ask } from 'node:http';

/** The bytes of a request on the wire, `pipeline` times in a row. */
export function rawRequest({ method = 'GET', path = '/', headers = {}, body = '', pipeline = 1 }, host) {
  const fields = { Host: host, ...headers, ...(body && { 'Content-Length': Buffer.byteLength(body) }) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`.repeat(pipeline);
}

/** One answer: status, header fields, body. */
export function answerOf(url, { method = 'GET', path = '/', headers = {}, body = '' } = {}) {
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers, Connection: 'keep-alive', ...(body && { 'Content-Length': Buffer.byteLength(body) }) }, agent: false };
    const asked = ask(new URL(path, url), options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => (text += part));
      answer.once('end', () => {
        asked.destroy();
        resolve({ status: answer.statusCode, headers: answer.headers, body: text });
      });
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

/** Header fields that are on one side only, or differ: what makes a comparison lopsided. Date and Keep-Alive may differ in value. */
export function headerDifferences(ours, theirs) {
  const fluid = new Set(['date', 'keep-alive']);
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...names].flatMap((name) => {
    if (!(name in ours)) return [`theirs has ${name}`];
    if (!(name in theirs)) return [`ours has ${name}`];
    return fluid.has(name) || ours[name] === theirs[name] ? [] : [`${name}: ours ${ours[name]}, theirs ${theirs[name]}`];
  });
}
