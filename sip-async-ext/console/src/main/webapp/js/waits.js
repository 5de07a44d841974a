import {byId, cells, el, level, Rows, text} from './dom.js';
import {count, operations, rate, time} from './format.js';
import {keyOf} from './history.js';

/** Finds the hung backend: functions and routes, most in flight first. */

const MAX_LINES = 60;
const KINDS = {SUSPENDED: '', WAITING: 'holds a thread', LAUNCH: 'launch', PART: 'part'};

const byWaiting = (a, b) => b.inFlight - a.inFlight || (b.oldestMillis ?? 0) - (a.oldestMillis ?? 0) || b.started - a.started;

/**
 * Returns the problem of a line, if any: {level, what, evidence}.
 *
 * It hangs, unless it waits on purpose, if the oldest has been in flight for seconds, ten times the median and a tenth of its
 * deadline. It times out or fails if a tenth of the operations that ended in the last minute did. For a function that waits on
 * purpose, such as for an event, the deadline is a normal end.
 */
export function judge(line, history) {
  const oldest = line.oldestMillis ?? 0;
  const patience = Math.max(2000, 10 * line.time.p50Millis, (line.oldestDeadlineMillis ?? 0) / 10);
  if (line.inFlight > 0 && oldest > patience && !line.isMeantToWait) {
    return {
      level: oldest > 2 * patience || line.inFlight >= 100 ? 'bad' : 'warn',
      what: 'hangs',
      evidence: operations(line.inFlight) + ' in flight, the oldest for ' + time(oldest)
        + (line.time.maxMillis ? '; half take at most ' + time(line.time.p50Millis) + '.' : '; none has ended recently.'),
    };
  }
  const inMinute = name => Math.round(history.grown(line, name, 60));
  const ended = inMinute('done') + inMinute('failed') + inMinute('timedOut');
  for (const [name, what] of [['timedOut', 'times out'], ['failed', 'fails']]) {
    const bad = name === 'timedOut' && history.isMeantToWait(line) ? 0 : inMinute(name);
    if (bad > 0 && bad >= ended / 10) {
      return {
        level: bad >= ended / 2 && bad >= 10 ? 'bad' : 'warn',
        what,
        evidence: count(bad) + ' of ' + operations(ended) + ' in the last minute.',
      };
    }
  }
  return {level: 'ok'};
}

export function makeWaits(actions) {
  const rows = new Rows(document.querySelector('#waits tbody'), keyOf, line => makeRow(line, actions));
  return (statistics, history) => {
    const lines = statistics.operations.toSorted(byWaiting);
    lines.forEach(line => line.verdict = judge(line, history));
    rows.show(lines.slice(0, MAX_LINES).map(line => ({...line, history})));
    const left = lines.length - MAX_LINES;
    byId('more-waits').hidden = left <= 0;
    text(byId('more-waits'), 'and ' + left + ' more lines with fewer in flight: GET api/statistics');
    showHeadline(lines);
    showCircuits(statistics.circuits);
  };
}

function makeRow(line, actions) {
  const out = Object.fromEntries(
    ['inFlight', 'oldest', 'started', 'done', 'failed', 'timedOut', 'shed', 'p50', 'p99'].map(name => [name, el('span')]));
  const filter = {application: line.application, function: line.function, route: line.route};
  const cancel = el('button', {type: 'button', class: 'small danger', onclick: () => actions.cancel(filter),
    'aria-label': 'Cancel all of ' + line.function + ', route ' + line.route}, 'Cancel…');
  const show = el('button', {type: 'button', class: 'small', onclick: () => actions.show(filter),
    'aria-label': 'Show all of ' + line.function + ', route ' + line.route}, 'Show');
  const kind = KINDS[line.kind] ?? line.kind;
  const row = el('tr', {}, ...cells([
    ['Function', 'name', el('span', {}, line.function, ...(kind ? [el('span', {class: 'tag'}, kind)] : []))],
    ['Route', 'name', line.route === 'none' ? '–' : line.route],
    ['Application', 'name', line.application],
    ['In flight', 'n', el('strong', {}, out.inFlight)],
    ['Oldest', 'n', out.oldest],
    ['Started/s', 'n', out.started],
    ['Done/s', 'n', out.done],
    ['Failed/s', 'n', out.failed],
    ['Timed out', 'n', out.timedOut],
    ['Shed', 'n', out.shed],
    ['Time p50', 'n', out.p50],
    ['p99', 'n', out.p99],
    ['', 'actions', show, ' ', cancel],
  ]));
  return {row, update: now => updateRow(now, row, out, cancel, show, actions)};
}

function updateRow(now, row, out, cancel, show, actions) {
  text(out.inFlight, count(now.inFlight));
  text(out.oldest, now.inFlight ? time(now.oldestMillis) : '–');
  for (const name of ['started', 'done', 'failed']) {
    text(out[name], rate(now.history.rate(now, name)));
  }
  text(out.timedOut, count(now.timedOut));
  text(out.shed, count(now.shed));
  text(out.p50, now.time.maxMillis ? time(now.time.p50Millis) : '–');
  text(out.p99, now.time.maxMillis ? time(now.time.p99Millis) : '–');
  level(row, now.verdict.level);
  row.classList.toggle('idle', now.inFlight === 0);
  show.disabled = now.inFlight === 0;
  cancel.disabled = now.inFlight === 0 || !actions.maySteer();
}

/** Describes the worst line in words. */
function showHeadline(lines) {
  const wrong = grade => lines.filter(line => line.verdict.level === grade);
  const suspect = wrong('bad')[0] ?? wrong('warn')[0];
  level(byId('headline'), suspect?.verdict.level ?? 'ok');
  if (suspect) {
    const {what, evidence} = suspect.verdict;
    text(byId('suspect'), suspect.function + ' ' + what + ': '
      + (suspect.route === 'none' ? '' : 'route ' + suspect.route + ' of ') + suspect.application + '.');
    text(byId('evidence'), evidence);
    return;
  }
  const busiest = lines[0];
  text(byId('suspect'), 'Nothing hangs.');
  text(byId('evidence'), busiest?.inFlight
    ? 'Most operations in flight: ' + busiest.function + ', ' + operations(busiest.inFlight) + '.' : 'Nothing is in flight.');
}

const CIRCUIT_LEVELS = {CLOSED: 'ok', HALF_OPEN: 'warn', OPEN: 'bad'};

function showCircuits(circuits) {
  const shown = circuits.map(circuit =>
    'Circuit ' + circuit.name + ' (' + circuit.application + '): ' + circuit.state.toLowerCase().replace('_', ' '));
  const box = byId('circuits');
  if (box.dataset.shown !== shown.join('\n')) {
    box.dataset.shown = shown.join('\n');
    box.replaceChildren(...circuits.map((circuit, i) =>
      el('span', {class: 'pill', 'data-level': CIRCUIT_LEVELS[circuit.state] ?? 'ok'}, shown[i])));
  }
}
