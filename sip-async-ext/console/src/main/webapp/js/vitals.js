import {byId, el, level, text} from './dom.js';
import {count, time} from './format.js';

/** The figures at the top: thresholds for high and critical, and the remedy. */
const worst = (lines, read) => lines.reduce((most, line) => Math.max(most, read(line)), 0);
const grade = (value, high, critical) => value >= critical ? 'bad' : value >= high ? 'warn' : 'ok';
const shedOperations = s => s.operations.reduce((sum, line) => sum + line.shed, 0);

const VITALS = [
  {
    name: 'Suspended now',
    value: s => [count(s.inFlight), 'of ' + count(s.maxInFlight)],
    level: s => grade(s.inFlight / s.maxInFlight, .5, .8),
    hint: 'Near the limit calls are shed. Check below which function they wait for; cancel hung operations or shorten the deadline.',
  },
  {
    name: 'Resume delay p99',
    value: s => [time(worst(s.operations, line => line.resumeDelay.p99Millis)), 'worst route'],
    level: s => grade(worst(s.operations, line => line.resumeDelay.p99Millis), 20, 200),
    hint: 'Routes wait for a handler thread or their session. Look for a blocking handler; then raise sip.threads.',
  },
  {
    name: 'Event-loop lag p99',
    value: s => [time(worst(s.loops, loop => loop.lag.p99Millis)), 'worst of ' + s.loops.length],
    level: s => worst(s.loops, loop => loop.sinceHeartbeatMillis) > 3000
      ? 'bad' : grade(worst(s.loops, loop => loop.lag.p99Millis), 50, 250),
    hint: 'Too little CPU, long GC pauses, or a custom function that blocks its loop.',
  },
  {
    name: 'Blocking pool',
    value: s => [s.pool.busy + ' / ' + s.pool.size, count(s.pool.refused) + ' refused'],
    level: s => grade(s.pool.busy / s.pool.size, .75, .95),
    hint: 'Blocking functions are slow or too many. When the pool is full, functions are shed with -4. Check the database; then raise sip.async.pool.',
  },
  {
    name: 'Handler threads',
    value: s => [s.threads.busy + ' / ' + s.threads.size, count(s.threads.waiting) + ' waiting'],
    level: s => s.threads.size === 0 ? 'ok'
      : grade(Math.max(s.threads.busy / s.threads.size * .8, s.threads.waiting / s.threads.maxWaiting), .75, .9),
    hint: 'Handlers block, or calls exceed this server\'s capacity. Use async where a handler waits.',
  },
  {
    name: 'Shed in a minute',
    value: s => [count(s.shedInMinute), count(shedOperations(s) + s.threads.refused) + ' in total'],
    level: s => grade(s.shedInMinute, 1, 60),
    hint: 'Operations did not start, or new requests were refused (all are, in a drain). Check which limit is reached: in flight, per function, pool or queue.',
  },
];

const WORDS = {ok: 'fine', warn: 'high', bad: 'critical'};

const tiles = VITALS.map(vital => {
  const grading = el('span', {class: 'level'});
  const number = el('span');
  const beside = el('small');
  const hint = el('p', {class: 'hint'});
  const tile = el('article', {class: 'vital'},
    el('h3', {}, vital.name, grading), el('p', {class: 'value'}, number, ' ', beside), hint);
  byId('vitals').append(tile);
  return {vital, tile, grading, number, beside, hint};
});

export function showVitals(statistics, history) {
  for (const {vital, tile, grading, number, beside, hint} of tiles) {
    const [value, more] = vital.value(statistics, history);
    const graded = vital.level(statistics, history);
    text(number, value);
    text(beside, more);
    text(grading, WORDS[graded]);
    text(hint, graded === 'ok' ? '' : vital.hint);
    level(tile, graded);
  }
}
