import type { ModuleAnswer, OfflineAnswer } from '../../../foundation/events/module-settings.ts';
import { ConnectionLifetimeFeature } from '../../http/connection-features.ts';
import { HttpContext } from '../../http/http-context.ts';
import type { HttpApplication } from '../http-application.ts';
import { giveFailure } from './give-failure.ts';

/**
 * In the place of an app that cannot be started, or must not run: gives every request `answer` as it is then, and ends its connection, for the next
 * request is to find out anew. Failures name files in `root` relative to it.
 */
export function answerApplication(answer: () => ModuleAnswer, root: string): HttpApplication<HttpContext> {
  return {
    createContext: (features) => new HttpContext(features),
    disposeContext: () => {},
    processRequest: (context) => {
      const lifetime = context.features.get(ConnectionLifetimeFeature);
      if (lifetime) lifetime.requestClose();
      else context.response.headers.set('Connection', 'close');
      const given = answer();
      return given.kind === 'offline' ? giveOffline(context, given) : giveFailure(context, given, root);
    },
  };
}

/** The content of app_offline.htm, as it is. */
async function giveOffline({ response }: HttpContext, { content }: OfflineAnswer): Promise<void> {
  const octets = Buffer.from(content, 'base64');
  response.statusCode = 503;
  response.headers.set('Cache-Control', 'no-store');
  response.headers.set('Content-Length', String(octets.length));
  if (octets.length === 0) return;
  response.headers.set('Content-Type', 'text/html');
  await response.write(octets);
}
