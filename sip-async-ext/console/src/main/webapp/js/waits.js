import {byId, cells, el, level, Rows, text} from './dom.js';
import {count, operations, rate, time} from './format.js';
import {keyOf} from './history.js';

/** Which backend hangs: functions and routes, most in flight first. */

const MOST_LINES = 60;
const KINDS = {SUSPENDED: '', WAITING: 'holds a thread', LAUNCH: 'launch', PART: 'part'};

const byWaiting = (a, b) => b.inFlight - a.inFlight || (b.oldestMillis ?? 0) - (a.oldestMillis ?? 0) || b.started - a.started;

/**
 * Hangs what is in flight for much longer than it takes as a rule, and for seconds.
 */
export function gradeOf(line) {
  const oldest = line.oldestMillis ?? 0;
  const usual = Math.max(1000, 3 * line.time.p99Millis);
  return line.inFlight === 0 || oldest < 2 * usual ? 'ok' : oldest < 4 * usual && line.inFlight < 100 ? 'warn' : 'bad';
}

export function makeWaits(actions) {
  const rows = new Rows(document.querySelector('#waits tbody'), keyOf, line => makeRow(line, actions));
  return (statistics, history) => {
    const lines = statistics.operations.toSorted(byWaiting);
    rows.show(lines.slice(0, MOST_LINES).map(line => ({...line, history})));
    const left = lines.length - MOST_LINES;
    byId('more-waits').hidden = left <= 0;
    text(byId('more-waits'), 'and ' + left + ' more lines with less in flight: GET api/statistics');
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
    ['Route', 'name', line.route],
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
  level(row, gradeOf(now));
  row.classList.toggle('idle', now.inFlight === 0);
  show.disabled = now.inFlight === 0;
  cancel.disabled = now.inFlight === 0 || !actions.maySteer();
}

/** Says it in words, of the line that is worst. */
function showHeadline(lines) {
  const hung = lines.filter(line => gradeOf(line) !== 'ok');
  const suspect = hung.find(line => line.kind !== 'PART') ?? hung[0];
  level(byId('headline'), suspect ? gradeOf(suspect) : 'ok');
  if (suspect) {
    text(byId('suspect'), suspect.function + ' hangs: route ' + suspect.route + ' of ' + suspect.application + '.');
    text(byId('evidence'), operations(suspect.inFlight) + ' in flight, the oldest for ' + time(suspect.oldestMillis)
      + (suspect.time.maxMillis ? '; as a rule it takes ' + time(suspect.time.p50Millis) + '.' : '.'));
    return;
  }
  const busiest = lines[0];
  text(byId('suspect'), 'Nothing hangs.');
  text(byId('evidence'), busiest?.inFlight
    ? 'Most is in flight in ' + busiest.function + ': ' + operations(busiest.inFlight) + '.' : 'Nothing is in flight.');
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
