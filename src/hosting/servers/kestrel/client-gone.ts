const CLIENT_GONE = 'The client has closed the connection.';

export function clientGoneError(): Error {
  return new Error(CLIENT_GONE);
}

export function clientGone(): Promise<never> {
  return handled(Promise.reject(clientGoneError()));
}

/** An app need not wait for its writes: what fails here is known to the server, and must not end the process. */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
