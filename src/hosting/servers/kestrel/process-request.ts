import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpApplication } from '../../application/http-application.ts';
import { FeatureCollection } from '../../http/feature-collection.ts';
import { NodeHttpFeature } from '../../http/node-http-feature.ts';
import {
  HttpConnectionFeature,
  HttpRequestFeature,
  HttpRequestIdentifierFeature,
  HttpRequestLifetimeFeature,
} from '../../http/request-features.ts';
import { HttpResponseBodyFeature, HttpResponseFeature } from '../../http/response-features.ts';
import { NodeRequestLifetime, type NodeConnection } from './node-connection.ts';
import { NodeRequest } from './node-request.ts';
import { NodeResponse } from './node-response.ts';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: NodeConnection;
  readonly logError: (error: unknown) => void;
}

/**
 * One request through the application. An app that fails before the response has started is answered for with 500 and
 * no body; afterwards the connection is cut, so that the client does not take a part for the whole. Never rejects.
 */
export async function processRequest<Context>(application: HttpApplication<Context>, exchange: Exchange): Promise<void> {
  const response = new NodeResponse(exchange.response);
  const features = collectFeatures(exchange, response);
  try {
    await throughApplication(application, features);
    await response.complete();
  } catch (error) {
    exchange.logError(error);
    await answerForFailure(response, exchange);
  }
  await response.runCompleted(exchange.logError);
}

async function throughApplication<Context>(application: HttpApplication<Context>, features: FeatureCollection): Promise<void> {
  const context = application.createContext(features);
  try {
    await application.processRequest(context);
  } catch (error) {
    application.disposeContext(context, error);
    throw error;
  }
  application.disposeContext(context);
}

async function answerForFailure(response: NodeResponse, exchange: Exchange): Promise<void> {
  if (response.hasStarted) exchange.response.destroy();
  else await response.fail();
}

function collectFeatures({ request, response, connection }: Exchange, nodeResponse: NodeResponse): FeatureCollection {
  const features = new FeatureCollection();
  const lifetime = new NodeRequestLifetime(response, connection);
  features.set(HttpRequestFeature, new NodeRequest(request));
  features.set(HttpResponseFeature, nodeResponse);
  features.set(HttpResponseBodyFeature, nodeResponse);
  features.set(HttpConnectionFeature, connection);
  features.set(HttpRequestLifetimeFeature, lifetime);
  features.set(HttpRequestIdentifierFeature, lifetime);
  features.set(NodeHttpFeature, { request, response });
  return features;
}
