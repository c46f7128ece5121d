import { TEXT } from './text.mjs';

/** A fetch app without a framework. */
export default {
  fetch: (request) => new Response(request.url.endsWith('/') ? TEXT : request.url),
};
