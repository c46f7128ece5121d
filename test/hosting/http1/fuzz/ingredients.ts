import { METHODS } from 'node:http';

/** Requests that are right; they are damaged, and put together. */
export const REQUESTS = [
  'GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n',
  'GET /p?q=1 HTTP/1.1\r\nHost: example.com:80\r\nUser-Agent: x/1.0 (y)\r\nCookie: a=b; c=d\r\n\r\n',
  'POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello',
  'POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;ext=1\r\nabc\r\n0\r\n\r\n',
  'POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\nTrailer: t\r\n\r\n5\r\nhello\r\n0\r\nt: v\r\n\r\n',
  'POST /many HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1a;n="1;2"\r\nabcdefghijklmnopqrstuvwxyz\r\n010\r\n0123456789abcdef\r\n00\r\n\r\n',
  'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n',
  'POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 39\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\nX: y\r\n',
  'HEAD /h HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'GET / HTTP/1.0\r\n\r\n',
  'POST /z HTTP/1.0\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok',
  'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n',
  'DELETE http://a/b HTTP/1.1\r\nHost: a\r\n\r\n',
  'CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n',
  'GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, upgrade\r\n\r\n',
  'PUT /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc',
  'GET /%C3%A5/../b HTTP/1.1\r\nHost: [::1]\r\nX: \xc3\xa5\r\n\r\n',
];

/** What is put where it does not belong. */
export const SCRAPS = [
  '\0', '\r', '\n', '\t', ' ', ':', ',', ';', '\x80', '\xff', '\x7f', '\x0b', '\x0c', '"', '0', '9', 'a', 'X', '-', '+', '_', '/', '\\', '#', '%', '@', '.', '=', '?', '\x1f', '\x01',
  '\r\n', '\r\n\r\n', '\n\n', '\n\r', ' \t', '\xc3\xa9', 'chunked', 'close', '\r\n ', '\r\n0\r\n\r\n',
];

export const CODINGS = [
  'chunked', 'Chunked', 'CHUNKED', ' chunked', 'chunked ', '\tchunked', '\x0bchunked', 'xchunked', 'chunkedx', 'chunked, chunked', 'gzip, chunked', 'chunked, gzip',
  'identity', 'identity, chunked', 'chunked;q=1', '"chunked"', 'chunked,', '  ,chunked', '', '\0chunked', 'chunked\0', 'chunk ed', 'chunked\t', 'gzip', 'gzip,\tchunked', 'gzip,,chunked',
  ',', 'chunked ,', 'chunked;', 'chunked ;a=b', 'gzip;q="chunked', 'gzip chunked', 'x, "a, chunked', 'chunked\r', 'c hunked', '\x85chunked', 'chunked\xa0', 'gzip\t, chunked', 'identity,chunked,identity',
];

export const LENGTHS = [
  '5', '05', '+5', '-5', '5 ', ' 5', '\t5', '5,5', '5, 5', '5;', '0x5', '5.0', '5e0', '', '  ', '55555555555555555555', '9007199254740993', '0', '00', '5\t', '5\x0b', '\xef\xbc\x95', '5\0', '4', '6',
  '35', '1_0', '5 5', '5\x80', '18446744073709551621', '000000000000000000005', '\xa05', '5\xa0', ' 5\t ', '\x1f5', '5,', ',5', '"5"', '0005', '٥',
];

export const HOSTS = [
  'a', '', 'a b', 'a,b', 'a/b', 'a@b', '[::1]', '[::1]:80', 'a:80', 'a:', 'a:b', '\xe9', 'a\tb', 'a\0b', 'a?b', 'a#b', '<a>', 'a..b', '*', '"a"', 'a;b', '%41', ' a ', '\ta', 'a\t', 'A', 'a\\b', ':80',
];

export const VERSIONS = [
  'HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/1.2', 'HTTP/2.0', 'HTTP/2', 'HTTP/1.10', 'HTTP/01.1', 'http/1.1', 'HTTP/1,1', 'HTTP /1.1', 'HTTP/ 1.1', 'HTTP/1.1 ', 'XTTP/1.1', '', 'HTTP/1', 'HTTP/11',
  'RTSP/1.0', 'ICE/1.0', 'HTTP/1.1\t', 'HTTP/1.1\0', 'HTTP/1.1x', 'Http/1.1', 'HTTP/9.9', 'HTTP/1.1;', 'HTTPS/1.1', 'HTTP/-1.1', 'HTTP/1.1 HTTP/1.1', 'x HTTP/1.1',
];

/** Every method that node:http knows, tokens that it does not know, and what is no token. */
export const METHOD_TOKENS = [...METHODS, 'get', 'Post', 'FOO', 'GETX', 'XGET', 'BREW', 'PRI', 'x', 'A'.repeat(32), "!#$%&'*+-.^_`|~", 'SUBSCRIBED', 'M_SEARCH'];
export const NO_METHODS = ['GE T', '', 'G\0T', 'G\xc9T', 'G(T', 'G,T', 'A'.repeat(40), 'GET\t', '\tGET', ' GET', 'GET\x0b', '"GET"', 'G:T', 'G/T', 'G\x80', 'GET\r', '@', '[GET]'];

export const TARGETS = [
  '/', '', '*', 'a', '//', '/a b', '/\0', '/\xe9', '/\xff', '/#f', '/a#', 'http://a/', 'https://a', 'http:///', 'http://b/', 'HTTP://a/x', 'ftp://a/', '/%', '/%zz', '/"<>', '/\\', '/{}', '/|^`',
  '\t/', '/\t', 'a:80', '?x', '/?', '/\x7f', '/\x01', '/a\x0b', '/../..', 'http://a@b/', 'javascript:1', '/%00', '/?%00', '/%2e%2e/x', 'http://a:80/', 'http://u@a/', '/\r', '/\n', '*a', '/*',
  'http:/a', 'http://a?x', 'http://a/\x80', '/a?b?c', '/;a=b', '%2F', '/\x80', '\\', 'https://a:443', '/ HTTP/1.1\r\nX: ', '/x\r\n', '@a', '[::1]:80', 'http://[::1]/', '/%C0%80',
];

export const CHUNK_LINES = [
  '5', '05', '0x5', '+5', ' 5', '5 ', '5\t', '-1', '', 'g', 'FFFFFFFFFFFFFFFFF', '5;', '5;a', '5;a=b', '5;a="b', '5;\0', '5;a\x7f', '5 ;a', '5;\n', '5\n', '000000000000000005', '5\r', '5\r\r',
  'ffffffff', '5,5', '5_', '5;a=\x80', '5;a=b', '5;a="b"', '5;a="b;c"', '5;a=b;c', '5;;', '5; a', '5;a= b', '5;a="\\""', '5;a="x"y', '5;a=b=c', '5;hello there', '5;\nx', '5;a\rb', '5;a="\r\n"',
  '5;a="\\\r"', '10000000000000005', '100000000000000000000000000000005', '5\0', '5\x80', '5.', '5h', '5:', '5;=', '5;a=;b', '5;"a"', '٥', '5;a\t', '\t5', '5;a="b" ', '5;a\nb', '5;a=b\n', '5;a="\n"', '5;a="b"\n',
];
export const LAST_CHUNKS = ['00', '0;a', '0000000000000000', '3\r\nabc\r\n0', '-0', '0x0', '', '0 ', '+0', '0;', '0;a=b', '0\t', '0;a b', '0;a\nb', '0;a\rb'];
export const AFTER_LAST_CHUNK = [
  '\n', '\r', '\r\r', 't: v\r\n\r\n', 't : v\r\n\r\n', 'Content-Length: 5\r\n\r\n', ' t: v\r\n\r\n', 't\r\n\r\n', ': v\r\n\r\n', 't: \0\r\n\r\n', 't: v\n\r\n', 't: v\r\n u: w\r\n\r\n', 't: v\r\nu: w\r\n\r\n',
  'Transfer-Encoding: chunked\r\n\r\n', 'Host: b\r\n\r\n', 'Connection: close\r\n\r\n', 'Upgrade: x\r\n\r\n', 't: \xc3\xa5\r\n\r\n', 't: \xff\r\n\r\n', 't: v\r\n\n', 't: v\rx\r\n\r\n', 'Trailer: x\r\n\r\n',
  'content-length:0\r\n\r\n', 'Proxy-Connection: close\r\n\r\n', 'Keep-Alive: x\r\n\r\n', 'Expect: 100-continue\r\n\r\n', 't: v\r\n', '',
];

export const NAMES = [
  'X', 'x-y', '', 'X ', ' X', 'X\t', 'X\0', 'X(', 'X:', 'X\xe9', '"X"', 'X@', 'X/', 'X\x7f', 'X[', 'X{', 'Content-Length ', 'Transfer-Encoding\t', 'Transfer_Encoding', 'Transfer-Encoding', 'Content-Length',
  'content-length', 'Host', 'Connection', 'Upgrade', 'X\r', 'X\n', 'Expect', 'Content-Length\0', 'TRANSFER-ENCODING', ' Content-Length', '\tTransfer-Encoding', 'Content-Lengt', 'Content-Length\x0b', 'X\\', 'X;', 'X=',
];
export const VALUES = ['v', '', '5', 'chunked', '\0', '\x01', 'v\x7f', '\xff', 'a\tb', '100-continue', 'close', 'upgrade', 'a', 'v\0w', '\x0b', 'v\rw', 'v\nw', '\xc3\xa5', '  v  ', '\x1b[0m'];
export const CONNECTIONS = [
  'close', 'Close', 'keep-alive', 'Keep-Alive', 'upgrade', 'close, upgrade', 'keep-alive, close', 'close,keep-alive', 'close2', 'xclose', 'clos', 'close ', ' close', 'close,', ',close', 'x, close',
  'close x', 'x close', 'closeclose', '"close"', 'close;a', 'keep-alive\t', 'close\t', '\tclose', 'te, close', 'Upgrade, Keep-Alive', '', ',', 'content-length', 'close\x80', 'keep-alive,', 'keep-alive2',
];
export const LINE_ENDS = ['\r\n', '\n', '\r', '\r\r\n', '\n\r', '\r\n ', '\r\n\t', '\r\n\r\n', ' \r\n', '\t\r\n', '\x0b\r\n', '\0\r\n', '\r\n\0', '\r \n', '\r\n\n', '\x85', '\xe2\x80\xa8'];
export const PREFIXES = ['\r\n', '\n', '\r', '\r\n\r\n', ' ', '\t', '\0', '\r\n\r\n\r\n', '\r\n ', '\r\r\n', '\x16\x03\x01', '\xef\xbb\xbf', '0\r\n\r\n', '\r\n\n'];
