/** The last ten minutes of statistics: rates are differences of the growing counters. */

const MOST = 600;

export const keyOf = line => [line.application, line.function, line.route, line.kind].join('\n');

export class History {
  samples = [];

  add(statistics) {
    const last = this.samples.at(-1);
    const lines = new Map(statistics.operations.map(line => [keyOf(line), line]));
    if (last && statistics.atMillis <= last.atMillis) {
      return;
    }
    this.samples.push({atMillis: statistics.atMillis, statistics, lines});
    if (this.samples.length > MOST) {
      this.samples.shift();
    }
    // Old samples are needed for their sums only
    const stale = this.samples.at(-70);
    if (stale) {
      stale.lines = undefined;
      stale.statistics = undefined;
    }
  }

  /** Returns the sample of about that many seconds ago, or the oldest complete one. */
  #before(seconds) {
    const now = this.samples.at(-1);
    for (let i = this.samples.length - 2; i >= 0; i--) {
      const sample = this.samples[i];
      if (!sample.lines) {
        return this.samples[i + 1];
      }
      if (now.atMillis - sample.atMillis >= seconds * 1000 - 200) {
        return sample;
      }
    }
    return this.samples[0];
  }

  /** Returns true if a line waits on purpose, which the server says while something is in flight. */
  isMeantToWait(line) {
    return this.samples.some(sample => sample.lines?.get(keyOf(line))?.isMeantToWait);
  }

  /** Returns the growth of a line's count per second, over the last seconds. */
  rate(line, name, seconds = 5) {
    const passed = (this.samples.at(-1).atMillis - this.#before(seconds).atMillis) / 1000;
    return passed > 0 ? this.grown(line, name, seconds) / passed : 0;
  }

  /** Returns the growth of a line's count over the last seconds. */
  grown(line, name, seconds) {
    return Math.max(0, line[name] - (this.#before(seconds).lines.get(keyOf(line))?.[name] ?? 0));
  }
}
