import { Hono } from 'hono';
import { TEXT } from './text.mjs';

/** A fetch app as people write it. */
export default new Hono().get('/', (context) => context.text(TEXT));
