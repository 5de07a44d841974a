import * as cluster from './cluster.js';
import {byId, level, text} from './dom.js';
import {count} from './format.js';
import {History} from './history.js';
import * as list from './list.js';
import {showPlots} from './plots.js';
import {cancelSingle, cancelSome, drainNode, learnRole, maySteer, resumeNode, say} from './steer.js';
import {watch} from './stream.js';
import {showVitals} from './vitals.js';
import {makeWaits} from './waits.js';

const STATES = {RUNNING: ['accepting calls', 'ok'], DRAINING: ['draining', 'warn'], STOPPING: ['stopping', 'bad']};
const actions = {
  maySteer,
  show: filter => {
    list.setFilter(filter);
    byId('in-flight').focus();
  },
  cancel: filter => cancelSome(filter, list.refresh),
  cancelOne: operation => cancelSingle(operation, list.refresh),
};
const history = new History();
const showWaits = makeWaits(actions);

function show(statistics) {
  history.add(statistics);
  const [word, grade] = STATES[statistics.state] ?? [statistics.state, 'warn'];
  text(byId('state'), statistics.state === 'DRAINING' ? word + ', ' + count(statistics.inFlight) + ' left' : word);
  level(byId('state'), grade);
  byId('drain').hidden = statistics.state !== 'RUNNING';
  byId('resume').hidden = statistics.state !== 'DRAINING';
  byId('drain').disabled = byId('resume').disabled = !maySteer();
  showVitals(statistics, history);
  showWaits(statistics, history);
  showPlots(statistics, history);
  list.suggest(statistics.operations);
}

function showConnection(up) {
  text(byId('connection'), up ? 'live' : 'no connection, retrying');
  level(byId('connection'), up ? 'ok' : 'bad');
  document.body.classList.toggle('stale', !up);
}

byId('drain').addEventListener('click', drainNode);
byId('resume').addEventListener('click', resumeNode);
learnRole().catch(e => say(e.message, true)).finally(() => {
  list.start(actions);
  cluster.start();
  watch(show, showConnection);
});
