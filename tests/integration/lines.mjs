// The lines of a stream as they come.

import { createInterface } from 'node:readline';
import { within } from '../support/platform.mjs';
import { kDeadlineMs } from './client.mjs';

/** `next()` gives the next line; it rejects when the stream ends, or when none comes. */
export function lines_of(stream) {
  const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
  return {
    async next() {
      const { value, done } = await within(lines.next(), kDeadlineMs, () => 'no further line came');
      if (done) throw new Error('the stream has ended');
      return value;
    },
  };
}
