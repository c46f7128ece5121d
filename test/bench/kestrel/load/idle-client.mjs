// Opens <count> connections to 127.0.0.1:<port>, makes one request on each, and keeps them: says so, and of each that is closed.
import { connect } from 'node:net';

// One address of ours has some 28,000 ports for each server: enough for all at once.
const [port, count] = process.argv.slice(2).map(Number);
const AT_ONCE = 100;
const fail = (what) => {
  console.log(`failed: ${what}`);
  process.exit(1);
};

function openOne() {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    socket.setEncoding('latin1').on('data', (text) => {
      answer += text;
      if (!answer.endsWith('Hello, world!')) return;
      if (!answer.startsWith('HTTP/1.1 200')) fail(answer.split('\r\n')[0]);
      resolve();
    });
    socket.on('error', (error) => fail(error.message));
    socket.on('close', () => fail('the server closed a connection'));
  });
}

let begun = 0;
async function openSome() {
  while (begun++ < count) await openOne();
}
await Promise.all(Array.from({ length: AT_ONCE }, openSome));
console.log(`opened ${count} connections`);
