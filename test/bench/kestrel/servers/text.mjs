export const TEXT = 'Hello, world!';

export const TEXT_TYPE = 'text/plain; charset=utf-8';
