import {byId, el, level, text} from './dom.js';
import {count, time} from './format.js';

/** What is shown first. From which value on it is high, and critical; and what to do then. */
const worst = (lines, read) => lines.reduce((most, line) => Math.max(most, read(line)), 0);
const grade = (value, high, critical) => value >= critical ? 'bad' : value >= high ? 'warn' : 'ok';
const shedOperations = s => s.operations.reduce((sum, line) => sum + line.shed, 0);

const VITALS = [
  {
    name: 'Suspended now',
    value: s => [count(s.inFlight), 'of ' + count(s.maxInFlight)],
    level: s => grade(s.inFlight / s.maxInFlight, .5, .8),
    hint: 'Near the bound calls are shed. See below which function they wait for; cancel what hangs, or shorten its deadline.',
  },
  {
    name: 'Resume delay p99',
    value: s => [time(worst(s.operations, line => line.resumeDelay.p99Millis)), 'worst route'],
    level: s => grade(worst(s.operations, line => line.resumeDelay.p99Millis), 20, 200),
    hint: 'Routes wait for a handler thread, or for their session\'s turn. Look for a handler that blocks; then raise sip.threads.',
  },
  {
    name: 'Event-loop lag p99',
    value: s => [time(worst(s.loops, loop => loop.lag.p99Millis)), 'worst of ' + s.loops.length],
    level: s => worst(s.loops, loop => loop.sinceHeartbeatMillis) > 2000
      ? 'bad' : grade(worst(s.loops, loop => loop.lag.p99Millis), 50, 250),
    hint: 'Too little CPU, or long pauses of the garbage collector; a function of your own may block its loop.',
  },
  {
    name: 'Blocking pool',
    value: s => [s.pool.busy + ' / ' + s.pool.size, count(s.pool.refused) + ' refused'],
    level: s => grade(s.pool.busy / s.pool.size, .75, .95),
    hint: 'What blocks is slow, or too much is asked of it. When the pool is full, functions are shed with -4: look at the database; then raise sip.async.pool.',
  },
  {
    name: 'Handler threads',
    value: s => [s.threads.busy + ' / ' + s.threads.size, count(s.threads.waiting) + ' waiting'],
    level: s => s.threads.size === 0 ? 'ok'
      : grade(Math.max(s.threads.busy / s.threads.size * .8, s.threads.waiting / s.threads.maxWaiting), .75, .9),
    hint: 'Handlers block, or more calls come than this server can take. Use async where a handler waits.',
  },
  {
    name: 'Shed in a minute',
    value: s => [count(s.shedInMinute), count(shedOperations(s) + s.threads.refused) + ' in all'],
    level: s => grade(s.shedInMinute, 1, 60),
    hint: 'Operations were not begun, or new requests refused (in a drain all are). See which bound is reached: in flight, a function\'s, the pool\'s, the queue\'s.',
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
