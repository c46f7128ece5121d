/** A bug in a copy of src/hosting. */
export interface PlantedProxyBug {
  readonly name: string;
  readonly changes: readonly { readonly file: string; readonly right: string; readonly wrong: string }[];
}

/** What a proxy may get wrong so that the app believes something that is not so, or reads another request; the fuzz must find each. */
export const PLANTED_PROXY_BUGS: readonly PlantedProxyBug[] = [
  { name: 'a token that is not stripped', changes: [{ file: 'servers/module/module-application.ts', right: "const MODULE_FIELDS = 'ms-aspnetcore-*';", wrong: "const MODULE_FIELDS = 'x-none-*';" }] },
  { name: 'names with an underscore for others', changes: [{ file: 'forwarding/field-kinds.ts', right: '!(code === UNDERSCORE && wanted === HYPHEN)', wrong: 'code !== wanted' }] },
  { name: 'a client\'s own X-Forwarded-For', changes: [{ file: 'forwarding/request-head.ts', right: 'const clients = joined(forwardedFor, address);', wrong: 'const clients = forwardedFor === \'\' ? address : forwardedFor;' }] },
  { name: 'X-Forwarded-For passed on beside ours', changes: [{ file: 'forwarding/request-fields.ts', right: "'x-forwarded-for': FORWARDED_FOR,", wrong: '' }] },
  { name: 'a line feed in a value', changes: [{ file: 'http1/octets.ts', right: 'export const ASCII_FIELD_VALUE = tableOf(`\\t${range', wrong: 'export const ASCII_FIELD_VALUE = tableOf(`\\n\\t${range' }] },
  { name: 'a line feed made of a character beyond octets', changes: [{ file: 'servers/kestrel/http1/http1-octets.ts', right: 'return isAscii ? text : utf8Octets(text);', wrong: 'return text;' }] },
  {
    name: 'CL.TE',
    changes: [
      { file: 'http1/scan-request-head.ts', right: '(flags & (HAS_LENGTH | HTTP10)) !== 0', wrong: '(flags & HTTP10) !== 0' },
      { file: 'servers/kestrel/http1/request-options.ts', right: 'const bodyLength = (flags & CHUNKED) !== 0 ? -1 :', wrong: 'const bodyLength = (flags & CHUNKED) !== 0 && contentLength < 0 ? -1 :' },
      { file: 'forwarding/request-fields.ts', right: "'transfer-encoding': DROP,", wrong: '' },
    ],
  },
  {
    name: 'Transfer-Encoding passed on as it is',
    changes: [{ file: 'forwarding/request-fields.ts', right: "'transfer-encoding': DROP,", wrong: '' }],
  },
  { name: 'fields of one hop', changes: [{ file: 'forwarding/request-fields.ts', right: "'keep-alive': DROP,", wrong: '' }] },
  { name: 'what Connection names', changes: [{ file: 'forwarding/request-fields.ts', right: 'if (found.connectionNames.length > 0)', wrong: 'if (found.connectionNames.length > 99)' }] },
  {
    name: 'a Content-Length that Connection takes away',
    changes: [
      { file: 'forwarding/connection-names.ts', right: "'host', 'content-length',", wrong: "'host'," },
      { file: 'forwarding/request-head.ts', right: 'const rest = framingLines(facts, fields.hasLength)', wrong: "const rest = (fields.connectionNames.includes('content-length') ? '' : framingLines(facts, fields.hasLength))" },
    ],
  },
  { name: 'an offer of h2c', changes: [{ file: 'forwarding/passable-protocols.ts', right: ' && !OUR_OWN.test(protocol)', wrong: '' }] },
  { name: 'a body one octet short', changes: [{ file: 'forwarding/request-relay.ts', right: 'if (octets <= MOST_KEPT) this.#add(octetText(bytes, start, end));', wrong: 'if (octets <= MOST_KEPT) this.#add(octetText(bytes, start, end - 1));' }] },
  { name: 'a large body without its end', changes: [{ file: 'http1/copied-octets.ts', right: 'length === SIZE ? copy : copy.subarray(0, length)', wrong: 'copy.subarray(0, length - 1)' }] },
  { name: 'trailers of anybody', changes: [{ file: 'forwarding/trailer-lines.ts', right: ' && !kinds.has(name)', wrong: '' }] },
  { name: 'the target of a proxy request', changes: [{ file: 'forwarding/request-head.ts', right: 'if (target.startsWith(\'/\') || !ABSOLUTE.test(target)) return target;', wrong: 'return target;' }] },
  {
    name: 'a connection used again within a request',
    changes: [{ file: 'forwarding/forwarding.ts', right: 'this.#keepsConnection && !hasMore && this.#isSent', wrong: 'this.#keepsConnection && !hasMore' }],
  },
];
