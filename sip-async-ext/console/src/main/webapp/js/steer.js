import {cancelMatching, cancelOne, drain, node, resume} from './api.js';
import {byId, level, text} from './dom.js';
import {operations} from './format.js';

/** Actions. Each asks for confirmation and states the number. */

let steering = false;
export const maySteer = () => steering;

export async function learnRole() {
  const {caller, maySteer: may, host, version, upMillis, listenPoints} = await node();
  steering = may;
  const since = new Date(Date.now() - upMillis);
  text(byId('node'), [host, 'version ' + version, 'up since ' + since.toLocaleString(), listenPoints.join(', ')]
    .filter(part => part).join(' · '));
  byId('drain').title = may ? '' : caller + ' has read-only access';
}

function confirm(title, explanation, yes, withSeconds = false) {
  const dialog = byId('confirm');
  text(byId('confirm-title'), title);
  text(byId('confirm-text'), explanation);
  text(byId('confirm-yes'), yes);
  byId('confirm-seconds').hidden = !withSeconds;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve =>
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), {once: true}));
}

export function say(message, bad = false) {
  const result = byId('result');
  result.hidden = false;
  level(result, bad ? 'bad' : 'ok');
  text(result, message);
}

async function act(what) {
  try {
    say(await what());
  } catch (e) {
    say(e.message, true);
  }
}

function describe(filter) {
  const parts = [
    filter.function && 'function ' + filter.function,
    filter.route && 'route ' + filter.route,
    filter.application && 'application ' + filter.application,
    filter.minAgeMillis && 'at least ' + filter.minAgeMillis / 1000 + ' s old',
  ].filter(part => part);
  const described = parts.length ? parts.join(', ') : 'everything in flight on this server';
  return described[0].toUpperCase() + described.slice(1);
}

export const cancelSome = (filter, done) => act(async () => {
  const {count} = await cancelMatching(filter, true);
  if (count === 0) {
    return 'No matching operation is in flight.';
  }
  const sure = await confirm('Cancel ' + operations(count) + '?',
    describe(filter) + '. Each is aborted and its route runs with return code -7, so the application answers the call.',
    'Cancel ' + operations(count));
  if (!sure) {
    return 'Nothing was cancelled.';
  }
  const {cancelled} = await cancelMatching(filter, false);
  done();
  return operations(cancelled) + ' cancelled.';
});

export const cancelSingle = (operation, done) => act(async () => {
  const sure = await confirm('Cancel 1 operation?',
    operation.function + ' of call ' + operation.callId + ', route ' + operation.route
      + '. It is aborted and its route runs with return code -7.', 'Cancel 1 operation');
  if (!sure) {
    return 'Nothing was cancelled.';
  }
  await cancelOne(operation.id);
  done();
  return '1 operation cancelled.';
});

export const drainNode = () => act(async () => {
  const {inFlight} = await node();
  const seconds = byId('confirm-seconds').querySelector('input');
  const sure = await confirm('Drain this server, with ' + operations(inFlight) + ' in flight?',
    'New calls are answered 503. The server stops as soon as nothing is in flight.', 'Drain, then stop', true);
  if (!sure) {
    return 'The server accepts calls as before.';
  }
  await drain(Math.round(seconds.valueAsNumber * 1000));
  return 'The server is draining.';
});

export const resumeNode = () => act(async () => {
  const {state} = await resume();
  return state === 'RUNNING' ? 'The server accepts new calls again.' : 'Too late: the server is stopping.';
});
